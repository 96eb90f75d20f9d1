import type { FlowsText } from "./shelf.ts";

/** How problems would name a file of ours; nobody has ever seen it. */
export const BARE_NAME = "(built in)";

/**
 * The shared files as they are when the folder has none that can be read: enough to hear a customer, to say sorry and
 * to call a person. Plain English, so that whoever sees it knows that the shop's own words are missing.
 */
export const bareFiles: readonly FlowsText[] = [
	bare(
		"_always.yaml",
		`always:
  stop: {says: [stop, стоп], say: You will get no more advertising.}
  operator:
    says: [operator, оператор]
    command: operator
    steps: [{handoff: support, after: resume}]
`,
	),
	bare(
		"_defaults.yaml",
		`zone: UTC
language: en
currency: EUR
teams: {support: Support}
team: support
working_hours: {mon-sun: "00:00-24:00"}
send: {channel: preferred, quiet: "21:00-10:00", stale: 1 day, spread: 20m}
caps: {marketing: [1 per day, 2 per 7 days]}
holdout: 10%
live: 30m
answering: 1h
silence: {after: 1 day, steps: [{end: silent}]}
retry: {times: 2, say: {any: I did not understand. Try again or write “operator”.}}
handoff: {say: I am calling a colleague., closed: A colleague will write to you in the morning.}
texts:
  sorry: Sorry, something broke. I am calling a person.
  unknown: I did not understand. Write “operator” to talk to a person.
  outdated: This question is no longer open.
  back_to: Back to our talk.
  resume: We were not finished. Go on?
  resume_options: {continue: Go on, restart: Start again, cancel: Cancel}
  too_late: I cannot change this any more. I am calling a colleague.
  yesno: {yes: "Yes", no: "No"}
  skip: Skip
  done: Done
  more: More
  reply_with_number: Answer with a number.
  attachment: attachment
ordinary_answers: ["yes", "no"]
deadline_words: [last day]
`,
	),
	bare("_phrases.yaml", "phrases: {footer: Write “stop” to get no more advertising.}\n"),
	bare("_stages.yaml", "stages: {care: Care}\n"),
	bare("_reasons.yaml", "lost: {other: Other}\nwon: {own_wish: Came by themselves}\n"),
];

function bare(path: string, text: string): FlowsText {
	return { name: BARE_NAME, path, text };
}

import type { Checking } from "./checking.ts";
import type { Step } from "./flow-file.ts";
import { seconds } from "./flow-graph.ts";
import type { Leaf } from "./reading.ts";
import { PURPOSES } from "./schema-shared.ts";
import { namesIn, parseText } from "./texts.ts";

/** What a flow owes to its purpose, to the funnel and to the truth: goals, stages, deadlines, no advertising in service. */
export function checkPurpose(check: Checking): void {
	checkMarketing(check);
	checkStages(check);
	checkStale(check);
	checkDeadlines(check);
	checkLengths(check);
	if (check.flow.purpose === "transactional") checkTransactional(check);
}

function checkMarketing(check: Checking): void {
	const { flow, file } = check;
	if (flow.purpose !== "marketing") {
		// A purpose that could not be read may have been meant to be this one.
		const isKnown = PURPOSES.some((purpose) => purpose === flow.purpose);
		if (flow.holdout !== undefined && isKnown)
			check.error("F012", file.places.keyOf(flow, "holdout"), "only a marketing flow holds anybody out");
		return;
	}
	const at = file.places.valueOf(flow, "purpose");
	if (flow.goal?.within === undefined)
		check.error(
			"F054",
			at,
			"a marketing flow needs goal: {event: order.paid, within: 3 days} — without it nobody can say what the flow earns",
		);
	if (flow.guard === undefined || Object.keys(flow.guard).length === 0)
		check.error(
			"F054",
			at,
			"a marketing flow needs guard: {opt_out: 1%, complaints: 0.3%} — crossed, it pauses by itself",
		);
	if (flow.family === undefined)
		check.error("F054", at, "a marketing flow needs family: a word — flows of one family learn from each other");
	if (check.shelf.phrases && !check.phrases.includes("footer"))
		check.error("F045", at, 'a marketing flow needs the phrase "footer" in _phrases.yaml');
}

/** A message without a stage is missing in every funnel. Told once a file. */
function checkStages(check: Checking): void {
	if (check.flow.stage !== undefined) return;
	const without = check.file.steps.find(
		({ step }) => ["say", "ask", "choose"].includes(step.verb) && step.stage === undefined,
	);
	if (without)
		check.error(
			"F059",
			check.file.places.startOf(without.step),
			"this step has no stage — give the step or the whole flow a stage: from _stages.yaml",
		);
}

/** What grows stale before the quiet hours end would never leave. */
function checkStale(check: Checking): void {
	const { send } = check.flow;
	const { defaults } = check;
	if (!send || (send.stale === undefined && send.quiet === undefined)) return;
	const quiet = lengthOf(send.quiet ?? defaults?.send.quiet);
	const stale = seconds(send.stale ?? defaults?.send.stale ?? "1 day");
	if (quiet !== undefined && stale > 0 && stale < quiet)
		check.warn(
			"F063",
			check.file.places.valueOf(send, send.stale === undefined ? "quiet" : "stale"),
			"stale is shorter than the quiet hours: a message that waits for their end would never leave",
		);
}

/** The length of `21:00-10:00` in seconds. */
function lengthOf(hours: string | undefined): number | undefined {
	const found = /^(\d+):(\d+)-(\d+):(\d+)$/.exec(hours ?? "");
	if (!found) return undefined;
	const [from, to] = [Number(found[1]) * 60 + Number(found[2]), Number(found[3]) * 60 + Number(found[4])];
	return ((to - from + 1440) % 1440) * 60;
}

/** To say "today" is to be right by accident: a text that names a deadline shows the coupon's own. */
function checkDeadlines(check: Checking): void {
	for (const leaf of check.file.leaves) {
		const fault = leaf.lang === "text" ? emptyDeadline(check, leaf) : undefined;
		if (fault !== undefined) check.warn("F066", leaf.node.start, fault);
	}
}

/** What is wrong with a text, in whatever language, that names a deadline and no offer of this flow. */
export function emptyDeadline(check: Checking, leaf: Leaf): string | undefined {
	const { deadline_words: entries = [] } = check.defaults ?? {};
	// Nearly no text holds even the beginning of one.
	if (!beginningsOf(entries).test(leaf.text)) return undefined;
	const said = leaf.text.replace(/\{[{%][\s\S]*?[%}]\}/g, " ").toLowerCase();
	const word = entries.find((entry) => occurs(entry, said));
	if (word === undefined || showsUntil(check, leaf)) return undefined;
	const offer = Object.entries(check.flow.vars).find(([, type]) => type === "offer")?.[0] ?? "promo";
	return `the text names a deadline ("${word}") that no offer enforces — show the offer's own: {{ ${offer}.until | date: "%d.%m %H:%M" }}`;
}

/** Whether an entry of `deadline_words` stands in a text in small letters: `*` ends a word, or stands for one. */
function occurs(entry: string, text: string): boolean {
	const pattern = patternOf(entry);
	return pattern !== undefined && text.includes(pattern.begins) && pattern.whole.test(text);
}

/** Finds the beginning of any of the entries, each a text of `deadline_words`. */
function beginningsOf(entries: readonly string[]): RegExp {
	const known = beginnings.get(entries);
	if (known) return known;
	const begins = new Set(entries.flatMap((entry) => patternOf(entry)?.begins ?? []));
	const pattern = begins.size > 0 ? new RegExp(`${NO_LETTER_BEFORE}(?:${[...begins].join("|")})`, "iu") : /(?!)/;
	beginnings.set(entries, pattern);
	return pattern;
}

const NO_LETTER_BEFORE = "(?<![\\p{L}\\p{N}])";

const beginnings = new WeakMap<readonly string[], RegExp>();

/** `begins`: letters and figures that stand in every text that `whole` fits; empty where it begins with any word. */
type WordPattern = { readonly begins: string; readonly whole: RegExp };

/** The same few words are looked for in every text of every file. */
function patternOf(entry: string): WordPattern | undefined {
	const known = patterns.get(entry);
	if (known) return known;
	const words = entry.toLowerCase().match(/[\p{L}\p{N}*]+/gu) ?? [];
	const [first] = words;
	if (first === undefined) return undefined;
	const parts = words.map((word) =>
		word === "*" ? "[\\p{L}\\p{N}]+" : word.endsWith("*") ? `${word.slice(0, -1)}[\\p{L}\\p{N}]*` : word,
	);
	const whole = new RegExp(`${NO_LETTER_BEFORE}${parts.join("[^\\p{L}\\p{N}]+")}(?![\\p{L}\\p{N}])`, "u");
	const pattern = { begins: /^[^*]*(?=\*?$)/.exec(first)?.[0] ?? "", whole };
	patterns.set(entry, pattern);
	return pattern;
}

const patterns = new Map<string, WordPattern>();

function showsUntil(check: Checking, leaf: Leaf): boolean {
	const read = parseText(leaf.text);
	if ("faults" in read) return true; // told already; what it shows is not known
	return namesIn(read.text).some(([name = "", field]) => check.flow.vars[name] === "offer" && field === "until");
}

const LONGEST = 4096;
const LONGEST_CAPTION = 1024;

function checkLengths(check: Checking): void {
	for (const leaf of check.file.leaves) {
		if (leaf.lang !== "text") continue;
		if (leaf.text.length <= LONGEST_CAPTION) continue;
		const length = [...leaf.text.replace(/\{%[\s\S]*?%\}/g, "")].length;
		const limit = hasImage(leaf) ? LONGEST_CAPTION : LONGEST;
		if (length > limit)
			check.warn(
				"F065",
				leaf.node.start,
				`the text has ${length} characters, and a message${hasImage(leaf) ? " with an image" : ""} holds ${limit}: it will be sent in parts`,
			);
	}
}

function hasImage(leaf: Leaf): boolean {
	const step = leaf.where.step as Step | undefined;
	const [word, second] = leaf.where.words;
	if (step?.verb === "say") return word === "say" && second === "text" && step.say.image !== undefined;
	return (step?.verb === "ask" || step?.verb === "choose") && word === "text" && step.image !== undefined;
}

/** Words that make a message an advertisement. */
const DISCOUNT = ["скидк*", "промокод*", "купон*", "распродаж*", "discount*", "coupon*", "promo code", "sale"];

function checkTransactional(check: Checking): void {
	for (const { step } of check.file.steps)
		if (step.verb === "offer")
			check.error(
				"F069",
				check.file.places.startOf(step),
				"an offer is advertising: it has no place in a transactional flow",
			);
	for (const leaf of check.file.leaves) {
		if (leaf.lang !== "text" && leaf.lang !== "label") continue;
		const advert = advertIn(check, leaf);
		if (advert !== undefined) check.error("F069", leaf.node.start, `${advert} ${NO_ADVERT}`);
	}
}

export const NO_ADVERT = "is advertising: it has no place in a transactional flow";

/** What makes a text of this flow an advertisement, if anything does. */
export function advertIn(check: Checking, leaf: Leaf): string | undefined {
	const said = leaf.text.toLowerCase();
	const word = DISCOUNT.find((entry) => occurs(entry, said));
	if (word !== undefined) return `"${word}"`;
	return showsCode(check, leaf) ? "a code" : undefined;
}

function showsCode(check: Checking, leaf: Leaf): boolean {
	const read = parseText(leaf.text);
	if ("faults" in read) return false;
	return namesIn(read.text).some(([name = "", field]) => check.flow.vars[name] === "offer" && field === "code");
}

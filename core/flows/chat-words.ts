import type { Chat } from "./chat.ts";
import { parseDuration } from "./durations.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { sampleFields } from "./preview-samples.ts";
import { ROW_WORDS } from "./row-words.ts";
import { type DialogStep, isMap } from "./test-script.ts";

/** Keeps the talk as a test case; gives what to tell the person. */
export type SaveTalk = (chat: Chat, file: string | undefined) => readonly string[];

/** What comes of a line typed in a chat: a word of ours, a button's number, or words of the customer. */
export function hearLine(chat: Chat, typed: string, save: SaveTalk): readonly string[] {
	const line = typed.trim();
	if (line === "") return [];
	const [, name, rest = ""] = /^\/([a-z]+)(?:\s+(.*))?$/s.exec(line) ?? [];
	const word = WORDS.find((one) => one.name === name);
	if (word) return word.does(chat, rest.trim(), save);
	// Some words of ours are commands of the bot too: with two slashes they reach it.
	const text = line.replace(/^\/\//, "/");
	return chat.act((/^\d+$/.test(text) ? chat.press(text) : undefined) ?? { user: text });
}

/** What can be typed, for `/help`. */
export function chatHelp(): readonly string[] {
	const width = Math.max(...WORDS.map(({ call }) => call.length));
	return [
		"Write as the customer would; a number presses that button.",
		...WORDS.map(({ call, summary }) => `  ${call.padEnd(width)}  ${summary}`),
		`  ${"Ctrl-D".padEnd(width)}  ends the talk`,
		`  ${"//help".padEnd(width)}  two slashes send a command of the bot that is called like one of these`,
		"A message of another flow begins with (its name). The rows that /why names, tried in this order:",
		...Object.entries(ROW_WORDS).map(([row, words]) => `  row ${row.padStart(2)}  ${words}`),
	];
}

type Word = {
	readonly name: string;
	readonly call: string;
	readonly summary: string;
	readonly does: (chat: Chat, rest: string, save: SaveTalk) => readonly string[];
};

const WORDS: readonly Word[] = [
	{ name: "later", call: "/later 2h", summary: "moves the clock: 30m, 3 days, or 10:00", does: later },
	{
		name: "event",
		call: "/event NAME {json}",
		summary: "something happens in the shop; without json, a sample",
		does: event,
	},
	{ name: "enters", call: "/enters SEGMENT", summary: "the customer enters a segment", does: segment("enters") },
	{ name: "leaves", call: "/leaves SEGMENT", summary: "the customer leaves a segment", does: segment("leaves") },
	{
		name: "every",
		call: "/every SEGMENT",
		summary: "the day of a regular start for this segment has come; day, week or month: of all such",
		does: every,
	},
	{
		name: "operator",
		call: "/operator [words|close]",
		summary: "a colleague takes the talk, writes, or gives it back",
		does: operator,
	},
	{ name: "phone", call: "/phone +79001234567", summary: "the customer shares a phone number", does: phone },
	{ name: "place", call: "/place 55.75 37.61", summary: "the customer shares a place on the map", does: place },
	{
		name: "photo",
		call: "/photo",
		summary: "the customer sends a photo",
		does: (chat) => chat.act({ user: { photo: "photo" } }),
	},
	{ name: "vars", call: "/vars", summary: "shows the variables", does: (chat) => chat.vars() },
	{ name: "why", call: "/why", summary: "tells why the bot did what it did last", does: (chat) => chat.why() },
	{
		name: "save",
		call: "/save [FILE]",
		summary: "writes this talk as a test case",
		does: (chat, file, save) => save(chat, file || undefined),
	},
	{ name: "help", call: "/help", summary: "shows this", does: () => chatHelp() },
];

function later(chat: Chat, length: string): readonly string[] {
	const isClock = /^([01]?\d|2[0-3]):[0-5]\d$/.test(length);
	if (!isClock && !parseDuration(length)) return ["how much later? /later 30m, /later 3 days or /later 10:00"];
	const said = chat.act({ later: length });
	return [...said, `(it is ${chat.clock()})`];
}

function event(chat: Chat, rest: string): readonly string[] {
	const [, name = "", json = ""] = /^(\S*)\s*(.*)$/s.exec(rest) ?? [];
	const { vocabulary } = chat.stage;
	const fields = vocabulary.events[name];
	if (!fields) return [`there is no event "${name}"${didYouMean(nearest(name, Object.keys(vocabulary.events)))}`];
	const data = json === "" ? sampleFields(fields, "event", vocabulary, 1) : parseMap(json);
	if (!data) return [`what is behind ${name} is no JSON: {"order": {"number": "1042"}}`];
	return happened(chat, { event: name, with: data });
}

/** What starts at once says something; the rest is to come. */
function happened(chat: Chat, step: DialogStep): readonly string[] {
	const said = chat.act(step);
	const due = [...chat.simulation.entries.values()].filter(({ state }) => state === "pending");
	const waiting = due.map(({ flow, firesAt }) => `(${flow} starts ${chat.clock(firesAt)}: /later)`);
	const lines = [...said, ...waiting];
	return lines.length > 0 ? lines : ["(nothing is said)"];
}

function parseMap(json: string): Record<string, unknown> | undefined {
	try {
		const data: unknown = JSON.parse(json);
		return isMap(data) ? data : undefined;
	} catch {
		return undefined; // told by the caller, with an example
	}
}

function segment(trigger: "enters" | "leaves") {
	return (chat: Chat, name: string): readonly string[] => {
		const { segments } = chat.stage.loaded;
		if (segments.has(name)) return happened(chat, trigger === "enters" ? { enters: name } : { leaves: name });
		return [`there is no segment "${name}"${didYouMean(nearest(name, segments.keys()))}`];
	};
}

function every(chat: Chat, span: string): readonly string[] {
	const { segments } = chat.stage.loaded;
	if (!segments.has(span) && !["day", "week", "month"].includes(span))
		return [
			`every what? /every day, /every week, /every month or a segment${didYouMean(nearest(span, segments.keys()))}`,
		];
	return happened(chat, { every: span });
}

function operator(chat: Chat, words: string): readonly string[] {
	if (words === "")
		return [...chat.act({ operator: "take" }), "(a colleague has the talk: /operator words, /operator close)"];
	return chat.act({ operator: words === "close" ? "close" : { say: words } });
}

function phone(chat: Chat, number: string): readonly string[] {
	if (number === "") return ["which number? /phone +79001234567"];
	return chat.act({ user: { phone: number } });
}

function place(chat: Chat, written: string): readonly string[] {
	const [lat, lon] = written.split(/[\s,]+/).map(Number);
	if (lat === undefined || lon === undefined || !Number.isFinite(lat + lon)) return ["where? /place 55.75 37.61"];
	return chat.act({ user: { location: [lat, lon] } });
}

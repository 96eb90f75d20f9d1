import { cutText } from "#core/cut-text.ts";
import { type Reader, shortTime } from "./clock-words.ts";
import { bold, linked, plain, styled } from "./html.ts";
import { mapLink } from "./map-link.ts";
import type { TopicFile, TopicLine } from "./read-topic.ts";
import { type DeskWords, deskWords } from "./words.ts";

/** Telegram takes 4,096 characters; entities and tags are not counted, yet kept well below. */
const ROOM = 3_900;

/** A line longer than this is cut: the whole of it is in the web. */
const LONGEST_LINE = 1_500;

/** The customer's lines in one card, and what fits into it: from the first line on, as many as there is room for. */
export function linesCard(
	lines: readonly TopicLine[],
	{
		called,
		skipped = 0,
		...reader
	}: Reader & { called: string /** Lines before them that are not shown. */; skipped?: number },
): { readonly text: string; readonly shown: readonly TopicLine[] } {
	const words = deskWords(reader.language);
	const parts: string[] = skipped > 0 ? [`<i>${words.earlier(skipped)}</i>`] : [];
	const shown: TopicLine[] = [];
	let length = parts.join("").length;
	let last: string | undefined;
	for (const line of lines) {
		const head = headOf(line, { words, called, time: shortTime(line.at, reader) });
		const text = [head === last ? "" : head, bodyOf(line, words)].filter(Boolean).join("\n");
		if (shown.length > 0 && length + text.length > ROOM) break;
		parts.push(text);
		shown.push(line);
		length += text.length + 1;
		last = head;
	}
	return { text: parts.join("\n"), shown };
}

function headOf(line: TopicLine, { words, called, time }: { words: DeskWords; called: string; time: string }): string {
	const name = line.name ?? words.someone;
	switch (line.by) {
		case "customer":
			return `${bold(called)} · ${time}`;
		case "bot":
			return words.bot;
		case "staff":
			return plain(words.staffOf(name));
		case "note":
			return plain(words.noteOf(name));
		case "control":
			return "";
	}
}

function bodyOf(line: TopicLine, words: DeskWords): string {
	if (line.by === "control") return `<i>${controlWords(line, words)}</i>`;
	const short = cutText(line.text, LONGEST_LINE, "…");
	const text = line.by === "bot" ? styled(short) : line.place ? placeWords(line.place, short) : plain(short);
	const marks = [line.kind === "pressed" && words.pressed, line.edited && words.edited].filter(Boolean).join(", ");
	const body = [line.files.length > 0 && plain(words.files(filesOf(line.files, words))), text]
		.filter(Boolean)
		.join(" ");
	return `${line.by === "bot" ? body : `<blockquote>${body || "…"}</blockquote>`}${marks ? ` <i>(${marks})</i>` : ""}`;
}

function controlWords({ to, name, text }: TopicLine, words: DeskWords): string {
	const told = whoLeads(to, name, words);
	return text ? `${told}: ${plain(text)}` : told;
}

function whoLeads(to: string | null, name: string | null, words: DeskWords): string {
	const who = plain(name ?? words.byItself);
	switch (to) {
		case "bot":
			return words.toBot(who);
		case "closed":
			return words.toClosed(who);
		case "parked":
			return words.toParked(who);
		case "asked":
			return words.toAsked(who);
		default:
			return name === null ? words.given : words.tookOver(who);
	}
}

function placeWords(place: NonNullable<TopicLine["place"]>, text: string): string {
	return linked(`📍 ${text}`, mapLink(place));
}

function filesOf(files: readonly TopicFile[], words: DeskWords): string {
	return files
		.map(({ kind, lost }) => nameOfKind(kind, words) + (lost ? ` (${lostWords(lost, words)})` : ""))
		.join(", ");
}

function lostWords(lost: string, { lost: words }: DeskWords): string {
	return lost === "limit" ? words.limit : words.gone;
}

function nameOfKind(kind: string, words: DeskWords): string {
	switch (kind) {
		case "photo":
		case "video":
		case "voice":
		case "audio":
		case "sticker":
		case "animation":
			return words[kind];
		case "video_note":
			return words.videoNote;
		default:
			return words.document;
	}
}

import { share } from "#core/chance.ts";
import type { ContentButton, ContentMedia } from "#core/delivery/content.ts";
import { remembered } from "./keep-mode.ts";
import { fingerprint, journal, trace, visit } from "./note.ts";
import { askLeave } from "./proactive.ts";
import type { MediaSource, Message, TextSource } from "./program.ts";
import { plainWords, words, workOut, worldOf } from "./run-world.ts";
import { abilitiesOf, speak, templateOf, variantFor } from "./speak.ts";
import type { Button } from "./talk.ts";
import { tokens } from "./tokens.ts";
import { type Doing, type Draft, type DraftFrame, programOf, stepAt, type Turn } from "./turn.ts";
import type { World } from "./world.ts";

/** A `say`: one message, or nothing if it renders to nothing, is skipped on this channel or was said already. */
export function* sayMessage(turn: Turn, run: Draft, frame: DraftFrame, say: Message): Doing<"on" | "stop"> {
	const world = worldOf(turn, run, frame);
	const variant = variantFor(run.channel, say);
	const source = variant?.text ?? say.text ?? pickWording(turn, run, frame, say);
	const text = source ? yield* words(turn, source, frame.flow, world) : "";
	const media = yield* mediaOf(turn, variant?.image ? [{ kind: "photo", source: variant.image }] : say.media, world);
	if (variant?.skip || (text === "" && media.length === 0)) {
		trace(turn, run, frame, "say", { decision: variant?.skip ? "skipped on this channel" : "empty" });
		frame.pc += 1;
		return "on";
	}
	const shown = fingerprint(text);
	const before = remembered(run, frame, "say");
	if (before?.shown === shown) {
		run.journal.push(before);
		frame.pc += 1;
		return "on";
	}

	const leave = yield* askLeave(turn, run, frame, { kind: "say", whatsapp: say.whatsapp });
	if (!leave) return "stop";
	visit(frame);
	const buttons = yield* buttonsOf(turn, run, frame, say, leave.channel, world);
	const template = leave.channel === "whatsapp" ? yield* templateOf(turn, say.whatsapp, frame.flow, world) : undefined;
	const content = contentOf(text, media, buttons);
	trace(turn, run, frame, "say", { decision: "sent", result: text });
	yield* speak(turn, run, frame, { part: "say", content, leave, template });
	journal(turn, run, frame, { kind: "say", shown });
	frame.pc += 1;
	return "on";
}

function contentOf(text: string, media: readonly ContentMedia[], { buttons, lines }: Buttons) {
	return {
		text: [text, ...lines].join("\n"),
		...(media.length > 0 ? { media } : {}),
		...(buttons.length > 0 ? { buttons } : {}),
	};
}

type Buttons = { readonly buttons: ContentButton[]; readonly lines: readonly string[] };

/** The pictures and files that formulas name; what is none is left out. */
export function* mediaOf(turn: Turn, sources: readonly MediaSource[], world: World): Doing<ContentMedia[]> {
	const media: ContentMedia[] = [];
	for (const { kind, source } of sources) {
		const value = yield* workOut(turn, source, world);
		if (typeof value === "string" && value !== "") media.push({ kind, source: value });
	}
	return media;
}

/** `any`: one wording a run, always the same. */
function pickWording(turn: Turn, run: Draft, frame: DraftFrame, { any = [] }: Message): TextSource | undefined {
	const place = stepAt(programOf(turn, frame), frame.pc);
	return any[Math.floor(share(run.id, place.key) * any.length)];
}

function* buttonsOf(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	say: Message,
	channel: Draft["channel"],
	world: World,
): Doing<Buttons> {
	if (say.buttons.length === 0) return { buttons: [], lines: [] };
	if (abilitiesOf(turn, channel).buttons === "none")
		return { buttons: [], lines: yield* buttonLines(turn, frame, say, world) };
	const token = tokens(turn, run, frame);
	const buttons: ContentButton[] = [];
	const rows: Button[] = [];
	for (const [at, button] of say.buttons.entries()) {
		const label = yield* plainWords(turn, button.label, frame.flow, world);
		const short = button.short ? { short: yield* plainWords(turn, button.short, frame.flow, world) } : {};
		if ("url" in button.does) {
			const url = yield* plainWords(turn, button.does.url, frame.flow, world);
			if (url !== "") buttons.push({ label, ...short, url });
			continue;
		}
		const key = token(`launch:${at}`);
		buttons.push({ label, ...short, token: key });
		rows.push({ token: key, run: run.id, label, does: "launch", flow: button.does.launch, from: run.flow });
	}
	if (rows.length > 0) turn.effects.push({ effect: "buttons", buttons: rows });
	return { buttons, lines: [] };
}

/** Where there are no buttons, what stands on them is told. */
function* buttonLines(turn: Turn, frame: DraftFrame, say: Message, world: World): Doing<string[]> {
	const lines: string[] = [];
	for (const { label: written, does } of say.buttons) {
		const label = yield* plainWords(turn, written, frame.flow, world);
		if ("url" in does) lines.push(`${label}: ${yield* plainWords(turn, does.url, frame.flow, world)}`);
		else lines.push(`— ${label}`);
	}
	return lines;
}

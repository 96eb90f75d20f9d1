import type { Abilities } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import { reachStage } from "./note.ts";
import type { Leave } from "./proactive.ts";
import type { ChannelVariant, Message, Question, TextSource } from "./program.ts";
import { plainWords, valueWritten, words, worldOf } from "./run-world.ts";
import { type Doing, type Draft, type DraftFrame, noteLive, programOf, stepAt, type Turn } from "./turn.ts";
import type { World } from "./world.ts";

/** More messages than this in one turn is a flow gone wild. */
const MESSAGES = 5;

/** Sends something a run says. `part` tells several messages of one step apart. */
export function* speak(
	turn: Turn,
	run: Draft,
	frame: DraftFrame,
	message: {
		readonly part: string;
		readonly content: Content;
		readonly leave: Leave;
		readonly question?: boolean;
		readonly template?: { readonly name: string; readonly params: readonly string[] } | undefined;
	},
): Doing {
	turn.messages += 1;
	if (turn.messages > MESSAGES) throw new Error(`More than ${MESSAGES} messages in one turn.`);
	const { part, leave } = message;
	// Counted like a line of the trace, so that a part named by `seq` is never named twice.
	run.seq += 1;
	const program = programOf(turn, frame);
	const place = stepAt(program, frame.pc);
	reachStage(turn, run, place);
	const content = yield* finished(turn, run, message.content, leave);
	turn.effects.push({
		effect: "say",
		key: `${run.id}/${frame.id}/${frame.pc}/${frame.visits[frame.pc] ?? 0}/${part}`,
		run: run.id,
		flow: run.flow,
		step: place.key,
		...(run.stage === undefined ? {} : { stage: run.stage }),
		class: leave.class,
		purpose: run.purpose,
		channel: leave.channel,
		content,
		...(message.template ? { template: message.template } : {}),
		...(leave.usefulUntil ? { usefulUntil: leave.usefulUntil } : {}),
		question: message.question ?? false,
	});
	run.lastAt = turn.now;
	if (leave.class === "answer") noteLive(turn);
	else turn.uninvited += 1;
}

/** One of the shop's standing texts («Вернёмся к разговору.»), said in this run. */
export function* speakStanding(turn: Turn, run: Draft, frame: DraftFrame, text: TextSource, leave: Leave): Doing {
	const said = yield* words(turn, text, "_defaults", worldOf(turn, run, frame));
	if (said !== "") yield* speak(turn, run, frame, { part: `${text.id}-${run.seq}`, content: { text: said }, leave });
}

/** What is said outside of any run: `unknown`, `outdated`, the answer to «стоп». */
export function* speakAlone(turn: Turn, text: TextSource, flow: string): Doing {
	const said = yield* words(turn, text, flow, worldOf(turn));
	if (said === "") return;
	turn.messages += 1;
	turn.effects.push({
		effect: "say",
		key: `${turn.cause.id}/${text.id}`,
		class: "answer",
		purpose: "service",
		channel: turn.channel,
		content: { text: said, language: turn.talk.language },
		question: false,
	});
	noteLive(turn);
}

/** What the channel can show. A channel nobody described gets numbered text: that works everywhere. */
export function abilitiesOf(
	turn: Turn,
	channel: Leave["channel"],
): Pick<Abilities, "buttons" | "page" | "album" | "requests" | "captionLimit"> {
	return turn.talk.abilities[channel] ?? { buttons: "none", page: 8, album: 0, requests: [], captionLimit: 1024 };
}

/** The parts that this channel gets instead; a phone linked to WhatsApp is WhatsApp to the customer. */
export function variantFor(channel: Leave["channel"], words: Message | Question): ChannelVariant | undefined {
	switch (channel) {
		case "telegram":
			return words.telegram;
		case "whatsapp":
		case "linked-phone":
			return words.whatsapp;
		default:
			return undefined;
	}
}

/** The approved template a message may fall back on, with its parameters filled in. */
export function* templateOf(
	turn: Turn,
	variant: ChannelVariant | undefined,
	flow: string,
	world: World,
): Doing<{ name: string; params: string[] } | undefined> {
	if (!variant?.template) return undefined;
	const name = yield* plainWords(turn, variant.template, flow, world);
	const params: string[] = [];
	for (const param of variant.params) params.push(String((yield* valueWritten(turn, param, flow, world)) ?? ""));
	return { name, params };
}

/** Last touches: the footer of proactive marketing, the language, an end to a request button. */
function* finished(turn: Turn, run: Draft, content: Content, leave: Leave): Doing<Content> {
	const closes = turn.closesRequest && !content.request;
	turn.closesRequest = false;
	const footer =
		leave.class === "proactive" && run.purpose === "marketing" ? turn.talk.settings.phrases.footer : undefined;
	const text = footer
		? `${content.text}\n\n${yield* words(turn, footer, "_phrases", worldOf(turn, run))}`
		: content.text;
	return { ...content, text, language: turn.talk.language, ...(closes ? { closesRequest: true } : {}) };
}

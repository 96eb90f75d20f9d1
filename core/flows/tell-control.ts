import { escapeMarkup } from "#core/delivery/markup.ts";
import { plainWords, words, worldOf } from "./run-world.ts";
import type { HandoffWish } from "./settings.ts";
import type { Button, Telling } from "./talk.ts";
import { type Doing, noteLive, type Turn } from "./turn.ts";

const WISHES: readonly HandoffWish[] = ["wait", "call_back", "go_on"];

/** Tells the customer who leads now, in the words of `_defaults.yaml`, once for each cause. Where there are none, nothing. */
export function* tellControl(turn: Turn, { text: name, with: about = {}, offers = false }: Telling): Doing {
	const { handoff } = turn.talk.settings;
	const source = handoff[name];
	if (!source) return;
	const text = yield* words(turn, source, "_defaults", worldOf(turn, undefined, undefined, { event: about }));
	if (text === "") return;
	const buttons = offers ? yield* wishButtons(turn) : [];
	turn.messages += 1;
	turn.effects.push({
		effect: "say",
		key: `${turn.cause.id}/${name}`,
		class: "answer",
		purpose: "service",
		channel: turn.channel,
		content: {
			text: withLabels(turn, text, buttons),
			language: turn.talk.language,
			...(buttons.length > 0 && { buttons: buttons.map(({ label, token }) => ({ label, token })) }),
		},
		question: false,
	});
	if (buttons.length > 0) turn.effects.push({ effect: "buttons", buttons });
	noteLive(turn);
}

/** The labels of the offer, by wish: what a customer may type instead of pressing. */
export function* wishLabels(turn: Turn): Doing<{ id: HandoffWish; label: string }[]> {
	const labels: { id: HandoffWish; label: string }[] = [];
	for (const id of WISHES) {
		const source = turn.talk.settings.handoff[`option_${id}`];
		if (source) labels.push({ id, label: yield* plainWords(turn, source, "_defaults", worldOf(turn)) });
	}
	return labels;
}

function* wishButtons(turn: Turn): Doing<Button[]> {
	const labels = yield* wishLabels(turn);
	return labels.map(({ id, label }) => ({
		token: turn.talk.seal(`handoff/${turn.talk.conversation}/${id}`).slice(0, 24),
		label,
		does: "handoff",
		wish: id,
	}));
}

/** Where a messenger shows no buttons, the words to type stand in the text. */
function withLabels(turn: Turn, text: string, buttons: readonly Button[]): string {
	const shown = turn.talk.abilities[turn.channel]?.buttons ?? "none";
	if (shown !== "none" || buttons.length === 0) return text;
	return [text, ...buttons.map(({ label }) => `— ${escapeMarkup(label)}`)].join("\n");
}

import { showMoney } from "#core/money.ts";
import { type Reader, shortTime } from "./clock-words.ts";
import { bold, linked, plain } from "./html.ts";
import type { Keyboard } from "./keyboard.ts";
import type { TopicView } from "./read-topic.ts";
import { type DeskWords, deskWords } from "./words.ts";

/** What a card says, ready to be posted. */
export type Drawn = { readonly text: string; readonly keyboard: Keyboard };

/** For whom a card is drawn: the group's language, the shop's clock, where the web is, and what stages are called. */
export type CardReader = Reader & {
	readonly webAddress?: string | undefined;
	readonly stages: ReadonlyMap<string, string>;
};

/** The pinned card of a topic: who leads, what waits, what was promised and ordered. */
export function headerCard(view: TopicView, reader: CardReader): Drawn {
	const words = deskWords(reader.language);
	const time = (at: Date) => shortTime(at, reader);
	const { promise, order, unansweredSince } = view;
	const lines = [
		[bold(view.name), whereOf(view, words, time)].filter(Boolean).join(" · "),
		[controlLine(view, words, time), words.priorities.get(view.priority ?? "")].filter(Boolean).join(" · ") +
			(view.why ? `\n${plain(view.why)}` : ""),
		unansweredSince && words.waitsSince(time(unansweredSince)),
		promise && promiseLine(promise, words, reader, time),
		order &&
			words.order(
				order.number,
				words.orderStates[order.state],
				plain(showMoney({ minor: order.total, currency: order.currency }, reader.language)),
			),
		view.stage && words.stage(plain(reader.stages.get(view.stage) ?? view.stage)),
		view.closedAt && words.closed,
		reader.webAddress && linked(words.openInWeb, `${reader.webAddress}/conversations/${view.conversationId}`),
	];
	return { text: lines.filter(Boolean).join("\n"), keyboard: buttonsOf(view, words) };
}

function whereOf({ channel, window, phone }: TopicView, words: DeskWords, time: (at: Date) => string): string {
	const open = window && (window.until ? words.windowOpen(time(window.until)) : words.windowClosed);
	return [channel && words.channels[channel], open, phone].filter(Boolean).join(" · ");
}

function controlLine(view: TopicView, words: DeskWords, time: (at: Date) => string): string {
	const holder = plain(view.holder ? (view.holder.name ?? words.atThePhone) : words.someone);
	switch (view.control) {
		case "bot":
			return words.control.bot();
		case "asked":
			return words.control.asked(time(view.controlSince));
		case "human":
			return words.control.human(holder, time(view.controlSince));
		case "parked":
			return words.control.parked(holder, time(view.parkedUntil ?? view.controlSince));
	}
}

function promiseLine(
	{ text, dueAt }: NonNullable<TopicView["promise"]>,
	words: DeskWords,
	{ now }: Reader,
	time: (at: Date) => string,
): string {
	return (dueAt <= now ? words.promiseLate : words.promised)(time(dueAt), plain(text));
}

/** Each press carries the lease: whoever presses an old card gets a new one instead. */
function buttonsOf({ control, lease, closedAt, promise }: TopicView, words: DeskWords): Keyboard {
	const button = (text: string, act: string) => ({ text, data: `${act}.${lease}` });
	const isHeld = control === "human" || control === "parked";
	return [
		[
			...(isHeld ? [] : [button(words.take, "take")]),
			button(words.note, "note"),
			button(words.orderButton, "order"),
			...(control === "bot" ? [] : [button(words.handBack, "packet")]),
		],
		...(isHeld
			? [
					[button(words.promise, "promise"), button(words.item, "item"), button(words.step, "step")],
					[button(words.unsend, "unsend"), ...(closedAt ? [] : [button(words.close, "close")])],
				]
			: []),
		promise && control !== "bot" ? [{ text: words.kept, data: `kept.${promise.id}` }] : [],
	];
}

import { makePromise } from "#core/conversations/make-promise.ts";
import { type Card, closeCard, putCard } from "./cards.ts";
import { shortTime } from "./clock-words.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import { momentOf, type PromiseButton, readPromise } from "./promise-words.ts";

/** Asks what is promised, and by when: a button, or words. */
export async function openPromise(desk: DeskTools, { conversationId, colleague }: Act, lease: number): Promise<void> {
	const { words } = colleague;
	await putCard(desk.shop, {
		...{ account: desk.account, conversationId, kind: "promise" },
		drawn: {
			text: `<b>${words.promiseTitle}</b>\n${words.promiseHow}`,
			keyboard: [
				[{ text: words.inAnHour, data: `hour.${lease}` }],
				[
					{ text: words.tonight, data: `evening.${lease}` },
					{ text: words.tomorrowNoon, data: `noon.${lease}` },
				],
				[{ text: words.cancel, data: "drop" }],
			],
		},
		key: `promise ${conversationId}`,
	});
}

/** A promise by its button. Gives what to tell whoever pressed. */
export async function promiseByButton(
	desk: DeskTools,
	{ act, button, lease, card }: { act: Act; button: PromiseButton; lease: number; card: Card },
): Promise<string> {
	const dueAt = momentOf(button, desk.shop.now(), desk.zone);
	return promise(desk, { act, card, dueAt, text: "", lease });
}

/** A promise in words. Gives what to write instead, where no time is understood. */
export async function promiseByWords(
	desk: DeskTools,
	{ act, text, card }: { act: Act; text: string; card: Card },
): Promise<string | undefined> {
	const read = readPromise(text, desk.shop.now(), desk.zone);
	if (!read) return act.colleague.words.whenUnclear;
	await promise(desk, { act, card, ...read });
	return undefined;
}

async function promise(
	{ shop, staffTurn, zone }: DeskTools,
	{ act, card, dueAt, text, lease }: { act: Act; card: Card; dueAt: Date; text: string; lease?: number },
): Promise<string> {
	const { colleague, conversationId, key } = act;
	const { words, language, staff } = colleague;
	await makePromise(staffTurn, {
		...{ conversationId, staff, dueAt, lease, key: `desk ${key}` },
		text: text || words.promiseDefault,
	});
	await closeCard(shop, card);
	return words.promisedBy(shortTime(dueAt, { language, zone, now: shop.now() }));
}

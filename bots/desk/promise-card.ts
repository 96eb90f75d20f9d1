import { makePromise } from "#core/conversations/make-promise.ts";
import { type Card, closeCard, putCard } from "./cards.ts";
import { shortTime } from "./clock-words.ts";
import type { Act, Counter } from "./counter.ts";
import { momentOf, type PromiseButton, readPromise } from "./promise-words.ts";

/** Asks what is promised, and by when: a button, or words. */
export async function openPromise(counter: Counter, { conversationId, colleague }: Act, lease: number): Promise<void> {
	const { words } = colleague;
	await putCard(counter.shop, {
		...{ account: counter.account, conversationId, kind: "promise" },
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
	counter: Counter,
	{ act, button, lease, card }: { act: Act; button: PromiseButton; lease: number; card: Card },
): Promise<string> {
	const dueAt = momentOf(button, counter.shop.now(), counter.zone);
	return promise(counter, { act, card, dueAt, text: "", lease });
}

/** A promise in words. Gives what to write instead, where no time is understood. */
export async function promiseByWords(
	counter: Counter,
	{ act, text, card }: { act: Act; text: string; card: Card },
): Promise<string | undefined> {
	const read = readPromise(text, counter.shop.now(), counter.zone);
	if (!read) return act.colleague.words.whenUnclear;
	await promise(counter, { act, card, ...read });
	return undefined;
}

async function promise(
	{ shop, staffTurn, zone }: Counter,
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

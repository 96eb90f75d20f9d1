import { type AnswerCard, findAnswerCards, isStale, readAnswerCard } from "#core/catalogue/answer-card.ts";
import { answerText } from "#core/catalogue/answer-text.ts";
import { sendAnswerCard } from "#core/conversations/send-answer-card.ts";
import { showMoney } from "#core/money.ts";
import { type Card, changeCard, closeCard, putCard } from "./cards.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import type { Drawn } from "./header-card.ts";
import { bold, plain } from "./html.ts";
import type { DeskWords } from "./words.ts";

/** Looks goods up for whoever asks: what the words may mean, or the card at once where they mean one thing. */
export async function lookUp(
	desk: DeskTools,
	{ act, letters, replyTo }: { act: Act; letters: string; replyTo: number },
): Promise<void> {
	const { words, language } = act.colleague;
	const found = await findAnswerCards(desk.shop, { letters, language });
	const [only, ...others] = found;
	const place = { account: desk.account, conversationId: act.conversationId, replyTo };
	if (!only) {
		const drawn = { text: words.nothingFound(plain(letters)), keyboard: [] };
		return putCard(desk.shop, { ...place, kind: "saying", drawn });
	}
	if (others.length === 0) {
		const drawn = itemCard(only, words, language, desk.shop.now());
		return putCard(desk.shop, { ...place, kind: "item", drawn });
	}
	const keyboard = found.map(({ goods }) => [{ text: priced(goods, language), data: `goods.${goods.id}` }]);
	const drawn = { text: bold(letters), keyboard: [...keyboard, [{ text: words.cancel, data: "drop" }]] };
	return putCard(desk.shop, { ...place, kind: "items", drawn });
}

/** Of several goods this one: its card takes the list's place. */
export async function showItem(
	{ shop }: DeskTools,
	{ card, variantId, act }: { card: Card; variantId: string; act: Act },
): Promise<void> {
	const { words, language } = act.colleague;
	const found = await readAnswerCard(shop, { variantId, language });
	await changeCard(shop, card, { drawn: itemCard(found, words, language, shop.now()), about: {} });
}

/** The card's text goes to the customer, in their language, as a reply like any other. */
export async function sendItem(
	{ shop, staffTurn }: DeskTools,
	{ card, variantId, act }: { card: Card; variantId: string; act: Act },
): Promise<void> {
	const { conversationId, colleague, key } = act;
	await sendAnswerCard(staffTurn, { conversationId, staff: colleague.staff, variantId, key: `desk ${key}` });
	await closeCard(shop, card);
}

/** For staff alone: each number with its age, two substitutes, and below what the customer would read. */
function itemCard(card: AnswerCard, words: DeskWords, language: string, now: Date): Drawn {
	const { goods, pricedAt, shelves, substitutes } = card;
	const priceAge = Math.floor((now.getTime() - pricedAt.getTime()) / 3_600_000);
	const lines = [
		`${bold(goods.title)} · ${goods.sku ? plain(goods.sku) : ""}`.replace(/ · $/, ""),
		`${words.priceOf(plain(showMoney({ minor: goods.price, currency: goods.currency }, language)))} · ${words.age(priceAge)}`,
		...shelves.map(
			(shelf) =>
				`📦 ${plain(shelf.warehouse)}: ${shelf.free} · ${words.age(shelf.ageHours)}${isStale(shelf) ? ` ⚠️ ${words.askAgain}` : ""}${shelf.leadDays === null ? "" : ` · ${words.leadTime(shelf.leadDays)}`}`,
		),
		substitutes.length > 0 && `↔️ ${substitutes.map((one) => plain(priced(one, language))).join(", ")}`,
		`<blockquote>${plain(answerText(card, language))}</blockquote>`,
	];
	const instead = substitutes.map((one) => [{ text: `↔️ ${one.title}`, data: `goods.${one.id}` }]);
	return {
		text: lines.filter(Boolean).join("\n"),
		keyboard: [
			[{ text: words.sendItem, data: `send.${goods.id}` }],
			...instead,
			[{ text: words.cancel, data: "drop" }],
		],
	};
}

function priced({ title, price, currency }: AnswerCard["goods"], language: string): string {
	return `${title} — ${showMoney({ minor: price, currency }, language)}`;
}

import { anObject, aText } from "#core/json.ts";
import { showMoney } from "#core/money.ts";
import { ORDER_STATES } from "#core/orders/order-states.ts";
import { putCard } from "./cards.ts";
import { shortTime } from "./clock-words.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import { bold, linked, plain } from "./html.ts";
import type { DeskWords } from "./words.ts";

/** Shows the customer's last order in the topic: what, for how much, where and when. */
export async function showOrder(desk: DeskTools, { conversationId, colleague }: Act): Promise<void> {
	const { shop, account, zone, webAddress } = desk;
	const { words, language } = colleague;
	const order = await shop.db.order.findFirst({
		where: { customer: { conversation: { id: conversationId } } },
		orderBy: { createdAt: "desc" },
		include: { lines: { orderBy: { title: "asc" } } },
	});
	const money = (minor: number, currency: string) => plain(showMoney({ minor, currency }, language));
	const time = (at: Date) => shortTime(at, { language, zone, now: shop.now() });
	const text = order
		? [
				bold(words.order(order.number, stateOf(order.state, words), money(order.total, order.currency))),
				...order.lines.map(({ title, qty, sum }) => `• ${plain(title)} × ${qty} — ${money(sum, order.currency)}`),
				aText(anObject(order.address)?.text) && `📍 ${plain(aText(anObject(order.address)?.text) ?? "")}`,
				order.dueFrom && `🕑 ${time(order.dueFrom)}${order.dueTo ? `–${time(order.dueTo)}` : ""}`,
				order.note && `📝 ${plain(order.note)}`,
				webAddress && linked(words.openInWeb, `${webAddress}/orders`),
			]
				.filter(Boolean)
				.join("\n")
		: words.noOrder;
	await putCard(shop, {
		...{ account, conversationId, kind: "order", key: `order ${conversationId}` },
		drawn: { text, keyboard: [[{ text: words.cancel, data: "drop" }]] },
	});
}

function stateOf(state: string, words: DeskWords): string {
	const known = ORDER_STATES.find((one) => one === state);
	return known ? words.orderStates[known] : state;
}

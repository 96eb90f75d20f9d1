import type { FlowShelf } from "#admin/server/flows.ts";
import { incentives } from "#core/offers/incentives.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { aCart, aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aLine } from "./a-line.ts";
import type { TestAdmin } from "./an-admin.ts";

const ACCOUNT = "telegram:7000001";

/** A shop on an ordinary day: some customers with threads, orders on every column, a run with its trace, a few troubles. */
export async function aBusyShop({ shop, pass }: Pick<TestAdmin, "shop" | "pass">) {
	const cake = await aProduct(shop, {
		title: "Медовик с очень длинным названием на заказ",
		variant: "2 кг",
		stock: 50,
	});
	const milk = await aProduct(shop, { title: "Молоко", variant: "1 л", price: 9_000, stock: 90, category: "dairy" });
	const anna = await aCustomer(shop, {
		firstName: "Анна",
		lastName: "Петрова",
		phone: "+79001234567",
		city: "Тверь",
		birthday: new Date("1990-05-04"),
		consents: ["advertising", "processing"],
	});
	const boris = await aCustomer(shop, { firstName: "Борис", phone: "+79007654321" });
	await shop.db.customerTag.create({ data: { customerId: anna.id, tag: "постоянная", actor: "operator" } });
	await shop.db.account.create({ data: { id: ACCOUNT, channel: "telegram", health: "ok", healthAt: shop.now() } });
	const identity = {
		channel: "telegram",
		account: ACCOUNT,
		nativeId: "77",
		username: "anna_p",
		lastHeardAt: shop.now(),
	};
	await shop.db.identity.create({ data: { ...identity, customerId: anna.id } });

	const runId = "0190a0a0-0000-7000-8000-00000000abcd";
	const talk = { ...anna, channel: "telegram" };
	await aLine(shop, { ...talk, text: "Здравствуйте! Есть что-нибудь к чаю?" });
	await aLine(shop, {
		...talk,
		direction: "said",
		author: "bot",
		text: "Добрый день, *Анна*! Сегодня свежий медовик. Положить в корзину?",
		content: { buttons: [{ label: "Да, один" }, { label: "Да, два" }, { label: "Покажите ещё" }] },
		flow: "order",
		step: "offer",
		runId,
		stage: "cart",
	});
	pass(60_000);
	await aLine(shop, { ...talk, kind: "pressed", text: "Да, один" });
	await aLine(shop, {
		...talk,
		direction: "said",
		author: "bot",
		text: "Напоминаем о корзине",
		proactive: true,
		status: "unknown",
		statusReason: "timeout",
	});
	await aLine(shop, {
		...talk,
		direction: "said",
		author: "note:x",
		kind: "note",
		text: "Просила позвонить после шести",
	});
	await aLine(shop, { ...boris, text: "Позовите человека, пожалуйста: заказ привезли не тот, а в нём ещё и не то" });
	await shop.db.conversation.update({
		where: { id: boris.conversationId },
		data: { control: "asked", askNote: "Привезли не тот заказ", unansweredSince: shop.now(), stage: "care" },
	});
	await shop.db.conversation.update({ where: { id: anna.conversationId }, data: { stage: "cart" } });

	for (const state of ["placed", "confirmed", "packed", "ready", "delivered"] as const) {
		const lines = [
			{ goods: cake, qty: 1 },
			{ goods: milk, qty: 3 },
		];
		await anOrder(shop, { customerId: anna.id, lines, state, note: "Без орехов, пожалуйста" });
	}
	const lost = await anOrder(shop, { customerId: boris.id, lines: [{ goods: milk, qty: 2 }] });
	await moveOrder(shop, { orderId: lost.id, to: "cancelled", actor: "customer", reason: "changed_mind" }, incentives);
	await aCart(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 2 }] });
	await shop.record({
		name: "search.made",
		customerId: anna.id,
		actor: "customer",
		data: { words: "медовик", found: 3 },
	});

	const run = { flow: "order", logic: "a1b2c3d4", customerId: anna.id, conversationId: anna.conversationId };
	await shop.db.flowRun.create({
		data: {
			...run,
			id: runId,
			channel: "telegram",
			purpose: "service",
			status: "waiting_input",
			state: {},
			stage: "cart",
			startedAt: shop.now(),
		},
	});
	for (const [seq, [step, kind, decision]] of [
		["greet", "say", "Добрый день"],
		["offer", "ask", "ждёт ответа"],
		["offer", "answer", "Да, один"],
	].entries())
		await shop.db.flowStep.create({
			data: {
				...{
					runId,
					conversationId: anna.conversationId,
					seq,
					step: step ?? "",
					kind: kind ?? "",
					decision: decision ?? "",
				},
				...{ file: "flows/order.flow.yaml", flow: "order", line: 12 + seq * 7, full: "f", at: shop.now() },
				...(seq === 2 && { why: "кнопка", lookedAt: ["cart.count", "customer.first_name"], result: "1" }),
			},
		});
	const dead = {
		account: ACCOUNT,
		key: "9",
		channel: "telegram",
		chat: "77",
		lane: "x",
		state: "dead" as const,
		tries: 5,
	};
	await shop.db.inbox.create({
		data: { ...dead, raw: Buffer.from("{}"), heard: {}, error: "no such step: offer2", receivedAt: shop.now() },
	});
	return { anna, boris, cake, milk, runId };
}

/** The flows that the busy shop runs. */
export const SHELF: FlowShelf = {
	list: () => [
		{ flow: "order", title: "Заказ", purpose: "service", logic: "a1b2c3d4", full: "f", paused: false },
		{ flow: "birthday", title: "Поздравление", purpose: "marketing", logic: "b1b2c3d4", full: "f", paused: true },
	],
	stages: () => [
		{ id: "cart", title: "Положил в корзину" },
		{ id: "checkout", title: "Оформляет" },
		{ id: "paid", title: "Оплатил" },
		{ id: "delivered", title: "Получил" },
		{ id: "care", title: "Забота после покупки" },
	],
	problems: () => [
		{
			file: "flows/birthday.flow.yaml",
			line: 12,
			column: 5,
			severity: "warning",
			code: "no-stop",
			message: "Напоминание нельзя остановить: добавьте stop_when.",
		},
	],
};

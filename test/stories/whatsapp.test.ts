import { expect, test } from "vitest";
import { sayFromShop } from "#core/conversations/say-from-shop.ts";
import { rankOf } from "#core/delivery/ladder.ts";
import { approvedTemplates } from "#core/delivery/templates.ts";
import { DEMO_TEMPLATES } from "#test/standins/demo/templates.ts";
import { aPhone } from "#test/standins/whatsapp-cloud/phone.ts";
import { AN_ORDER, aShopOnWhatsApp } from "#test/support/story.ts";

type Shop = Awaited<ReturnType<typeof aShopOnWhatsApp>>;

test("a day after her last word Anna hears of her order by an approved message, and an operator's words stay here", async () => {
	const story = await aShopOnWhatsApp({ templates: DEMO_TEMPLATES });
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.settle();
	const [order] = await story.orders(anna);
	if (!order) throw new Error("there is no order");

	await story.operator.moves(order, "confirmed");
	await story.settle();
	expect((await anna.sees("подтверждён")).message).toMatchObject({ type: "text" });

	await story.later("25h");
	await story.operator.moves(order, "packed");
	await story.settle();
	expect((await anna.sees("Заказ № 1001 собран.")).message).toMatchObject({ template: "order_packed" });
	// The thread shows what Anna saw, and not the richer words that could not go.
	expect(await story.shop.db.message.findMany({ where: { shown: { not: null } } })).toMatchObject([
		{ shown: "Заказ № 1001 собран.", direction: "said" },
	]);
	await story.operator.replies(anna, "Мы всё ещё здесь");
	await story.settle();
	expect((await story.outbox(anna)).at(-1)).toMatchObject({ state: "cancelled", reason: "window" });

	// The window is Anna's to open; what was not sent then is not sent now.
	anna.write("спасибо");
	await story.settle();
	await story.operator.replies(anna, "На здоровье");
	await anna.sees("На здоровье");
	expect(anna.seen().every((sight) => sight.kind !== "message" || sight.message.text !== "Мы всё ещё здесь")).toBe(
		true,
	);
});

test("Meta's cap, a stop in WhatsApp itself and a paused template each keep an offer back, and none of them for good", async () => {
	const story = await aShopOnWhatsApp({ templates: DEMO_TEMPLATES });
	const anna = story.phone("Анна");
	await story.talk(anna, [["заказать", "Что вам показать?"]]);
	await story.agrees(anna);
	await pauseFlows(story);
	await story.settle();
	const { id: customerId } = await story.customer(anna);
	const chat = () => story.shop.db.chat.findFirstOrThrow({ where: { nativeId: anna.id } });
	const offer = async (intent: string) => {
		await anOffer(story, anna, intent);
		await story.settle();
		return (await story.outbox(anna)).at(-1);
	};
	const consent = async () =>
		(await story.shop.db.consent.findMany({ where: { customerId }, orderBy: { id: "asc" } })).map(
			({ state, actor }) => `${state} by ${actor}`,
		);
	await story.later("25h");

	story.standin.cap(anna.id, "after");
	expect(await offer("capped")).toMatchObject({ state: "failed", reason: expect.stringContaining("131049") });
	const { cappedUntil } = await chat();
	expect(cappedUntil?.getTime()).toBe(story.standin.clock.now() + 24 * 3_600_000);
	expect(await offer("held")).toMatchObject({ state: "pending" });
	expect(story.standin.calls("POST messages").filter(({ params }) => params.type === "template")).toHaveLength(1);
	anna.write("я тут");
	await story.settle();
	expect(await chat()).toMatchObject({ cappedUntil: null });

	anna.does({ do: "stop" });
	await story.settle();
	expect(await consent()).toEqual(["given by customer", "withdrawn by platform"]);
	expect(await offer("stopped")).toMatchObject({ state: "cancelled", reason: "opted_out" });
	await story.later("1m");
	anna.does({ do: "resume" });
	await story.settle();
	expect(await consent()).toEqual(["given by customer", "withdrawn by platform", "given by platform"]);

	await story.later("2 days");
	const [template] = DEMO_TEMPLATES.filter(({ name }) => name === "win_back");
	if (!template) throw new Error("there is no such template");
	story.standin.judge({ ...template, status: "PAUSED" });
	await story.settle();
	expect(await offer("paused")).toMatchObject({ state: "cancelled", reason: "no_template" });
	expect((await approvedTemplates(story.shop))?.some(({ name }) => name === "win_back")).toBe(false);
	story.standin.judge(template);
	await story.settle();
	expect(await offer("again")).toMatchObject({ state: "sent" });
	expect((await anna.sees("давно вас не видели")).message).toMatchObject({ template: "win_back" });
});

test("what Anna picks in the catalogue is her cart, at our prices and as far as there is any", async () => {
	const story = await aShopOnWhatsApp();
	const anna = story.phone("Анна");
	const skus = await story.shop.db.variant.findMany({ include: { product: true } });
	const skuOf = (title: string) => skus.find(({ product }) => product.title === title)?.sku ?? "";
	const items = [
		{ product: skuOf("Медовик"), qty: 2 },
		{ product: skuOf("Наполеон"), qty: 5 },
		{ product: "NO-SUCH-THING", qty: 1 },
	];
	anna.does({ do: "order", items, text: "это всё" });
	await story.settle();
	await anna.sees(/Медовик × 2 — 3\s000\s₽[\s\S]*Наполеон × 1/u);
	expect(await story.cart(anna)).toEqual([
		{ title: "Медовик", qty: 2 },
		{ title: "Наполеон", qty: 1 },
	]);
	await story.talk(anna, [["[Оформить]", "Как вам удобнее получить заказ?"]]);
});

test("who withholds the phone is served by the id that Meta gives, and known again once the phone shows", async () => {
	const story = await aShopOnWhatsApp();
	const { standin } = story;
	const eve = aPhone(standin, { name: "Ева", username: "eve", hidesPhone: true, patience: 20_000 });
	await story.talk(eve, [
		["заказать", "Что вам показать?"],
		["[Торты]", "Выберите товар"],
	]);
	await story.settle();
	const { id } = await story.customer(eve);
	expect(await story.shop.db.customer.findUniqueOrThrow({ where: { id } })).toMatchObject({
		firstName: "Ева",
		phone: null,
	});

	// Meta tells both ids of somebody who shows the phone, so that one leads to the other.
	const anna = story.phone("Анна");
	await story.talk(anna, [["заказать", "Что вам показать?"]]);
	await story.settle();
	const person = standin.service.world.byPhone(anna.id);
	if (!person) throw new Error("Anna is gone");
	person.hidesPhone = true;
	anna.write("[это снова я]");
	await story.settle();
	const known = await story.customer(anna);
	const chats = await story.shop.db.chat.findMany({
		where: { conversationId: known.conversationId },
		orderBy: { createdAt: "asc" },
	});
	expect(chats.map(({ nativeId }) => nativeId)).toEqual([anna.id, person.bsuid]);
	expect(await story.shop.db.customer.count()).toBe(2);
	const to = standin.calls("POST messages").map(({ params }) => params.to ?? params.recipient);
	expect(new Set(to)).toEqual(new Set([eve.id, anna.id, person.bsuid]));
});

test("P15: receipts that come in disorder, twice, in parts, late and beside an unclear call leave every count true", async () => {
	const story = await aShopOnWhatsApp();
	const { standin } = story;
	const phones = ["Анна", "Борис", "Вера", "Глеб", "Дина"].map((name, at) =>
		aPhone(standin, { name, reads: at % 2 === 0, online: at !== 3, patience: 20_000 }),
	);
	for (const phone of phones) phone.write("заказать");
	await story.settle();
	standin.misbehave({ held: true, shuffle: true, duplicates: 0.3, batch: 4 });
	// Two answers get lost after Meta has taken the message: the receipt alone can tell.
	standin.fault({ mishap: { kind: "reset" }, when: "after", method: "POST messages", times: 2 });
	for (const [at, phone] of phones.entries()) {
		const { id: customerId } = await story.customer(phone);
		for (let n = 0; n < 4; n++) {
			await sayFromShop(story.shop, { customerId, content: { text: `Весть ${n}` }, intent: `news ${at} ${n}` });
		}
	}
	await story.program.outlet.send([]);
	await story.settle();
	expect(await countRows(story)).toMatchObject({ pending: expect.any(Number) });
	const third = phones[3];
	third?.does({ do: "online" });

	standin.misbehave({ held: false });
	standin.service.webhook.release();
	await story.settle();
	// A chat whose call was unclear rests a while before it goes on.
	await story.later("1m");
	for (const phone of phones) {
		const texts = phone.seen().flatMap((sight) => (sight.kind === "message" ? [sight.message.text] : []));
		expect(texts.filter((text) => text.startsWith("Весть")).sort()).toEqual([
			"Весть 0",
			"Весть 1",
			"Весть 2",
			"Весть 3",
		]);
	}
	await agrees(story);

	// Seven days later the rest is read, and told again by a webhook that repeats itself.
	await story.later("7 days");
	for (const phone of phones) phone.does({ do: "read" });
	standin.misbehave({ duplicates: 1 });
	await story.settle();
	await agrees(story);
	expect(await countRows(story)).toEqual({ sent: await story.shop.db.outbox.count() });
});

/** What the thread says of each message is what truly became of it; what the diary says was sent was sent once. */
async function agrees({ shop, standin }: Shop): Promise<void> {
	const said = await shop.db.message.findMany({ where: { direction: "said" } });
	const truth = new Map(
		[...standin.journal.deliveries.values()].map(({ wamid, states }) => [
			wamid,
			[...states].sort((a, b) => rankOf(b.state) - rankOf(a.state))[0]?.state,
		]),
	);
	expect(said.map(({ externalId, status }) => ({ externalId, status }))).toEqual(
		said.map(({ externalId }) => ({ externalId, status: truth.get(externalId ?? "") })),
	);
	expect(truth.size).toBe(said.length);
	expect(said.every(({ billing }) => billing === "free")).toBe(true);
	expect(await shop.db.diary.count({ where: { name: "message.sent" } })).toBe(said.length);
}

/** So that no other letter counts under the customer's caps. */
async function pauseFlows({ shop, program }: Shop): Promise<void> {
	const flows = [...program.folder.current().book.newest.keys()];
	await shop.db.flowPause.createMany({
		data: flows.map((flow) => ({ flow, actor: "nobody", reason: "a test", at: shop.now() })),
		skipDuplicates: true,
	});
}

async function countRows({ shop }: Shop): Promise<Record<string, number>> {
	const rows = await shop.db.outbox.groupBy({ by: ["state"], _count: true });
	return Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
}

/** An offer about to leave, as a campaign's step leaves it: free words, and a template for when they are not allowed. */
async function anOffer({ shop }: Shop, phone: { id: string; name: string }, intent: string): Promise<void> {
	const customer = await shop.db.identity.findFirstOrThrow({
		where: { nativeId: phone.id },
		include: { customer: { include: { conversation: true } }, chats: true },
	});
	const { conversation, id: customerId } = customer.customer;
	const [chat] = customer.chats;
	if (!conversation || !chat) throw new Error(`${phone.name} has no chat.`);
	const now = shop.now();
	const message = await shop.db.message.create({
		data: {
			conversationId: conversation.id,
			chatId: chat.id,
			channel: "whatsapp",
			direction: "said",
			author: "bot",
			text: "Заглянете?",
			status: "pending",
			proactive: true,
			purpose: "marketing",
			at: now,
			createdAt: now,
		},
	});
	await shop.db.outbox.create({
		data: {
			messageId: message.id,
			account: chat.account,
			chatId: chat.id,
			customerId,
			conversationId: conversation.id,
			marketing: true,
			purpose: "marketing",
			priority: 3,
			due: now,
			intent,
			content: { text: "Заглянете?", template: { name: "win_back", params: ["Анна"] } },
			createdAt: now,
		},
	});
}

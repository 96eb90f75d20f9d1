import { expect, test } from "vitest";
import { nothing } from "#core/customers/imported-person.ts";
import { listTakenImports, lookAtUndo } from "#core/customers/look-at-undo.ts";
import { startUndo, undoImport } from "#core/customers/undo-import.ts";
import type { Shop } from "#core/shop.ts";
import { anOrder, aProduct } from "#test/support/goods.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";
import { aTakenFile } from "#test/support/taken-file.ts";

const actor = "operator:olga";

test("a file taken by mistake is taken back: whom it made is gone, what it filled in is empty, and what people did since stays", async () => {
	const open = await aShop({ today: "2026-03-10T12:00:00+03:00" });
	const { shop, pass } = open;
	const ada = await aRegular(open, "111");
	const eva = await aRegular(open, "222");
	const before = await everything(shop);
	const importId = await aTakenFile(shop, [
		{ ref: "1", first_name: "Анна", phone: "+79001234567", telegram: "555", tags: "vip" },
		{ ref: "1", city: "Тверь", tags: "торты" },
		{ ref: "2", first_name: "Борис", telegram: "666", ...CONSENT },
		{ ref: "3", first_name: "Вера" },
		{ ref: "4", first_name: "Глеб" },
		{ ref: "5", telegram: "111", first_name: "Ада", city: "Тверь", address: "Лесная, 5", tags: "vip", ...CONSENT },
		{ ref: "6", telegram: "222", first_name: "Ева", city: "Омск", tags: "vip" },
	]);
	pass(3_600_000);
	await says(shop, "666", "Здравствуйте");
	const vera = await called(shop, "Вера");
	await anOrder(shop, { customerId: vera.id, lines: [{ goods: await aProduct(shop), qty: 1 }] });
	const gleb = await called(shop, "Глеб");
	await shop.db.customer.update({ where: { id: gleb.id }, data: { note: "Звонил" } });
	await shop.db.customer.update({ where: { id: eva.customerId }, data: { city: "Томск" } });
	await shop.db.customerTag.delete({ where: { customerId_tag: { customerId: eva.customerId, tag: "vip" } } });

	const ahead = await lookAtUndo(shop, { importId });
	await startUndo(shop, { importId, actor });
	await undoImport(shop, { importId, actor });

	const whole = (why: string) => [{ what: "customer", why }];
	expect(ahead).toMatchObject({ state: "ready", people: 6, removed: 1, mended: 2, stay: 3 });
	expect(Object.fromEntries(ahead.examples.map(({ name, stays }) => [name, stays]))).toEqual({
		...{ Борис: whole("wrote"), Вера: whole("ordered"), Глеб: whole("edited") },
		Ева: [{ what: "city", why: "edited" }],
	});
	const behind = await lookAtUndo(shop, { importId });
	expect(behind).toEqual({ ...ahead, state: "done", examples: behind.examples });
	expect(behind.examples.map(({ stays }) => stays)).toEqual(ahead.examples.map(({ stays }) => stays));
	expect(await shop.db.customer.findMany({ where: { firstName: "Анна" } })).toEqual([]);
	expect(await shop.db.customer.findUniqueOrThrow({ where: { id: eva.customerId } })).toMatchObject({
		...{ firstName: null, city: "Томск", externalRef: null },
	});
	const now = await everything(shop);
	expect(now[ada.customerId]).toEqual(before[ada.customerId]);
	expect(Object.keys(now)).toHaveLength(5);
	expect(await shop.db.identity.count({ where: { nativeId: "555" } })).toBe(0);
	expect(
		await shop.db.audit.findMany({ orderBy: { id: "asc" }, select: { act: true, actor: true, after: true } }),
	).toEqual([
		{ act: "customers.undo-import", actor, after: null },
		{ act: "customers.undo-import", actor, after: { removed: 1, mended: 2, stays: 3 } },
	]);
	// What was written is forgotten with it.
	expect(JSON.stringify(await shop.db.importedPerson.findMany())).not.toContain("Анна");
});

test("a way back that broke off goes on, and once it is gone nothing more is taken", async () => {
	const open = await aShop();
	const { shop } = open;
	const lines = ["Анна", "Борис"];
	const importId = await aTakenFile(shop, lines);
	await manyMore(shop, importId, 103);
	let batches = 0;
	const dies: Shop = {
		...shop,
		atomically: (deed) => {
			if (++batches > 1) throw new Error("the process is killed");
			return shop.atomically(deed);
		},
	};
	await startUndo(shop, { importId, actor });
	await expect(undoImport(dies, { importId, actor })).rejects.toThrow("killed");
	expect(await lookAtUndo(shop, { importId })).toMatchObject({ state: "running", people: 105, looked: 100 });

	await undoImport(shop, { importId, actor });
	// The same file once more is an import of its own.
	const again = await aTakenFile(shop, lines);
	await startUndo(shop, { importId, actor });
	await undoImport(shop, { importId, actor });

	expect(await shop.db.customer.count()).toBe(2);
	expect((await listTakenImports(shop)).map(({ id, undo }) => [id, undo])).toEqual(
		expect.arrayContaining([
			[importId, "done"],
			[again, "ready"],
		]),
	);
	await expect(startUndo(shop, { importId: crypto.randomUUID(), actor })).rejects.toMatchObject({ code: "not-found" });
});

test("what the file added to people whom the shop knew stays where it has been used since", async () => {
	const open = await aShop({ today: "2026-03-10T12:00:00+03:00" });
	const { shop, pass } = open;
	const ada = await aRegular(open, "111");
	await shop.db.customer.update({ where: { id: ada.customerId }, data: { externalRef: "import:1" } });
	const importId = await aTakenFile(shop, [{ ref: "1", telegram: "777", ...CONSENT }]);
	pass(60_000);
	await says(shop, "777", "Это мой второй номер");
	const { id: customerId } = await shop.db.customer.findFirstOrThrow();
	await shop.db.consent.create({
		data: { customerId, purpose: "advertising", state: "withdrawn", text: "стоп", textVersion: "1", actor: "customer" },
	});

	await startUndo(shop, { importId, actor });
	await undoImport(shop, { importId, actor });

	expect(await lookAtUndo(shop, { importId })).toMatchObject({
		stay: 1,
		examples: [
			{
				stays: [
					{ what: "consent", why: "newer" },
					{ what: "chat", why: "used" },
				],
			},
		],
	});
	expect([await shop.db.consent.count(), await shop.db.identity.count({ where: { nativeId: "777" } })]).toEqual([2, 1]);
});

const CONSENT = { consent: "да", consent_at: "01.02.2026", consent_evidence: "Анкета" };

/** As if the file had named so many more, by their first names alone. */
async function manyMore(shop: Shop, importId: string, count: number): Promise<void> {
	const people = Array.from({ length: count }, () => ({
		id: crypto.randomUUID(),
		firstName: "Вера",
		source: "import",
	}));
	await shop.db.customer.createMany({ data: people });
	const wrote = { ...nothing(), fields: { firstName: "Вера" } };
	await shop.db.importedPerson.createMany({
		data: people.map(({ id }) => ({ importId, customerId: id, isNew: true, wrote, at: shop.now() })),
	});
}

/** Somebody whom the shop knows by their chat at the account of the file. */
async function aRegular(open: TestShop, nativeId: string) {
	const known = await aCorrespondent(open);
	const at = { account: "telegram:7000001", nativeId };
	await open.shop.db.identity.update({ where: { id: known.identityId }, data: at });
	await open.shop.db.customer.update({ where: { id: known.customerId }, data: { firstName: null } });
	await open.shop.db.consent.deleteMany({ where: { customerId: known.customerId } });
	return known;
}

function called(shop: Shop, firstName: string) {
	return shop.db.customer.findFirstOrThrow({ where: { firstName } });
}

async function says(shop: Shop, nativeId: string, text: string): Promise<void> {
	const { id: chatId, conversationId, channel } = await shop.db.chat.findFirstOrThrow({ where: { nativeId } });
	if (!conversationId) throw new Error("The chat leads nowhere.");
	await shop.db.message.create({
		data: { conversationId, chatId, channel, direction: "heard", author: "customer", text, at: shop.now() },
	});
}

/** All that an import may write, by customer. */
async function everything(shop: Shop): Promise<Record<string, unknown>> {
	const rows = await shop.db.customer.findMany({
		include: { tags: true, attributes: true, consents: true, identities: { include: { chats: true } } },
	});
	return Object.fromEntries(rows.map((row) => [row.id, row]));
}

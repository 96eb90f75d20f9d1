import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { guessCustomerMapping } from "#core/customers/customer-mapping.ts";
import {
	importCustomers,
	noteCustomersImport,
	previewCustomers,
	rejectedLines,
} from "#core/customers/import-customers.ts";
import type { CustomerRules } from "#core/customers/read-customer-line.ts";
import { rejectReport } from "#core/note-import.ts";
import { lookAtFile, readRecords } from "#core/read-csv.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

const OWN = [{ id: "allergy", title: "Аллергия", type: "text" as const }];

const FILE = `ID;Имя;Телефон;Telegram;Дата рождения;Адрес;Метки;Согласие;Дата согласия;Текст согласия;Аллергия
1;Анна;8 900 123-45-67;;20.03.1990;Лесная, 5;"vip, торты";да;01.02.2026;"Анкета в магазине: «присылайте новинки»";орехи
2;Борис;+7 900 123-45-68;555;;;;да;;;
3;Вера;;;;;;нет;;Просила не писать;
;Глеб;;;;;;;;;
5;"=HYPERLINK(""http://evil"")";не телефон;;;;;;;;
6;Дина;;;32.13.1990;;;;;;
7;Егор;;;11.03.2026;;;;;;
8;Жанна;;;;;;да;11.03.2126;Анкета;
`;

async function aFile(text: string) {
	const folder = await mkdtemp(join(tmpdir(), "prilavok-test-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const path = join(folder, "people.csv");
	await writeFile(path, text);
	const head = await lookAtFile(path);
	const rules: CustomerRules = {
		...guessCustomerMapping(head.header, OWN),
		...{ zone: "Europe/Moscow", country: "RU", now: new Date("2026-03-10T12:00:00+03:00") },
		...{ own: OWN, accounts: { telegram: "telegram:7000001" } },
	};
	return { head, rules, records: () => readRecords(path, head) };
}

test("people of a file are taken once, with their consents as far as they are proven; what cannot be read says why", async () => {
	const { shop } = await aShop({ today: "2026-03-10T12:00:00+03:00" });
	const { head, rules, records } = await aFile(FILE);
	const counts = { lines: 8, imported: 3, known: 0, consents: 1, unproven: 1 };

	expect(await previewCustomers(shop, records(), rules)).toMatchObject(counts);
	expect(await shop.db.customer.count()).toBe(0);
	const first = await importCustomers(shop, records(), { rules });
	const again = await importCustomers(shop, records(), { rules });

	expect(first).toMatchObject(counts);
	expect(again).toMatchObject({ ...counts, known: 3 });
	expect(rejectedLines(first, "en")).toMatchObject([
		{ line: 5, reason: "nothing to know the person by: no number, no chat, no phone: «Глеб»" },
		{ line: 6, reason: "this is no phone: «не телефон»" },
		{ line: 7, reason: "this is no birthday: «32.13.1990»" },
		{ line: 8, reason: "this is no birthday: «11.03.2026»" },
		{ line: 9, reason: "it is unclear when the consent was given: «11.03.2126»" },
	]);
	expect(rejectReport({ rejected: [{ line: 6, reason: "=1+1", raw: '=HYPERLINK("x")' }] })).toContain(
		`6,"'=1+1","'=HYPERLINK(""x"")"`,
	);
	const people = await shop.db.customer.findMany({
		orderBy: { externalRef: "asc" },
		include: { consents: true, tags: { orderBy: { tag: "asc" } }, attributes: true, identities: true },
	});
	expect(people).toMatchObject([
		{
			...{
				firstName: "Анна",
				phone: "+79001234567",
				birthday: new Date("1990-03-20"),
				addresses: [{ text: "Лесная, 5" }],
			},
			tags: [{ tag: "vip" }, { tag: "торты" }],
			attributes: [{ name: "allergy", value: "орехи", sort: "import" }],
			consents: [
				{
					...{ purpose: "advertising", state: "given", actor: "import", at: new Date("2026-02-01T00:00:00+03:00") },
					text: "Анкета в магазине: «присылайте новинки»",
				},
			],
		},
		// A yes without its words and day is no consent.
		{ firstName: "Борис", consents: [], identities: [{ account: "telegram:7000001", nativeId: "555" }] },
		{ firstName: "Вера", consents: [{ state: "withdrawn", text: "Просила не писать" }] },
	]);
	expect(await shop.db.chat.count({ where: { nativeId: "555" } })).toBe(1);
	// Nothing of it happened today: no flow is told.
	expect([await shop.db.diary.count(), await shop.db.errand.count()]).toEqual([0, 0]);

	const about = { file: "people.csv", sha256: head.sha256, startedAt: shop.now() };
	await noteCustomersImport(shop, { ...about, result: first });
	expect(await shop.db.import.findFirst()).toMatchObject({ kind: "customers", imported: 3, rejected: 5 });
	expect(await shop.db.importReject.count()).toBe(5);
});

test("whom the shop knows by their chat keeps what they have said; an equal phone only suggests", async () => {
	const open = await aShop({ today: "2026-03-10T12:00:00+03:00" });
	const { shop } = open;
	const ada = await aCorrespondent(open);
	const nativeId = "555000777";
	const { account } = await shop.db.identity.update({ where: { id: ada.identityId }, data: { nativeId } });
	await shop.db.customer.update({ where: { id: ada.customerId }, data: { firstName: "Ада", phone: "+79001234567" } });
	const { rules, records } = await aFile(
		`ID;Имя;Телефон;Telegram;Город\n7;Аделаида;;${nativeId};Тверь\n8;Ада П.;+79001234567;;\n9;Та же;;${nativeId};\n10;Она же;;${nativeId};\n`,
	);

	const ours = { ...rules, accounts: { telegram: account } };
	const preview = await previewCustomers(shop, records(), ours);
	const result = await importCustomers(shop, records(), { rules: ours });

	expect(preview).toEqual(result);
	expect(result).toMatchObject({ imported: 4, known: 3 });
	expect(await shop.db.customer.findUniqueOrThrow({ where: { id: ada.customerId } })).toMatchObject({
		...{ firstName: "Ада", city: "Тверь", externalRef: "import:7" },
	});
	expect(await shop.db.linkSuggestion.findMany()).toMatchObject([{ ground: "same_phone", state: "open" }]);
});

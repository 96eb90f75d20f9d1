import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { noteImport, rejectReport } from "#core/note-import.ts";
import { guessMapping, missingColumns, readMapping } from "#core/orders/import-mapping.ts";
import { type ImportResult, importOrders, previewImport } from "#core/orders/import-orders.ts";
import { lookAtFile, readRecords } from "#core/read-csv.ts";
import type { Shop } from "#core/shop.ts";
import { aShop } from "#test/support/shop.ts";

test("a shop's history: every line is imported or rejected with its reason, and the sums agree to the last penny", async () => {
	const { shop } = await aShop();

	const result = await importing(shop, HISTORY);

	expect(result).toMatchObject({ lines: 13, imported: 7, known: 0, orders: 4, customers: 2 });
	expect(result.rejected.map(({ line, reason }) => [line, reason])).toEqual([
		[8, "quantity below zero outside a cancellation: stock written off, not a sale"],
		[9, "price below zero: a booking, not a sale"],
		[10, 'date cannot be read: "yesterday"'],
		[11, "price has parts of the smallest coin"],
		[12, 'quantity is no number: "many"'],
		[13, "no invoice number"],
	]);
	const { file, imported, rejected, stored } = result.sums;
	expect(imported).toBe(2 * 415 + 2 * 415 + 12 * 125 + 1000 - 415 + 300);
	expect(file).toBe(imported + rejected);
	expect(stored).toBe(imported);
	expect(await shop.db.order.findMany({ orderBy: { createdAt: "asc" }, include: { lines: true } })).toMatchObject([
		// Written without a zone in London in summer: an hour before UTC. The identical line counts twice.
		{
			state: "delivered",
			total: 3160,
			currency: "GBP",
			createdAt: new Date("2011-07-06T15:20:00Z"),
			lines: [{}, {}, {}],
		},
		{ state: "delivered", total: 1000 },
		{ state: "returned", total: -415, lines: [{ qty: -1, title: "CHILDRENS, CUTLERY", sku: "23256" }] },
		{ state: "delivered", total: 300 },
	]);
	expect(await shop.db.customer.findMany({ orderBy: { externalRef: "asc" }, select: { externalRef: true } })).toEqual([
		{ externalRef: "import:12923" },
		{ externalRef: "import:13000" },
		{ externalRef: "import:walk-in" },
	]);
});

test("the same history twice, or with more behind it, is no order, no line and no figure more", async () => {
	const { shop, diary } = await aShop();
	const first = await importing(shop, HISTORY);
	const before = await stateOf(shop);
	const said = (await diary()).length;

	const again = await importing(shop, HISTORY);

	expect(again).toEqual({ ...first, known: first.imported });
	expect(await stateOf(shop)).toEqual(before);
	expect(await diary()).toHaveLength(said);

	const longer = await importing(shop, `${HISTORY}900,1,LATER,1,2011-12-01 10:00:00,1.00,12923,United Kingdom\r\n`);
	expect(longer).toMatchObject({ imported: first.imported + 1, known: first.imported, orders: 5 });
});

test("the imported customers' figures follow from their orders; goods taken back do not count as an order", async () => {
	const { shop } = await aShop();
	await importing(shop, HISTORY);

	const customer = await shop.db.customer.findUnique({
		where: { externalRef: "import:12923" },
		include: { figures: true, attributes: true },
	});

	expect(customer?.figures).toMatchObject({ ordersCount: 2, paidCount: 2, ordersTotal: 4160n, cycleDays: 10 });
	expect(customer?.attributes).toMatchObject([{ name: "country", value: "United Kingdom", sort: "import" }]);
	expect(await shop.db.customerFigures.count()).toBe(2);
});

test("a preview reads the whole file and writes nothing", async () => {
	const { shop } = await aShop();
	const { path, head, rules } = await aFile(HISTORY);

	const result = await previewImport(readRecords(path, head), rules);

	expect(result).toMatchObject({ lines: 13, imported: 7, orders: 4 });
	expect(await shop.db.order.count()).toBe(0);
});

test("a Russian file with semicolons, commas for points and days with dots is understood by its header", async () => {
	const { shop } = await aShop();
	const file =
		"\uFEFFНомер заказа;Дата;Товар;Количество;Цена;Клиент\n7;05.03.2026 10:30;Мёд;2;1 250,50;Анна\n8;31.02.2026;Мёд;1;1;Анна\n";

	const result = await importing(shop, file, { zone: "Europe/Moscow", currency: "RUB" });

	expect(result).toMatchObject({ imported: 1, rejected: [{ line: 3, reason: 'date cannot be read: "31.02.2026"' }] });
	expect(await shop.db.order.findMany()).toMatchObject([
		{ total: 250_100, createdAt: new Date("2026-03-05T07:30:00Z") },
	]);
});

test("a mapping file says what the header does not, and a wrong one says what is wrong with it", () => {
	const mapping = readMapping("columns: {invoice: A, at: B, quantity: C, price: D}\nslashes: month-first\n");
	expect(missingColumns(mapping, ["A", "B", "C", "D"])).toEqual([]);
	expect(missingColumns(mapping, ["A", "B", "C"])).toEqual(["D"]);
	expect(missingColumns(guessMapping(["Foo", "Date"]), ["Foo", "Date"])).toEqual(["invoice", "quantity", "price"]);
	expect(() => readMapping("columns: {invoice: A}\nzone: Mars/Base\n")).toThrow("is no time zone");
});

test("the report of rejected lines is kept with the import, and a spreadsheet takes nothing in it for a formula", async () => {
	const { shop } = await aShop();
	const result = await importing(shop, 'InvoiceNo,Quantity,InvoiceDate,UnitPrice\n"=1+1",x,2026-01-01,1\n');

	const importId = await noteImport(shop, {
		kind: "orders",
		file: "f.csv",
		sha256: "s",
		startedAt: shop.now(),
		result,
	});

	expect(await shop.db.importReject.findMany({ where: { importId } })).toMatchObject([
		{ line: 2, reason: 'quantity is no number: "x"' },
	]);
	expect(rejectReport({ ...result, rejected: [{ line: 2, reason: "no", raw: "=1+1,x" }] })).toBe(
		'line,reason,raw\r\n2,"no","\'=1+1,x"\r\n',
	);
});

async function importing(
	shop: Shop,
	text: string,
	{ zone = "Europe/London", currency = "GBP" } = {},
): Promise<ImportResult> {
	const { path, head, rules } = await aFile(text, zone);
	return importOrders(shop, readRecords(path, head), { rules, currency });
}

async function aFile(text: string, zone = "Europe/London") {
	const folder = await mkdtemp(join(tmpdir(), "prilavok-import-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const path = join(folder, "history.csv");
	await writeFile(path, text);
	const head = await lookAtFile(path);
	return { path, head, rules: { ...guessMapping(head.header), zone, minorDigits: 2 } };
}

async function stateOf(shop: Shop) {
	const [orders, lines, figures, changes] = await Promise.all([
		shop.db.order.findMany({ orderBy: { number: "asc" } }),
		shop.db.orderLine.findMany({ orderBy: { id: "asc" } }),
		shop.db.customerFigures.findMany({ orderBy: { customerId: "asc" } }),
		shop.db.orderChange.count(),
	]);
	return { orders, lines, figures, changes };
}

/** Of the kind that shops export: identical lines, a cancellation, nobody's purchase, write-offs, bookings, nonsense. */
const HISTORY = [
	"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
	'569901,23256,"CHILDRENS, CUTLERY",2,2011-07-06 16:20:00,4.15,12923.0,United Kingdom',
	'569901,23256,"CHILDRENS, CUTLERY",2,2011-07-06 16:20:00,4.15,12923.0,United Kingdom',
	"569901,21407,DOORSTOP ,12,2011-07-06 16:20:00,1.25,12923.0,United Kingdom",
	"570000,POST,POSTAGE,1,2011-07-16 16:20:00,10,12923.0,United Kingdom",
	'C570001,23256,"CHILDRENS, CUTLERY",-1,2011-07-17 09:00:00,4.15,12923.0,United Kingdom',
	"570002,84306,,3,2011-07-18 09:00:00,1.0,,United Kingdom",
	"547596,84306,,-5,2011-03-24 11:20:00,0.0,,United Kingdom",
	"A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,-11062.06,,United Kingdom",
	"570003,1,X,1,yesterday,1.00,13000,France",
	"570003,1,X,2,2011-08-12 14:50:00,0.125,13000,France",
	"570003,1,X,many,2011-08-12 14:50:00,1,13000,France",
	",1,X,1,2011-08-12 14:50:00,7.77,13000,France",
	"570002,1,FREE GIFT,1,2011-07-18 09:00:00,0,13000,France",
	"",
].join("\r\n");

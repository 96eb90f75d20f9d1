import { parse } from "csv-parse/sync";
import type { Actor } from "#core/events.ts";
import { minorPerMajor } from "#core/money.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { correctStock } from "./correct-stock.ts";
import { setPrice } from "./set-price.ts";

/** How a column of counts is headed: `stock:shop`. */
export const STOCK_COLUMN = "stock:";

/** More lines than that are no list that somebody has looked through. */
const MOST_LINES = 10_000;

/** One number of the sheet that differs from ours; without a warehouse it is the price, in minor units. */
export type ListedChange = {
	readonly line: number;
	readonly sku: string;
	readonly variantId: string;
	readonly title: string;
	readonly warehouse: string | null;
	readonly was: number;
	readonly now: number;
};
export type RefusedLine = { readonly line: number; readonly sku: string; readonly message: string };
export type PriceListPlan = { readonly changes: readonly ListedChange[]; readonly refused: readonly RefusedLine[] };

/** What a sheet (`sku`, `price`, `stock:<warehouse>`) would change. Empty cells mean: leave it as it is. */
export async function planPriceList(shop: Shop, sheet: string): Promise<PriceListPlan> {
	const rows = readSheet(sheet);
	const known = await knownGoods(
		shop,
		rows.map(({ cells }) => skuOf(cells)),
	);
	const changes: ListedChange[] = [];
	const refused: RefusedLine[] = [];
	const seen = new Set<string>();
	for (const { line, cells } of rows) {
		const sku = skuOf(cells);
		try {
			const goods = goodsNamed(sku, known, seen);
			for (const change of numbersOf(cells, goods)) changes.push({ line, sku, ...change });
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			refused.push({ line, sku, message: error.message });
		}
	}
	return { changes, refused };
}

/** Makes the planned changes, each by itself; says which were refused after all. */
export async function applyPriceList(
	shop: Shop,
	{ changes, refused }: PriceListPlan,
	actor: Actor,
): Promise<PriceListPlan> {
	const made: ListedChange[] = [];
	const not: RefusedLine[] = [...refused];
	for (const change of changes) {
		const { variantId, warehouse, now, line, sku } = change;
		try {
			if (warehouse === null) await setPrice(shop, { variantId, price: now, actor });
			else
				await correctStock(shop, {
					...{ variantId, actor, reason: "price list" },
					deed: { deed: "count", warehouse, pieces: now },
				});
			made.push(change);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			not.push({ line, sku, message: error.message });
		}
	}
	return { changes: made, refused: not };
}

type Cells = Readonly<Record<string, string>>;

function readSheet(sheet: string): { line: number; cells: Cells }[] {
	const [first = ""] = sheet.split(/\r?\n/, 1);
	const delimiter = [",", ";", "\t"].find((sign) => first.split(sign).length > 1) ?? ",";
	let rows: { record: Cells; info: { lines: number } }[];
	try {
		rows = parse(sheet, {
			...{ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true },
			columns: (header: string[]) => header.map((column) => column.trim().toLowerCase()),
		});
	} catch (error) {
		throw new Refusal("invalid", `Это не CSV: ${error instanceof Error ? error.message : ""}`);
	}
	if (rows.length > MOST_LINES) throw new Refusal("limit", `Больше ${MOST_LINES} строк: разделите файл.`);
	if (rows[0] && !("sku" in rows[0].record)) throw new Refusal("invalid", "В файле нет столбца sku.");
	return rows.map(({ record, info }) => ({ line: info.lines, cells: record }));
}

/** What our own export wrote before a sign that begins a formula is taken off again. */
function skuOf(cells: Cells): string {
	return (cells.sku ?? "").replace(/^'(?=[=+\-@])/, "");
}

type Known = {
	readonly id: string;
	readonly title: string;
	readonly price: number;
	readonly currency: string;
	readonly stock: ReadonlyMap<string, number>;
	readonly warehouses: ReadonlySet<string>;
};

async function knownGoods(shop: Shop, skus: readonly string[]): Promise<ReadonlyMap<string, Known>> {
	const [variants, open] = await Promise.all([
		shop.db.variant.findMany({ where: { sku: { in: [...skus] } }, include: { product: true, stock: true } }),
		shop.db.warehouse.findMany({ where: { active: true } }),
	]);
	const warehouses = new Set(open.map(({ id }) => id));
	return new Map(
		variants.map(({ sku, id, title, price, currency, product, stock }) => [
			sku,
			{
				...{ id, price, currency, warehouses, title: [product.title, title].filter(Boolean).join(", ") },
				stock: new Map(stock.map(({ warehouseId, onHand }) => [warehouseId, onHand])),
			},
		]),
	);
}

/** What a line is about; a sheet may name it once. */
function goodsNamed(sku: string, known: ReadonlyMap<string, Known>, seen: Set<string>): Known {
	if (!sku) throw new Refusal("invalid", "Нет артикула.");
	const goods = known.get(sku);
	if (!goods) throw new Refusal("invalid", "Такого артикула нет.");
	if (seen.has(sku)) throw new Refusal("invalid", "Артикул уже был выше.");
	seen.add(sku);
	return goods;
}

type Numbers = Pick<ListedChange, "warehouse" | "was" | "now">;

/** The numbers of a line that differ from ours. */
function numbersOf(cells: Cells, goods: Known): Omit<ListedChange, "line" | "sku">[] {
	return Object.entries(cells).flatMap(([column, written]) => {
		const numbers = written === "" ? undefined : numbersIn(column, written, goods);
		if (!numbers || numbers.was === numbers.now) return [];
		return [{ variantId: goods.id, title: goods.title, ...numbers }];
	});
}

/** Undefined: the column holds nothing that we take. */
function numbersIn(column: string, written: string, goods: Known): Numbers | undefined {
	if (column === "price") return { warehouse: null, was: goods.price, now: priceIn(written, goods.currency) };
	if (!column.startsWith(STOCK_COLUMN)) return undefined;
	const warehouse = column.slice(STOCK_COLUMN.length);
	if (!goods.warehouses.has(warehouse)) throw new Refusal("invalid", `Склада «${warehouse}» нет.`);
	if (!/^\d{1,6}$/.test(written)) throw new Refusal("invalid", `«${written}» — не число штук.`);
	return { warehouse, was: goods.stock.get(warehouse) ?? 0, now: Number(written) };
}

function priceIn(written: string, currency: string): number {
	const match = /^(\d{1,8})(?:[.,](\d{1,3}))?$/.exec(written.replace(/[\s\u00a0]/g, ""));
	const scale = minorPerMajor(currency);
	const digits = Math.round(Math.log10(scale));
	const part = match?.[2] ?? "";
	if (!match || part.length > digits) throw new Refusal("invalid", `«${written}» — не цена.`);
	return Number(match[1]) * scale + Number(part.padEnd(digits, "0") || 0);
}

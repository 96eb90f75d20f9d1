import { z } from "zod";
import { instant, money, page, typedText } from "./shared.ts";

/** What a shelf looks like that somebody has to see to. */
export const SHELVES = ["out", "low", "no-price", "hidden"] as const;

/** GET /api/catalogue: variants, in the order of the shop. */
export const catalogueQuery = z.strictObject({
	search: typedText(100).optional(),
	category: typedText(60).optional(),
	shelf: z.enum(SHELVES).optional(),
	/** How many have been seen. */
	after: z
		.string()
		.regex(/^\d{1,6}$/)
		.optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
});

const stockAt = z.object({
	warehouse: z.string(),
	title: z.string(),
	onHand: z.number().int(),
	/** Of them, set aside for orders. */
	reserved: z.number().int(),
	/** When somebody counted; null: nobody ever has. */
	countedAt: instant.nullable(),
});

export const catalogueRow = z.object({
	id: z.string(),
	sku: z.string(),
	title: z.string(),
	category: z.string(),
	photo: z.string().nullable(),
	unit: z.string(),
	price: money,
	oldPrice: money.nullable(),
	pricedAt: instant,
	/** Whether customers see it. */
	shown: z.boolean(),
	free: z.number().int(),
	stock: z.array(stockAt),
});
export type CatalogueRow = z.infer<typeof catalogueRow>;
export const cataloguePage = page(catalogueRow);

/** GET /api/categories. */
export const categoryList = z.object({ items: z.array(z.object({ id: z.string(), title: z.string() })) });

/** GET /api/catalogue/:id/price-effect: what a new price would set in motion. */
export const priceQuery = z.strictObject({ price: z.coerce.number().int().min(0).max(2_000_000_000) });
export const priceEffect = z.object({
	change: z.enum(["drop", "rise", "none"]),
	/** Whom news of it may concern: flows decide whom to write to. */
	interested: z.number().int(),
});
/** PUT /api/catalogue/:id/price, in minor units. */
export const priceBody = z.strictObject({ price: priceQuery.shape.price });
/** PUT /api/catalogue/:id/shown. */
export const shownBody = z.strictObject({ shown: z.boolean() });

const pieces = z.number().int().min(0).max(1_000_000);
const warehouse = z.string().min(1).max(60);
const reason = typedText(200).trim().min(1);
/** POST /api/catalogue/:id/stock: counted, come in, or carried from one warehouse to another; always with the reason. */
export const stockBody = z.discriminatedUnion("deed", [
	z.strictObject({ deed: z.literal("count"), warehouse, pieces, reason }),
	z.strictObject({ deed: z.literal("receive"), warehouse, pieces, reason }),
	z.strictObject({ deed: z.literal("carry"), warehouse, to: warehouse, pieces, reason }),
]);
export type StockBody = z.infer<typeof stockBody>;

/** POST /api/price-list: a sheet of prices and counts; `preview` changes nothing. */
export const priceListBody = z.strictObject({ sheet: z.string().max(900_000), as: z.enum(["preview", "apply"]) });
const listed = { line: z.number().int(), sku: z.string() };
export const priceListResult = z.object({
	changes: z.array(
		z.object({
			...listed,
			title: z.string(),
			/** A warehouse; null: the price. */
			warehouse: z.string().nullable(),
			was: z.number().int(),
			now: z.number().int(),
		}),
	),
	refused: z.array(z.object({ ...listed, message: z.string() })),
	/** Customers whom dropped prices may concern, each once. */
	interested: z.number().int(),
	currency: z.string(),
});

import { z } from "zod";
import type { Shop } from "#core/shop.ts";
import { parseTimeOfDay } from "#core/zoned-time.ts";

const minor = z.int().min(0);
const place = z.object({ lat: z.number(), lon: z.number() });

const windowOfDay = z.string().refine((written) => {
	const [from, to] = written.split("-").map(parseTimeOfDay);
	return from !== undefined && to !== undefined;
}, "write 10:00-12:00");

/** When orders are carried out or handed over: how far ahead slots are open, how soon before one an order may come. */
const slotRules = z.object({
	windows: z.array(windowOfDay),
	days: z
		.array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
		.default(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
	/** Orders that one slot takes. */
	capacity: z.int().min(1),
	/** Days beyond today. */
	ahead: z.int().min(0).max(30).default(3),
	/** An order comes at least so many minutes before its slot begins. */
	lead: z.int().min(0).default(60),
});

/** A part of the map with one price of delivery. */
const deliveryZone = z.object({
	id: z.string(),
	title: z.string(),
	price: minor,
	/** From this sum of goods on delivery is free. */
	freeFrom: minor.nullable().default(null),
	/** Names that an address in this zone mentions: villages, districts. */
	places: z.array(z.string().min(2)).default([]),
	/** A location sent from the phone belongs here within so many kilometres of the shop. */
	withinKm: z.number().positive().nullable().default(null),
	/** The shop's own town: an address that names no other place is there. */
	home: z.boolean().default(false),
});

const facts = z.object({
	name: z.string().default("Наш магазин"),
	address: z.string().default(""),
	phone: z.string().nullable().default(null),
	email: z.string().nullable().default(null),
	site: z.string().nullable().default(null),
	reviewUrl: z.string().nullable().default(null),
	privacyUrl: z.string().nullable().default(null),
	/** When the counter is open, in words. */
	hours: z.string().nullable().default(null),
	location: place.nullable().default(null),
	delivery: z
		.object({
			zones: z.array(deliveryZone),
			/** Places where nobody drives, though they may sound near. */
			elsewhere: z.array(z.string().min(2)).default([]),
		})
		.prefault({
			zones: [{ id: "town", title: "По городу", price: 25_000, freeFrom: 300_000, withinKm: 15, home: true }],
		}),
	slots: z.object({ courier: slotRules, pickup: slotRules }).prefault({
		courier: { windows: ["10:00-12:00", "12:00-14:00", "16:00-18:00", "18:00-20:00"], capacity: 6, lead: 120 },
		pickup: { windows: ["10:00-14:00", "14:00-17:00", "17:00-20:00"], capacity: 20, lead: 60 },
	}),
});

/** What the shop says of itself and by which rules it delivers. Sums in minor units of the shop's currency. */
export type ShopFacts = z.output<typeof facts>;
export type DeliveryZone = ShopFacts["delivery"]["zones"][number];
export type SlotRules = ShopFacts["slots"]["courier"];

/** The setting that holds them. */
export const SHOP_FACTS = "shop";

/** The facts as stored, with the defaults for what nobody has said yet. */
export async function readShopFacts(shop: Shop): Promise<ShopFacts> {
	const row = await shop.db.setting.findUnique({ where: { key: SHOP_FACTS } });
	return parseShopFacts(row?.value ?? {});
}

/** The facts from the stored value. What cannot be read is a fault of ours and says which field. */
export function parseShopFacts(stored: unknown): ShopFacts {
	return facts.parse(stored);
}

/** Keeps what the owner typed. */
export async function saveShopFacts(shop: Shop, typed: z.input<typeof facts>): Promise<ShopFacts> {
	const value = facts.parse(typed);
	await shop.db.setting.upsert({
		where: { key: SHOP_FACTS },
		create: { key: SHOP_FACTS, value, at: shop.now() },
		update: { value, at: shop.now() },
	});
	return value;
}

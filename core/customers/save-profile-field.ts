import { z } from "zod";
import type { Actor } from "#core/events.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { type Address, address, type ProfileField, profileFields } from "./profile-fields.ts";
import { suggestSameName } from "./suggest-same-name.ts";

/** Addresses kept of one customer. */
const MOST_ADDRESSES = 10;

type SavedField = {
	readonly customerId: string;
	readonly field: ProfileField;
	/** Null: the customer wants it forgotten. */
	readonly value: unknown;
	/** An address that was wrong, which this one puts right; without it an address is one more. */
	readonly instead?: Address;
	readonly actor: Actor;
	/** ISO 3166, for phones without a country code. */
	readonly country: string;
};

/**
 * Writes what a customer told of themselves. An address also goes to the list of those used, newest first; one that corrects another
 * takes its place, and the diary alone remembers the wrong one.
 */
export async function saveProfileField(shop: Shop, saved: SavedField): Promise<void> {
	const { customerId, field, actor, instead } = saved;
	const customer = await shop.db.customer.findUnique({ where: { id: customerId }, select: { addresses: true } });
	if (!customer) throw new Refusal("not-found", "There is no such customer.");
	const wrong = instead && !(await wasOrderedTo(shop, customerId, instead)) ? instead : undefined;
	await shop.db.customer.update({
		where: { id: customerId },
		data: columns(saved, without(wrong, customer.addresses)),
	});
	const data = { field, ...(wrong && { was: wrong.text }) };
	await shop.record({ name: "profile.changed", customerId, actor, data });
	if (field === "last_name" || field === "first_name") await suggestSameName(shop, { customerId });
}

function columns({ field, value, country }: SavedField, addresses: unknown) {
	const fields = profileFields(country);
	const take = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> | null => read(schema, field, value);
	switch (field) {
		case "first_name":
			return { firstName: take(fields.first_name) };
		case "last_name":
			return { lastName: take(fields.last_name) };
		case "phone":
			return { phone: take(fields.phone) };
		case "email":
			return { email: take(fields.email) };
		case "birthday":
			return { birthday: take(fields.birthday) };
		case "language":
			return { language: take(fields.language) ?? "ru" };
		case "zone":
			return { zone: take(fields.zone) };
		case "city":
			return { city: take(fields.city) };
		case "likes":
			return { likes: take(fields.likes) ?? [] };
		case "said_channel":
			return { saidChannel: take(fields.said_channel) };
		case "note":
			return { note: take(fields.note) };
		case "last_address": {
			const latest = take(fields.last_address);
			return latest ? { lastAddress: latest, addresses: withNewest(latest, addresses) } : {};
		}
	}
}

function read<Schema extends z.ZodType>(schema: Schema, field: string, value: unknown): z.output<Schema> | null {
	if (value === null || value === undefined || value === "") return null;
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new Refusal("invalid", `${field}: ${parsed.error.issues[0]?.message ?? "cannot be used"}`);
}

function withNewest(latest: Address, stored: unknown): Address[] {
	return [latest, ...without(latest, stored)].slice(0, MOST_ADDRESSES);
}

function without(one: Address | undefined, stored: unknown): Address[] {
	const known = z.array(address).catch([]).parse(stored);
	return one ? known.filter((other) => spelled(other) !== spelled(one)) : known;
}

function spelled({ text }: Address): string {
	return text.toLowerCase().replace(/\s+/g, " ");
}

/** Something was brought there once: it is a right address, only not for this order. */
async function wasOrderedTo(shop: Shop, customerId: string, { text }: Address): Promise<boolean> {
	const order = await shop.db.order.findFirst({
		where: { customerId, address: { path: ["text"], equals: text } },
		select: { id: true },
	});
	return order !== null;
}

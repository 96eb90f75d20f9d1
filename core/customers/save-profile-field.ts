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
	readonly actor: Actor;
	/** ISO 3166, for phones without a country code. */
	readonly country: string;
};

/** Writes what a customer told of themselves. An address also goes to the list of those used, newest first. */
export async function saveProfileField(shop: Shop, saved: SavedField): Promise<void> {
	const { customerId, field, actor } = saved;
	const customer = await shop.db.customer.findUnique({ where: { id: customerId }, select: { addresses: true } });
	if (!customer) throw new Refusal("not-found", "There is no such customer.");
	await shop.db.customer.update({ where: { id: customerId }, data: columns(saved, customer.addresses) });
	await shop.record({ name: "profile.changed", customerId, actor, data: { field } });
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
	const known = z.array(address).catch([]).parse(stored);
	const spelled = (one: Address) => one.text.toLowerCase().replace(/\s+/g, " ");
	const others = known.filter((one) => spelled(one) !== spelled(latest));
	return [latest, ...others].slice(0, MOST_ADDRESSES);
}

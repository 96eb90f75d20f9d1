import { giveConsent, withdrawConsent } from "#core/customers/note-consent.ts";
import { profileFields } from "#core/customers/profile-fields.ts";
import { saveProfileField } from "#core/customers/save-profile-field.ts";
import { setAttribute } from "#core/customers/set-attribute.ts";
import type { Shop } from "#core/shop.ts";
import { CUSTOM_FIELD } from "./custom-fields.ts";
import type { SavedField, Who } from "./hands.ts";
import { givenAddress } from "./shop-records.ts";

/** Writes what a question has learned: a consent to the ledger with the words shown, all else to the profile. */
export async function saveCustomerField(shop: Shop, who: Who, saved: SavedField, country: string): Promise<void> {
	if (saved.field.startsWith(CUSTOM_FIELD)) return saveCustomField(shop, who, saved);
	const name = saved.field.replace(/^customer\./, "");
	switch (name) {
		case "consent.advertising":
			return saveConsent(shop, who, saved, "advertising");
		case "consent.processing":
			return saveConsent(shop, who, saved, "processing");
		case "last_address": {
			const value = saved.value === null ? null : givenAddress.parse(saved.value);
			const instead = givenAddress.safeParse(saved.instead).data;
			const about = { customerId: who.customerId, field: name, value, actor: "customer", country } as const;
			return saveProfileField(shop, { ...about, ...(instead && { instead }) });
		}
		default: {
			if (!isProfileField(name, country)) throw new Error(`no field ${saved.field} is registered`);
			const { value } = saved;
			return saveProfileField(shop, { customerId: who.customerId, field: name, value, actor: "customer", country });
		}
	}
}

/** What it may hold was checked with the flow, and the answer was read as that. An answer that was skipped says nothing. */
async function saveCustomField(shop: Shop, { customerId }: Who, { field, value }: SavedField): Promise<void> {
	if (value === null) return;
	const name = field.slice(CUSTOM_FIELD.length);
	await setAttribute(shop, { customerId, name, value, sort: "said" });
	await shop.record({ name: "profile.changed", customerId, actor: "customer", data: { field: name } });
}

type ProfileField = keyof ReturnType<typeof profileFields>;

function isProfileField(name: string, country: string): name is ProfileField {
	return Object.hasOwn(profileFields(country), name);
}

/** An answer that was skipped says nothing, so nothing is written. */
async function saveConsent(
	shop: Shop,
	{ customerId }: Who,
	{ value, words, answer, messageId }: SavedField,
	purpose: "advertising" | "processing",
): Promise<void> {
	if (typeof value !== "boolean") return;
	const word = {
		customerId,
		purpose,
		text: words,
		actor: "customer",
		...(answer !== undefined && { answer }),
		...(messageId !== undefined && { messageId }),
	} as const;
	await (value ? giveConsent : withdrawConsent)(shop, word);
}

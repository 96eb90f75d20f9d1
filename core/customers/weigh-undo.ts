import { asText, type Written } from "./imported-person.ts";

/** Why something of an import stays; in the order in which they are told. */
export const WHY_STAYS = ["gone", "linked", "wrote", "ordered", "reached", "dealt", "edited", "newer", "used"] as const;
export type WhyStays = (typeof WHY_STAYS)[number];

/** What stays, and why; `what`: a column, `tag:…`, `field:…`, consent, chat, or the customer whole. */
export type Stays = { readonly what: string; readonly why: WhyStays };

/** What is to be done with a customer of an import. */
export type Undoing =
	| { readonly ends: "removed" }
	| { readonly ends: "mended"; readonly takes: Taken; readonly stays: readonly Stays[] }
	| { readonly ends: "stays"; readonly stays: readonly Stays[] };

/** What is taken from somebody who was known before. */
export type Taken = Pick<Written, "tags" | "consents" | "identities"> & {
	readonly fields: readonly string[];
	readonly attributes: readonly string[];
};

/** A customer as they stand today. */
export type StandingCustomer = {
	readonly columns: Readonly<Record<string, unknown>>;
	readonly mergedIntoId: string | null;
	readonly erasedAt: Date | null;
	readonly tags: readonly { readonly tag: string; readonly actor: string }[];
	readonly attributes: readonly { readonly name: string; readonly value: unknown; readonly sort: string }[];
	/** Oldest first. */
	readonly consents: readonly StandingConsent[];
	readonly identities: readonly StandingIdentity[];
	readonly conversation: { readonly id: string; readonly version: number } | null;
	/** Tables in which there is something of theirs that no import writes; only of new customers. */
	readonly touched: readonly string[];
	/** When advertising was last put out for them. */
	readonly advertisedAt: Date | null;
};

type StandingConsent = { readonly id: string; readonly state: string };
type StandingIdentity = {
	readonly id: string;
	readonly proof: string;
	/** Its chats, and those of them in which something was said. */
	readonly chats: readonly string[];
	readonly spoken: readonly string[];
};

/**
 * What can be taken back of what an import wrote about somebody. Whom it had made and nobody has touched since goes whole; of whoever
 * was known before goes what is still as it was written. Of somebody whom it had made and others have dealt with since, all stays:
 * half a customer helps nobody.
 */
export function weighUndo(
	{ isNew, wrote, at }: { isNew: boolean; wrote: Written; at: Date },
	customer: StandingCustomer | undefined,
): Undoing {
	if (!customer || customer.erasedAt) return staysWhole("gone");
	if (customer.mergedIntoId) return staysWhole("linked");
	const { takes, stays } = partsOf(wrote, customer, at);
	if (!isNew) return { ends: hasAny(takes) || stays.length === 0 ? "mended" : "stays", takes, stays };
	const touched = new Set(customer.touched.map(whyOf));
	if (stays.length > 0 || !isAsLeft(wrote, customer)) touched.add("edited");
	const first = WHY_STAYS.find((why) => touched.has(why));
	return first ? staysWhole(first) : { ends: "removed" };
}

function staysWhole(why: WhyStays): Undoing {
	return { ends: "stays", stays: [{ what: "customer", why }] };
}

function whyOf(table: string): WhyStays {
	return WHY_BY_TABLE[table] ?? "dealt";
}

const WHY_BY_TABLE: Readonly<Record<string, WhyStays>> = {
	customer_link: "linked",
	message: "wrote",
	...{ shop_order: "ordered", cart: "ordered", coupon: "ordered" },
	...{ outbox: "reached", decision: "reached", flow_entry: "reached", flow_run: "reached" },
};

function partsOf(wrote: Written, now: StandingCustomer, at: Date): { takes: Taken; stays: Stays[] } {
	const stays: Stays[] = [];
	const held = (what: string, why: WhyStays | undefined) => {
		if (why) stays.push({ what, why });
		return why === undefined;
	};
	const takes = {
		fields: Object.entries(wrote.fields)
			.filter(([field, value]) => held(field, sameField(now, field, value) ? undefined : "edited"))
			.map(([field]) => field),
		tags: wrote.tags.filter((tag) => {
			const standing = now.tags.find((one) => one.tag === tag);
			return standing && held(`tag:${tag}`, standing.actor === "system" ? undefined : "edited");
		}),
		attributes: Object.entries(wrote.attributes)
			.filter(([name, value]) => {
				const standing = now.attributes.find((one) => one.name === name);
				const same = standing?.sort === "import" && asText(standing.value) === value;
				return standing && held(`field:${name}`, same ? undefined : "edited");
			})
			.map(([name]) => name),
		consents: wrote.consents.filter((id) => {
			const place = now.consents.findIndex((one) => one.id === id);
			return place >= 0 && held("consent", whyConsentStays(now, place, at));
		}),
		identities: wrote.identities.filter((id) => {
			const standing = now.identities.find((one) => one.id === id);
			return standing && held("chat", isUnused(standing, wrote) ? undefined : "used");
		}),
	};
	return { takes, stays };
}

function hasAny(takes: Taken): boolean {
	return Object.values(takes).some((list) => list.length > 0);
}

/** An address that was added to, or chosen, is the customer's own by now. */
function sameField({ columns }: StandingCustomer, field: string, value: string): boolean {
	return asText(columns[field] ?? null) === value;
}

/** Evidence on which something was sent, or after which somebody has said more, is not taken away. */
function whyConsentStays({ consents, advertisedAt }: StandingCustomer, place: number, at: Date): WhyStays | undefined {
	if (place < consents.length - 1) return "newer";
	return consents[place]?.state === "given" && advertisedAt && advertisedAt >= at ? "used" : undefined;
}

function isUnused({ proof, chats, spoken }: StandingIdentity, wrote: Written): boolean {
	return proof === "operator" && spoken.length === 0 && chats.every((id) => wrote.chats.includes(id));
}

/** Whoever it made has nothing but what it wrote. */
function isAsLeft(wrote: Written, now: StandingCustomer): boolean {
	const { conversation } = now;
	return (
		Object.entries(now.columns).every(([field, value]) => isEmpty(field, value) || wrote.fields[field] !== undefined) &&
		now.tags.every(({ tag }) => wrote.tags.includes(tag)) &&
		now.attributes.every(({ name }) => wrote.attributes[name] !== undefined) &&
		now.consents.every(({ id }) => wrote.consents.includes(id)) &&
		now.identities.every(({ id }) => wrote.identities.includes(id)) &&
		(conversation === null ||
			(conversation.id === wrote.conversation?.id && conversation.version === wrote.conversation.version))
	);
}

/** The language that every customer has who has not chosen one. */
const DEFAULTS: Readonly<Record<string, string>> = { language: "ru" };

function isEmpty(field: string, value: unknown): boolean {
	if (value === null || (Array.isArray(value) && value.length === 0)) return true;
	return DEFAULTS[field] === value;
}

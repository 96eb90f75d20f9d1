import { findGoods } from "#core/catalogue/find-goods.ts";
import { type Evidence, isGiven } from "#core/customers/consent-state.ts";
import { channelFacts, channelNamed, type LinkedChannel } from "#core/delivery/channel-facts.ts";
import type { PlanFacts } from "#core/delivery/decide-sending.ts";
import { seenItem } from "#core/flows/shop-records.ts";
import type { Roots, Value } from "#core/flows/talk.ts";
import { isRecord, valueFrom } from "#core/flows/types.ts";
import type { Shop } from "#core/shop.ts";

/** What was recorded of one customer in the days of a rehearsal, oldest first, and what held before them. */
export type RecordedCustomer = {
	readonly id: string;
	readonly conversationId: string;
	readonly name: string;
	readonly zone: string;
	readonly language: string;
	readonly said: string | null;
	readonly events: readonly RecordedEvent[];
	readonly consents: readonly (Evidence & { readonly channel: string | null })[];
	/** Orders that stand, by the moment they were placed. */
	readonly orderedAt: readonly Date[];
	/** Marketing that other flows sent. */
	readonly marketing: readonly { readonly at: Date; readonly flow: string | null }[];
	/** Stored variants of splits and arms of hold-outs. */
	readonly assignments: ReadonlyMap<string, string>;
	/** When the rehearsed flow started for them before those days, last. */
	readonly lastStart: Date | null;
	/** Keys of entries made before those days. */
	readonly keys: ReadonlySet<string>;
	readonly linked: readonly LinkedChannel[];
};

export type RecordedEvent = {
	readonly id: string;
	readonly name: string;
	readonly at: Date;
	readonly data: unknown;
	readonly actor: string;
	readonly channel: string | null;
};

type Days = { readonly flow: string; readonly from: Date; readonly until: Date };

/** Customers who can be written to, by pages; `after` is the last id of the page before. */
export async function customersToRehearse(
	shop: Shop,
	{ after, limit, zone, ...days }: Days & { after: string; limit: number; zone: string },
): Promise<RecordedCustomer[]> {
	const rows = await shop.db.written<Row>(RECORDED, [after, limit, days.flow, days.from, days.until]);
	return Promise.all(
		rows.map(async (row) => ({
			id: row.id,
			conversationId: row.conversation_id,
			name: row.name ?? "—",
			zone: row.zone ?? zone,
			language: row.language,
			said: row.said_channel,
			events: row.events.map((event) => ({ ...event, at: new Date(event.at) })),
			consents: row.consents.map((consent) => ({ ...consent, at: new Date(consent.at) })),
			orderedAt: row.ordered.map((at) => new Date(at)),
			marketing: row.marketing.map(({ at, flow }) => ({ at: new Date(at), flow })),
			assignments: new Map(row.assignments.map(({ name, variant }) => [name, variant])),
			lastStart: row.last_start,
			keys: new Set(row.keys),
			linked: await channelFacts(shop, { customerId: row.id }),
		})),
	);
}

/** How many there are. */
export async function countToRehearse(shop: Shop): Promise<number> {
	return shop.db.conversation.count({ where: { customer: { erasedAt: null, mergedIntoId: null } } });
}

/**
 * What flows saw of the customer at that moment, as far as the diary remembers: the cart, the orders' count and the
 * consents are of then, the rest of the profile is of now.
 */
export async function rootsAt(shop: Shop, customer: RecordedCustomer, now: Roots, at: Date): Promise<Roots> {
	const ordered = customer.orderedAt.filter((moment) => moment <= at);
	const { customer: person } = now;
	return {
		...now,
		customer: {
			...person,
			orders_count: ordered.length,
			last_order_at: ordered.at(-1)?.toISOString() ?? null,
			consent: {
				id: customer.id,
				advertising: isGiven(since(customer, at), "advertising"),
				processing: isGiven(since(customer, at), "processing"),
			},
		},
		cart: await cartAt(shop, customer, now.cart, at),
	};
}

/** What the planner would have looked at then; whether a channel works is of now. */
export function planFactsAt(
	customer: RecordedCustomer,
	{
		at,
		liveAt,
		customerAt,
		sent,
		purpose,
	}: {
		at: Date;
		liveAt: Date | undefined;
		customerAt: Date | undefined;
		/** When the rehearsed flow would have sent marketing. */
		sent: readonly Date[];
		/** The consent that is needed. */
		purpose: "advertising" | "processing" | undefined;
	},
	windowHours: (channel: LinkedChannel["channel"]) => number | undefined,
): PlanFacts {
	const consents = since(customer, at)
		.filter((consent) => consent.purpose === purpose)
		.map(({ channel, state, at: said }) => ({ channel, state, at: said }));
	return {
		customerId: customer.id,
		control: "bot",
		liveAt: liveAt ?? null,
		heardAt: customerAt ?? null,
		zone: customer.zone,
		zones: [customer.zone],
		flowPaused: false,
		consents,
		linked: customer.linked.map((linked) => {
			const hours = windowHours(linked.channel);
			if (hours === undefined) return linked;
			const heard = customer.events.filter(
				(one) => one.channel === linked.channel && HEARD.has(one.name) && one.at <= at,
			);
			const last = heard.at(-1)?.at;
			const windowUntil = last ? new Date(last.getTime() + hours * 3_600_000) : null;
			return { ...linked, windowHours: hours, windowUntil, cappedUntil: null };
		}),
		preference: { said: channelNamed(customer.said), language: customer.language },
		worth: null,
		rivals: [],
		outbidBy: null,
		switchedOff: [],
		// What was billed then would be billed anew: a rehearsal looks at a month, not at a year's bill.
		marketingPaid: [],
		marketingAt: [...customer.marketing.map(({ at: other }) => other).filter((other) => other <= at), ...sent],
	};
}

/** Diary entries by which a customer was heard. */
export const HEARD: ReadonlySet<string> = new Set(["message.received", "button.pressed"]);

function since({ consents }: RecordedCustomer, at: Date) {
	return consents.filter((consent) => consent.at <= at);
}

type CartData = { cart?: { id?: string }; product?: string | null; qty?: number; count?: number; total?: number };

/** Follows the changes of those days: what lay in the cart before them and was never touched is not known any more. */
async function cartAt(shop: Shop, customer: RecordedCustomer, now: Roots["cart"], at: Date): Promise<Roots["cart"]> {
	const changes = customer.events.filter(({ name }) => name === "cart.changed" || name === "order.created");
	if (changes.length === 0) return now;
	const { id, changedAt, pieces } = cartAfter(changes.filter((change) => change.at <= at));
	const goods = await findGoods(shop, { ids: [...pieces.keys()], language: customer.language });
	const items = goods.map((one) => seenItem(one, pieces.get(one.id) ?? 0, { currency: one.currency }));
	const sum = (field: string) => items.reduce((total, item) => total + numberIn(item, field), 0);
	return {
		...now,
		id,
		count: sum("qty"),
		total: sum("sum"),
		discount: 0,
		items: items.map((item) => valueFrom(item)),
		code: null,
		changed_at: changedAt?.toISOString() ?? null,
	};
}

type KnownCart = { readonly id: string | null; readonly changedAt: Date | null; readonly pieces: Map<string, number> };

function cartAfter(changes: RecordedCustomer["events"]): KnownCart {
	let id: string | null = null;
	let changedAt: Date | null = null;
	const pieces = new Map<string, number>();
	for (const { name, data, at } of changes) {
		if (name === "order.created") {
			pieces.clear();
			id = null;
			continue;
		}
		const change: CartData = typeof data === "object" && data !== null ? data : {};
		if (change.cart?.id !== id) pieces.clear();
		id = change.cart?.id ?? null;
		changedAt = at;
		noteCount(pieces, change);
	}
	return { id, changedAt, pieces };
}

function noteCount(pieces: Map<string, number>, { product, count, qty }: CartData): void {
	if (!product || count === 0) pieces.clear();
	else if (qty) pieces.set(product, qty);
	else pieces.delete(product);
}

function numberIn(record: Value, field: string): number {
	const value = isRecord(record) ? record[field] : undefined;
	return typeof value === "number" ? value : 0;
}

type Row = {
	id: string;
	conversation_id: string;
	name: string | null;
	zone: string | null;
	language: string;
	said_channel: string | null;
	events: (Omit<RecordedEvent, "at"> & { at: string })[];
	consents: (Omit<Evidence, "at"> & { at: string })[];
	ordered: string[];
	marketing: { at: string; flow: string | null }[];
	assignments: { name: string; variant: string }[];
	last_start: Date | null;
	keys: string[];
};

/** $1: after this customer, $2: at most so many, $3: flow, $4: from, $5: until. */
const RECORDED = {
	name: "rehearsal-recorded",
	text: `SELECT k.id, v.id AS conversation_id, nullif(concat_ws(' ', k.first_name, k.last_name), '') AS name, k.zone, k.language,
			k.said_channel,
			(SELECT coalesce(json_agg(json_build_object('id', d.id::text, 'name', d.name, 'at', d.at, 'data', d.data,
					'actor', d.actor, 'channel', d.channel) ORDER BY d.at, d.id), '[]')
				FROM diary d WHERE d.customer_id = k.id AND d.at > $4 AND d.at <= $5) AS events,
			(SELECT coalesce(json_agg(json_build_object('purpose', c.purpose, 'state', c.state, 'channel', c.channel, 'at', c.at)
					ORDER BY c.at, c.id), '[]') FROM consent c WHERE c.customer_id = k.id) AS consents,
			(SELECT coalesce(json_agg(o.created_at ORDER BY o.created_at), '[]') FROM shop_order o
				WHERE o.customer_id = k.id AND o.state NOT IN ('cancelled', 'returned')) AS ordered,
			(SELECT coalesce(json_agg(json_build_object('at', m.at, 'flow', m.flow) ORDER BY m.at), '[]') FROM message m
				WHERE m.conversation_id = v.id AND m.proactive AND m.purpose = 'marketing' AND m.direction = 'said'
					AND m.status NOT IN ('cancelled', 'failed', 'blocked') AND m.flow IS DISTINCT FROM $3
					AND m.at > $4::timestamptz - interval '40 days' AND m.at <= $5) AS marketing,
			(SELECT coalesce(json_agg(json_build_object('name', a.name, 'variant', a.variant)), '[]') FROM assignment a
				WHERE a.customer_id = k.id) AS assignments,
			(SELECT max(r.started_at) FROM flow_run r WHERE r.customer_id = k.id AND r.flow = $3 AND r.started_at <= $4)
				AS last_start,
			ARRAY(SELECT e.key FROM flow_entry e WHERE e.customer_id = k.id AND e.flow = $3 AND e.created_at <= $4) AS keys
		FROM customer k JOIN conversation v ON v.customer_id = k.id
		WHERE k.id > $1::uuid AND k.erased_at IS NULL AND k.merged_into_id IS NULL
		ORDER BY k.id LIMIT $2`,
};

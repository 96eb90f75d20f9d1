import { ON_THE_WAY } from "#core/orders/order-filter.ts";
import type { Shop } from "#core/shop.ts";
import { dayNumber, isoDay } from "#core/zoned-time.ts";

/** What a person of the shop would best do next for a customer, with what speaks for it. Sums in minor units. */
export type NextStep =
	| { readonly is: "promise"; readonly text: string; readonly dueAt: Date }
	| { readonly is: "answer"; readonly since: Date }
	| { readonly is: "late-order"; readonly number: number; readonly dueAt: Date }
	| { readonly is: "tip"; readonly title: string; readonly evidence: string }
	| { readonly is: "cart"; readonly count: number; readonly total: number; readonly since: Date }
	| {
			readonly is: "reorder";
			readonly dueAt: Date;
			readonly cycleDays: number | null;
			readonly favourite: string | null;
	  }
	/** `day`: `2026-03-14`. */
	| { readonly is: "birthday"; readonly day: string }
	| { readonly is: "consent" };

/** All that the choice depends on. */
export type StepFacts = {
	readonly promise: { readonly text: string; readonly dueAt: Date } | null;
	readonly unansweredSince: Date | null;
	readonly lateOrder: { readonly number: number; readonly dueAt: Date } | null;
	readonly tip: { readonly title: string; readonly evidence: string } | null;
	readonly cart: { readonly count: number; readonly total: number; readonly since: Date } | null;
	/** By their own cycle; null before the second order. */
	readonly nextOrder: Omit<Extract<NextStep, { is: "reorder" }>, "is"> | null;
	/** `1990-03-14`. */
	readonly birthday: string | null;
	readonly hasOrders: boolean;
	/** An order is being made ready or on its way. */
	readonly isServed: boolean;
	/** Some messenger still reaches them. */
	readonly isReachable: boolean;
	/** They have said yes or no to advertising. */
	readonly wasAsked: boolean;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A cart that was touched within the hour is still being filled. */
const CART_REST_MS = HOUR_MS;
/** So long before it is due an order may be proposed. */
const REORDER_AHEAD_MS = 3 * DAY_MS;
const BIRTHDAY_AHEAD_DAYS = 7;

/**
 * First what the shop owes (its word, an answer, an order), then what somebody's rule advises, then what may sell. To whom the
 * shop owes something nothing is offered, as the quiet lock has it (operators.md §3).
 */
export function nextStep(facts: StepFacts, now: Date, zone: string): NextStep | null {
	const { promise, unansweredSince: since, lateOrder, tip } = facts;
	if (promise && promise.dueAt <= now) return { is: "promise", ...promise };
	if (since) return { is: "answer", since };
	if (lateOrder) return { is: "late-order", ...lateOrder };
	if (promise) return { is: "promise", ...promise };
	if (tip) return { is: "tip", ...tip };
	return facts.isReachable ? whatToOffer(facts, now, zone) : null;
}

function whatToOffer(facts: StepFacts, now: Date, zone: string): NextStep | null {
	const { cart, nextOrder, birthday, isServed, hasOrders, wasAsked } = facts;
	if (cart && now.getTime() - cart.since.getTime() >= CART_REST_MS) return { is: "cart", ...cart };
	if (nextOrder && !isServed && nextOrder.dueAt.getTime() - now.getTime() <= REORDER_AHEAD_MS)
		return { is: "reorder", ...nextOrder };
	const day = birthday && comingBirthday(birthday, isoDay(now, zone));
	if (day) return { is: "birthday", day };
	return hasOrders && !wasAsked ? { is: "consent" } : null;
}

/** Their birthday of this year or the next, if it is near; who was born on 29 February celebrates on the 28th where there is none. */
function comingBirthday(birthday: string, today: string): string | undefined {
	const year = Number(today.slice(0, 4));
	const coming = [year, year + 1].map((one) => {
		const day = `${one}${birthday.slice(4)}`;
		return dayNumber(day) === undefined ? `${one}-02-28` : day;
	});
	const first = dayNumber(today) ?? 0;
	return coming.find((day) => {
		const ahead = (dayNumber(day) ?? 0) - first;
		return ahead >= 0 && ahead <= BIRTHDAY_AHEAD_DAYS;
	});
}

/** Whom it is for. `thread`: whether they may read the conversation, and thereby what was promised, asked and advised in it. */
type Asking = {
	readonly customerId: string;
	readonly language: string;
	readonly zone: string;
	readonly thread: boolean;
};

/** The next step for a customer as things stand now; null: nothing needs doing, or there is no such customer. */
export async function readNextStep(
	shop: Shop,
	{ customerId, language, zone, thread }: Asking,
): Promise<NextStep | null> {
	const now = shop.now();
	const [row] = await shop.db.written<Row>(STEP_FACTS, [customerId, now, language, ON_THE_WAY]);
	return row ? nextStep(factsOf(row, thread), now, zone) : null;
}

type Row = Pick<StepFacts, "unansweredSince" | "birthday" | "hasOrders" | "isServed" | "isReachable" | "wasAsked"> & {
	readonly promise: string | null;
	readonly promiseDue: Date | null;
	readonly lateOrder: number | null;
	readonly lateSince: Date | null;
	readonly tip: string | null;
	readonly evidence: string | null;
	readonly pieces: bigint | null;
	readonly cartTotal: bigint | null;
	readonly cartSince: Date | null;
	readonly nextOrderAt: Date | null;
	readonly cycleDays: number | null;
	readonly favourite: string | null;
};

function factsOf(row: Row, thread: boolean): StepFacts {
	const { promise, promiseDue, lateOrder, lateSince, tip, evidence, pieces, cartTotal, cartSince, ...rest } = row;
	const { nextOrderAt, cycleDays, favourite, unansweredSince, ...facts } = rest;
	return {
		...facts,
		promise: thread && promise !== null && promiseDue ? { text: promise, dueAt: promiseDue } : null,
		unansweredSince: thread ? unansweredSince : null,
		tip: thread && tip !== null ? { title: tip, evidence: evidence ?? "" } : null,
		lateOrder: lateOrder !== null && lateSince ? { number: lateOrder, dueAt: lateSince } : null,
		cart: cartSince && { count: Number(pieces), total: Number(cartTotal), since: cartSince },
		nextOrder: nextOrderAt && { dueAt: nextOrderAt, cycleDays, favourite },
	};
}

/** $1: customer, $2: now, $3: language, $4: states of orders on their way. */
const STEP_FACTS = {
	name: "next-step-facts",
	text: `SELECT c.unanswered_since AS "unansweredSince", to_char(u.birthday, 'YYYY-MM-DD') AS birthday,
			coalesce(f.orders_count, 0) > 0 AS "hasOrders",
			EXISTS (SELECT FROM identity i WHERE i.customer_id = u.id AND i.reachability = 'reachable') AS "isReachable",
			EXISTS (SELECT FROM consent s WHERE s.customer_id = u.id AND s.purpose = 'advertising') AS "wasAsked",
			EXISTS (SELECT FROM shop_order o WHERE o.customer_id = u.id AND o.state::text = ANY ($4::text[])) AS "isServed",
			p.text AS promise, p.due_at AS "promiseDue", late.number AS "lateOrder", late.due_to AS "lateSince",
			t.title AS tip, t.evidence, k.pieces, k.total AS "cartTotal", k.changed_at AS "cartSince",
			f.next_order_at AS "nextOrderAt", f.cycle_days AS "cycleDays",
			(SELECT name_of_goods(g.title, g.titles, g.variant_title, $3) FROM goods g WHERE g.id = f.favourite_variant_id) AS favourite
		FROM customer u
		LEFT JOIN conversation c ON c.customer_id = u.id
		LEFT JOIN customer_figures f ON f.customer_id = u.id
		LEFT JOIN LATERAL (SELECT text, due_at FROM promise
			WHERE conversation_id = c.id AND state = 'open' ORDER BY due_at LIMIT 1) p ON true
		LEFT JOIN LATERAL (SELECT title, evidence FROM tip
			WHERE conversation_id = c.id AND state = 'open' ORDER BY shown_at DESC LIMIT 1) t ON true
		LEFT JOIN LATERAL (SELECT number, due_to FROM shop_order
			WHERE customer_id = u.id AND state IN ('placed', 'confirmed', 'packed', 'shipped') AND due_to < $2
			ORDER BY due_to LIMIT 1) late ON true
		LEFT JOIN LATERAL (SELECT o.changed_at, sum(l.qty) AS pieces, sum(l.qty::bigint * g.price)::bigint AS total
			FROM cart o JOIN cart_line l ON l.cart_id = o.id JOIN goods g ON g.id = l.variant_id
			WHERE o.customer_id = u.id AND o.state = 'open' GROUP BY o.id) k ON true
		WHERE u.id = $1::uuid`,
};

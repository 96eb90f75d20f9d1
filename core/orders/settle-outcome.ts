import type { Shop } from "#core/shop.ts";
import { isoDay } from "#core/zoned-time.ts";
import { guessLost, guessWon, type OutcomeFacts } from "./guess-reason.ts";
import { resultOf } from "./order-states.ts";
import { DROPPED_INQUIRIES, OUTCOME_FACTS } from "./outcome-sql.ts";
import { type Reason, UNKNOWN } from "./reasons.ts";
import { orderMatter, sayOutcome } from "./say-outcome.ts";

const DAY_MS = 86_400_000;
/** Who has looked and then done nothing for so long has gone. */
const QUIET_DAYS = 2;
/** How far back a night looks for those who have gone, and how long before an order its story begins. */
const LOOK_BACK_DAYS = 7;
const AT_ONCE = 1000;

/** An order has come to its end and nobody has said why: what happened is asked. Told twice, it is said once. */
export async function settleOutcome(
	shop: Shop,
	{ orderId }: { orderId: string },
	reasons: readonly Reason[],
): Promise<void> {
	const order = await shop.db.order.findUnique({ where: { id: orderId } });
	const result = order && resultOf(order.state);
	if (!order || !result) return;
	const said = await shop.db.outcome.findFirst({ where: { matter: orderMatter(orderId), standing: true } });
	if (said?.result === result) return;
	const since = new Date(order.createdAt.getTime() - LOOK_BACK_DAYS * DAY_MS);
	// What came after an order was made is no reason for making it.
	const until = result === "won" ? order.createdAt : order.changedAt;
	const facts = await factsOf(shop, { customerId: order.customerId, since, until, orderId, reasons });
	const guessed = result === "won" ? guessWon(facts) : guessLost(facts);
	await sayOutcome(shop, {
		...{ matter: orderMatter(orderId), orderId, result, actor: "system" },
		...{ customerId: order.customerId, conversationId: order.conversationId },
		...known(guessed, result, reasons),
	});
}

/** Those who looked, asked or filled a cart, and went: each inquiry is lost for a reason, or nobody knows. Once a night; gives how many. */
export async function settleInquiries(
	shop: Shop,
	{ zone, reasons }: { zone: string; reasons: readonly Reason[] },
): Promise<number> {
	const now = shop.now().getTime();
	const since = new Date(now - (LOOK_BACK_DAYS + QUIET_DAYS) * DAY_MS);
	const quiet = new Date(now - QUIET_DAYS * DAY_MS);
	const gone = await shop.db.written<Inquiry>(DROPPED_INQUIRIES, [since, quiet, AT_ONCE]);
	for (const { customerId, conversationId, began, ended } of gone) {
		const until = new Date(ended.getTime() + DAY_MS);
		const facts = await factsOf(shop, { customerId, since: began, until, orderId: null, reasons });
		await sayOutcome(shop, {
			matter: inquiryMatter(conversationId, began, zone),
			...{ customerId, conversationId, result: "lost", actor: "system" },
			...known(guessLost(facts), "lost", reasons),
		});
	}
	return gone.length;
}

/** How an inquiry that led to no order is named as a matter: by the day on which it began. */
export function inquiryMatter(conversationId: string, began: Date, zone: string): string {
	return `inquiry:${conversationId}:${isoDay(began, zone)}`;
}

type Inquiry = { customerId: string; conversationId: string; began: Date; ended: Date };

async function factsOf(
	shop: Shop,
	about: { customerId: string; since: Date; until: Date; orderId: string | null; reasons: readonly Reason[] },
): Promise<OutcomeFacts> {
	const lost = about.reasons.filter(({ kind }) => kind === "lost").map(({ id }) => id);
	const values = [about.customerId, about.since, about.until, about.orderId, lost];
	const [facts] = await shop.db.written<OutcomeFacts>(OUTCOME_FACTS, values);
	if (!facts) throw new Error("the facts of an outcome are one row");
	return facts;
}

/** A shop that has struck a reason from its list is told nothing by it. */
function known(reason: string, result: "won" | "lost", reasons: readonly Reason[]) {
	const listed = reasons.some(({ id, kind }) => id === reason && kind === result);
	return listed ? ({ reason, source: "rule" } as const) : ({ reason: UNKNOWN, source: "unknown" } as const);
}

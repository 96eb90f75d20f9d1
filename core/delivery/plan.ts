import type { ChannelName } from "#core/channel-names.ts";
import { type ShopPlace, zonesOf } from "#core/customers/zones-of.ts";
import type { Hands, Who } from "#core/flows/hands.ts";
import type { Candidate } from "#core/flows/talk.ts";
import type { Shop } from "#core/shop.ts";
import type { Bid } from "./auction.ts";
import { channelFacts, channelNamed } from "./channel-facts.ts";
import { type Decided, type DecideRules, decideSending, type PlanFacts } from "./decide-sending.ts";
import { LOG_DECISION, PLAN_FACTS, type PlanFactsRow, type RivalRow, type WorthRow } from "./plan-statements.ts";
import { parseQuietHours } from "./quiet-hours.ts";
import { consentFor } from "./sending-rules.ts";
import type { Worth } from "./worth.ts";

/** What the planner goes by, read anew for each candidate: files may have changed. */
export type PlannerRules = DecideRules & {
	/** Hours for which a channel takes free text after the customer's message; undefined: always. */
	windowHours(channel: ChannelName): number | undefined;
	/** Programmes of one family are switched off together. */
	familyOf(flow: string): string | undefined;
} & Pick<ShopPlace, "nationwide">;

/**
 * The send planner: decides on a message that nobody has asked for, and writes down why, silence included. `rules` is
 * asked each time.
 */
export function openPlanner(rules: () => PlannerRules): Hands["plan"] {
	return async (shop, who, candidate) => {
		const current = rules();
		const facts = await factsFor(shop, who, candidate, current);
		const decided = decideSending(candidate, facts, shop.now(), current);
		await log(shop, who, candidate, decided);
		if (decided.detail.why === "unanswered") await tellUnanswered(shop, who, facts);
		return decided.verdict;
	};
}

/** No cap reaches further back. */
const PAST = 40 * 86_400_000;
const YEAR = 365 * 86_400_000;

async function factsFor(shop: Shop, who: Who, candidate: Candidate, rules: PlannerRules): Promise<PlanFacts> {
	const { customerId, zone } = who;
	const needed = consentFor(candidate.purpose) ?? null;
	const since = new Date(shop.now().getTime() - PAST);
	const family = rules.familyOf(candidate.flow) ?? "";
	const yearAgo = new Date(shop.now().getTime() - YEAR);
	const asked = [customerId, needed, candidate.flow, since, candidate.run, family, yearAgo];
	const [row] = await shop.db.written<PlanFactsRow>(PLAN_FACTS, asked);
	if (!row) throw new Error(`Nothing can be planned for customer ${customerId}, who has no conversation.`);
	const linked = await channelFacts(shop, { customerId });
	return {
		customerId,
		zone,
		// Without one of the customer's own `zone` is the shop's.
		zones: zonesOf(row, { zone, nationwide: rules.nationwide }),
		control: row.control,
		liveAt: row.live_at,
		heardAt: row.heard_at,
		flowPaused: row.flow_paused,
		consents: row.consents.map((consent) => ({ ...consent, at: new Date(consent.at) })),
		linked: linked.map((facts) => {
			const windowHours = rules.windowHours(facts.channel);
			return windowHours === undefined ? facts : { ...facts, windowHours };
		}),
		preference: { said: channelNamed(row.said_channel), language: row.language },
		worth: row.worth && measured(row.worth),
		rivals: (row.rivals ?? []).map(bidOf),
		outbidBy: row.outbid_by,
		switchedOff: row.switched_off.flatMap((channel) => channelNamed(channel) ?? []),
		marketingAt: row.marketing_at,
		marketingPaid: (row.marketing_paid ?? []).flatMap(({ channel, count }) => {
			const name = channelNamed(channel);
			return name ? { channel: name, count } : [];
		}),
	};
}

/** Said once a silence: a flow may ask whether they want to hear from us at all. */
async function tellUnanswered(shop: Shop, { customerId, conversationId, channel }: Who, { heardAt }: PlanFacts) {
	const name = "customer.unanswered";
	const since = heardAt ?? new Date(0);
	const told = await shop.db.diary.findFirst({ where: { customerId, name, at: { gt: since } }, select: { id: true } });
	if (told) return;
	const data = { channel, since: since.toISOString() };
	await shop.record({ name, customerId, conversationId, actor: "system", data });
}

function measured({ opt_out: optOut, after_reaction: afterReaction, ...numbers }: WorthRow): Worth {
	return { ...numbers, optOut, afterReaction, source: "learned" };
}

function bidOf({ id, flow, net, readyAt, usefulUntil, quiet }: RivalRow): Bid {
	const hours = quiet ? parseQuietHours(quiet) : undefined;
	const times = { readyAt: new Date(readyAt), usefulUntil: new Date(usefulUntil) };
	return { id, flow, net, ...times, ...(hours && { quiet: hours }) };
}

/** What other candidates of this customer have to know of one that waits. */
function bidding({ run, arm, offer, usefulUntil, quiet }: Candidate) {
	return { run, arm, offer, usefulUntil, quiet };
}

async function log(shop: Shop, who: Who, candidate: Candidate, { verdict, detail }: Decided): Promise<void> {
	await shop.db.written(LOG_DECISION, [
		who.customerId,
		candidate.flow,
		candidate.occurrence,
		candidate.purpose,
		verdict.verdict,
		"channel" in verdict ? verdict.channel : null,
		"until" in verdict ? (verdict.until ?? null) : null,
		JSON.stringify({ ...detail, ...bidding(candidate) }),
		shop.now(),
	]);
}

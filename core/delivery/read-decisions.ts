import { z } from "zod";
import type { ChannelName } from "#core/channel-names.ts";
import type { Shop } from "#core/shop.ts";
import { addDays, startOfDay } from "#core/zoned-time.ts";
import { channelNamed } from "./channel-facts.ts";
import { tellDecision } from "./tell-decision.ts";

/** What was considered for a customer, and what came of it. */
export type DecisionTold = {
	readonly id: string;
	readonly at: Date;
	readonly flow: string;
	readonly purpose: string;
	readonly verdict: string;
	readonly channel: ChannelName | null;
	readonly until: Date | null;
	readonly sentence: string;
};

/** The latest lines of a customer's decision log, or those of the day that holds `day`, the latest first (X8). */
export async function readDecisions(
	shop: Shop,
	{ customerId, day, zone, language }: { customerId: string; day?: Date; zone: string; language: string },
): Promise<DecisionTold[]> {
	const since = day && startOfDay(day, zone);
	const rows = await shop.db.decision.findMany({
		where: { customerId, ...(since && { at: { gte: since, lt: addDays(since, 1, zone) } }) },
		orderBy: [{ at: "desc" }, { id: "desc" }],
		take: MOST,
	});
	return rows.map(({ id, at, flow, purpose, verdict, until, detail, channel: written }) => {
		const channel = channelNamed(written);
		const { why, rival, net, theirs } = reason.parse(detail);
		const about = { verdict, channel, until, why: why ?? null, rival: rival ? { flow: rival, net, theirs } : null };
		const sentence = tellDecision(about, { language, zone });
		return { id: String(id), at, flow, purpose, verdict, channel, until, sentence };
	});
}

const MOST = 200;
const reason = z
	.object({
		why: z.string().optional(),
		rival: z.string().nullish(),
		net: z.number().optional(),
		theirs: z.number().optional(),
	})
	.catch({});

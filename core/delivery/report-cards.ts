import type { ChannelName } from "#core/channel-names.ts";
import type { Shop, Statement } from "#core/shop.ts";
import { channelNamed } from "./channel-facts.ts";
import { type ChannelJudgement, type ChannelRecord, judgeChannel } from "./judge-channel.ts";
import { tellReport } from "./tell-report.ts";
import type { WorthRules } from "./worth.ts";

/** How the programmes of one family do on one channel, and whether the shop goes on with it. */
export type ReportCard = ChannelRecord &
	ChannelJudgement & {
		readonly channel: ChannelName;
		/** Empty: of programmes that are no longer there. */
		readonly family: string;
		/** The judgement as a sentence, with its reason. */
		readonly sentence: string;
		/** Set while the shop has it switched off. */
		readonly switchedOff: { readonly at: Date; readonly actor: string; readonly reason: string } | null;
	};

export type ReportRules = WorthRules & {
	readonly currency: string;
	familyOf(flow: string): string | undefined;
};

/** Report cards of all channels over 90 days, those that are proposed for switching off first. */
export async function readReportCards(
	shop: Shop,
	{ rules, language }: { rules: ReportRules; language: string },
): Promise<ReportCard[]> {
	const rows = await shop.db.written<CountRow>(COUNTS, [shop.now()]);
	const switches = await shop.db.written<SwitchRow>(SWITCHES, []);
	const cards = [...groupOf(rows, rules).values()].map(({ channel, family, flow, record }): ReportCard => {
		const judgement = judgeChannel(record, rules.worth(flow));
		const off = switches.find((one) => one.channel === channel && one.family === family && one.state === "off");
		const about = { channel, family, ...record, ...judgement, currency: rules.currency };
		return {
			...{ channel, family, ...record, ...judgement },
			sentence: tellReport(about, language),
			switchedOff: off ? { at: off.at, actor: off.actor, reason: off.reason } : null,
		};
	});
	return cards.sort((one, other) => ORDER[one.verdict] - ORDER[other.verdict] || other.sent - one.sent);
}

const ORDER: Readonly<Record<ChannelJudgement["verdict"], number>> = { weak: 0, strong: 1, open: 2, early: 3 };

type Group = { channel: ChannelName; family: string; flow: string; record: ChannelRecord };

function groupOf(rows: readonly CountRow[], rules: ReportRules): Map<string, Group> {
	const groups = new Map<string, Group>();
	for (const row of rows) {
		const channel = channelNamed(row.channel);
		if (!channel) continue;
		const family = rules.familyOf(row.flow) ?? "";
		const key = `${channel} ${family}`;
		const before = groups.get(key)?.record ?? NOTHING;
		groups.set(key, { channel, family, flow: row.flow, record: added(before, row, rules.price(channel, "marketing")) });
	}
	return groups;
}

const NOTHING: ChannelRecord = {
	...{ sent: 0, answered: 0, ordered: 0, left: 0, cost: 0 },
	heldOut: { people: 0, ordered: 0 },
};

function added(before: ChannelRecord, row: CountRow, price: number): ChannelRecord {
	if (row.held_out) {
		const { people, ordered } = before.heldOut;
		return { ...before, heldOut: { people: people + row.count, ordered: ordered + row.ordered } };
	}
	return {
		...before,
		sent: before.sent + row.count,
		answered: before.answered + row.answered,
		ordered: before.ordered + row.ordered,
		left: before.left + row.left_us,
		cost: before.cost + row.billed * price,
	};
}

type CountRow = {
	readonly channel: string;
	readonly flow: string;
	readonly held_out: boolean;
	readonly count: number;
	readonly billed: number;
	readonly answered: number;
	readonly ordered: number;
	readonly left_us: number;
};

type SwitchRow = {
	readonly channel: string;
	readonly family: string;
	readonly state: string;
	readonly actor: string;
	readonly reason: string;
	readonly at: Date;
};

/** Only messages whose three days are over: an order may still follow the others. `$1` now. */
const COUNTS: Statement = {
	name: "report-counts",
	text: `WITH asked AS (
			SELECT o.customer_id, m.conversation_id, m.channel, o.flow, o.settled_at AS at, coalesce(m.billing, 'free') <> 'free' AS billed, false AS held_out
			FROM outbox o JOIN message m ON m.id = o.message_id
			WHERE o.marketing AND o.state = 'sent' AND o.flow IS NOT NULL
				AND o.settled_at > $1::timestamptz - interval '93 days' AND o.settled_at <= $1::timestamptz - interval '3 days'
			UNION ALL
			SELECT d.customer_id, NULL, d.detail->>'channel', d.flow, d.at, false, true
			FROM decision d WHERE d.verdict = 'held_out' AND d.detail ? 'channel'
				AND d.at > $1::timestamptz - interval '93 days' AND d.at <= $1::timestamptz - interval '3 days'
		)
		SELECT a.channel, a.flow, a.held_out, count(*)::int AS count, count(*) FILTER (WHERE a.billed)::int AS billed,
			count(*) FILTER (WHERE EXISTS (SELECT 1 FROM message h WHERE h.conversation_id = a.conversation_id
				AND h.direction = 'heard' AND h.channel = a.channel AND h.at > a.at AND h.at <= a.at + interval '2 days'))::int AS answered,
			count(*) FILTER (WHERE EXISTS (SELECT 1 FROM shop_order r WHERE r.customer_id = a.customer_id
				AND r.created_at > a.at AND r.created_at <= a.at + interval '3 days' AND r.state <> 'cancelled'))::int AS ordered,
			count(*) FILTER (WHERE EXISTS (SELECT 1 FROM consent c WHERE c.customer_id = a.customer_id AND c.purpose = 'advertising'
				AND c.state = 'withdrawn' AND c.at > a.at AND c.at <= a.at + interval '2 days'))::int AS left_us
		FROM asked a GROUP BY a.channel, a.flow, a.held_out`,
};

/** How each switch stands. */
const SWITCHES: Statement = {
	name: "channel-switches",
	text: `SELECT DISTINCT ON (channel, family) channel, family, state, actor, reason, at FROM channel_switch
		ORDER BY channel, family, id DESC`,
};

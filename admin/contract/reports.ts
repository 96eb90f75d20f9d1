import { z } from "zod";
import { instant, money } from "./shared.ts";

/** Days of a report; `1` is today. */
export const REPORT_DAYS = [1, 7, 28, 90] as const;
export const reportQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(7) });

/** The lists behind the numbers; as core/insights/list-behind.ts has them. */
export const BEHIND_NAMES = [
	"orders",
	"repeat_orders",
	"new_customers",
	"waiting",
	"first",
	"next",
	"human",
	"handling",
	"resolution",
	"handed",
	"resolved",
	"repeats",
	"promises",
	"lost",
	"won",
	"csat",
] as const;
export const behindName = z.enum(BEHIND_NAMES);
export type BehindNameView = z.infer<typeof behindName>;

const share = z.object({ part: z.number(), of: z.number() });
export type ShareView = z.infer<typeof share>;
const middle = z.object({ median: z.number(), p90: z.number() });
/** Seconds; by the clock, and of opening time. */
const spread = z.object({ n: z.number(), wall: middle.nullable(), open: middle.nullable() });
export type SpreadView = z.infer<typeof spread>;

const pocketValue = z.discriminatedUnion("kind", [
	z.object({ kind: z.literal("count"), count: z.number() }),
	z.object({ kind: z.literal("money"), money }),
	z.object({ kind: z.literal("share"), part: z.number(), of: z.number() }),
	z.object({ kind: z.literal("seconds"), seconds: z.number() }),
	z.object({ kind: z.literal("waiting"), count: z.number(), oldestSeconds: z.number().nullable() }),
	z.object({ kind: z.literal("reason"), reason: z.string(), count: z.number() }),
]);
export type PocketValueView = z.infer<typeof pocketValue>;

const pocketKey = z.enum([
	"orders",
	"revenue",
	"average_order",
	"new_customers",
	"repeat_share",
	"waiting_now",
	"first_response",
	"handoff_rate",
	"promises_kept",
	"top_lost_reason",
]);

/** GET /api/reports/pocket: ten numbers, each with the same span a week earlier; the desk's are the same. */
export const pocket = z.object({
	from: instant,
	until: instant,
	numbers: z.array(
		z.object({ key: pocketKey, value: pocketValue.nullable(), before: pocketValue.nullable(), list: z.string() }),
	),
});
export type PocketView = z.infer<typeof pocket>;

/** GET /api/reports: a period in the numbers of operators.md §7. */
export const report = z.object({
	from: instant,
	until: instant,
	pocket: pocket.shape.numbers,
	waits: z.object({ first: spread, next: spread, human: spread, handling: spread, resolution: spread }),
	handoffRate: share,
	resolvedByBot: share,
	repeatHandoff: share,
	promisesKept: share.extend({ withdrawn: z.number() }),
	csat: share.extend({ asked: z.number() }),
	reasonCoverage: share,
	outcomes: z.array(
		z.object({ result: z.enum(["won", "lost"]), reason: z.string(), title: z.string(), n: z.number() }),
	),
	teams: z.array(
		z.object({
			team: z.string().nullable(),
			kind: z.enum(["first", "next", "resolution", "waiting", "unresolved"]),
			kept: z.number(),
			breached: z.number(),
		}),
	),
	members: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			answers: spread,
			episodes: z.number(),
			handling: z.number().nullable(),
			csat: share,
		}),
	),
	flows: z.array(z.object({ flow: z.string(), handoffRate: share, resolvedByBot: share })),
	heat: z.array(
		z.object({
			flow: z.string().nullable(),
			step: z.string().nullable(),
			/** Where the step stands now; null: its file has it no more. */
			file: z.string().nullable(),
			line: z.number().nullable(),
			/** Its node in the flow's picture. */
			node: z.string().nullable(),
			n: z.number(),
			visitors: z.number(),
			human: z.number().nullable(),
			repeated: share,
			reasons: z.record(z.string(), z.number()),
		}),
	),
	/** Money only for roles that may see it. */
	days: z.array(z.object({ day: z.string(), orders: z.number(), revenue: money.nullable() })),
});
export type ReportView = z.infer<typeof report>;

export const behindQuery = z.strictObject({
	from: instant.optional(),
	until: instant.optional(),
});

/** GET /api/reports/:name: whom a number is about, the most telling first. */
export const behind = z.object({
	items: z.array(
		z.object({
			conversationId: z.string().nullable(),
			customer: z.object({ id: z.string(), name: z.string() }),
			at: instant,
			wall: z.number().nullable(),
			open: z.number().nullable(),
			note: z.string().nullable(),
			orderNumber: z.number().nullable(),
			total: money.nullable(),
		}),
	),
	/** There are more than are listed. */
	more: z.boolean(),
});
export type BehindView = z.infer<typeof behind>;

import { z } from "zod";
import type { Prisma } from "#prisma/client.ts";

/** What a close or a waived answer took away, so that whoever pressed too soon can have it back. */
export type Settled = z.infer<typeof settled>;

const settled = z.object({
	what: z.enum(["closed", "waived"]),
	at: z.coerce.date(),
	/** As it was afterwards: any later change of control makes this past. */
	lease: z.number(),
	control: z.enum(["bot", "asked", "human", "parked"]),
	since: z.coerce.date(),
	team: z.string().nullable(),
	reason: z.string().nullable(),
	priority: z.string().nullable(),
	note: z.string().nullable(),
	runId: z.string().nullable(),
	meanwhile: z.string().nullable(),
	/** The promise for which it was parked. */
	promiseId: z.string().nullable(),
	/** Since when a question waited. */
	question: z.coerce.date().nullable(),
	/** Dropped by force. */
	promises: z.array(z.string()),
	planned: z.array(z.string()),
});

type Row = Prisma.ConversationGetPayload<object>;

/** What stands before it is settled, to be kept in the row. */
export function settledBy(
	what: Settled["what"],
	row: Row,
	{ now, changes, promises, planned }: { now: Date; changes: boolean; promises: string[]; planned: string[] },
): Prisma.InputJsonObject {
	return {
		what,
		at: now.toISOString(),
		lease: row.lease + (changes ? 1 : 0),
		...{ control: row.control, since: row.controlSince.toISOString(), team: row.team, reason: row.askReason },
		...{ priority: row.askPriority, note: row.askNote, runId: row.askRunId, meanwhile: row.meanwhile },
		...{ promiseId: row.promiseId, question: row.unansweredSince?.toISOString() ?? null },
		...{ promises, planned },
	};
}

/** What can be taken back now; nothing where something has happened since. */
export function standingSettled(row: Row): Settled | undefined {
	const kept = settled.safeParse(row.settled).data;
	if (!kept || kept.lease !== row.lease) return undefined;
	const isPast = [row.lastHeardAt, row.staffSaidAt].some((at) => at !== null && at > kept.at);
	const stands = kept.what === "closed" ? row.closedAt !== null : row.unansweredSince === null;
	return stands && !isPast ? kept : undefined;
}

import { z } from "zod";

const row = z.record(z.string(), z.unknown());

/** What a merge has changed, kept with the link: enough to undo it. Rows are as the database writes them in JSON. */
export const mergeRecord = z.object({
	moved: z.array(z.object({ table: z.string(), column: z.string(), keys: z.array(row) })),
	/** As they were before, and (of the kept) as they were left. */
	customer: z.object({ before: row, after: row, absorbed: row }),
	conversation: z.object({ before: row, after: row, absorbed: row }),
	/** Pieces added to the kept customer's cart. */
	added: z.array(z.object({ cartId: z.string(), variantId: z.string(), qty: z.number() })),
	/** Entries of the absorbed customer that the kept one had too: they may not fire a second time. */
	silenced: z.array(z.object({ id: z.string(), state: z.string() })),
	/** Withdrawals written because one of the two had withdrawn, by whose they are. */
	withdrawn: z.object({ kept: z.array(z.string()), absorbed: z.array(z.string()) }),
	/** Runs whose place on the stack has changed, as they were. */
	stacked: z.array(z.object({ id: z.string(), row })),
	/** Pending rows of the outbox that were decided under a lease which the merge has renewed. */
	leased: z.array(z.object({ id: z.string(), lease: z.number() })),
});
export type MergeRecord = z.infer<typeof mergeRecord>;

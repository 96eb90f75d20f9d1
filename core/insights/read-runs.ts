import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Runs of one flow, the newest first; `after` is the id of the last one seen. */
export async function listRuns(
	shop: Shop,
	{
		flow,
		status,
		after,
		limit,
	}: { flow: string; status?: string | undefined; after?: string | undefined; limit: number },
) {
	const runs = await shop.db.flowRun.findMany({
		where: { flow, ...(status && { status }) },
		orderBy: [{ startedAt: "desc" }, { id: "desc" }],
		take: limit + 1,
		...(after && { cursor: { id: after }, skip: 1 }),
	});
	const items = await withCustomers(shop, runs.slice(0, limit));
	return { items, next: runs.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One run, and its trace: a line a step, in order. */
export async function readTrace(shop: Shop, { runId }: { runId: string }) {
	const found = await shop.db.flowRun.findUnique({ where: { id: runId } });
	if (!found) throw new Refusal("not-found", "There is no such run.");
	const [run] = await withCustomers(shop, [found]);
	const steps = await shop.db.flowStep.findMany({ where: { runId }, orderBy: [{ seq: "asc" }, { id: "asc" }] });
	return { run: run ?? { ...found, customer: null }, steps };
}

async function withCustomers<Run extends { customerId: string }>(shop: Shop, runs: readonly Run[]) {
	const customers = await shop.db.customer.findMany({
		where: { id: { in: runs.map((run) => run.customerId) } },
		select: { id: true, firstName: true, lastName: true, phone: true },
	});
	const byId = new Map(customers.map((customer) => [customer.id, customer]));
	return runs.map((run) => ({ ...run, customer: byId.get(run.customerId) ?? null }));
}

import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { didYouMean, nearest } from "./nearest.ts";

/** Says no to the name of a flow that the shop never had, and that is not among those `also` known, as of the folder. */
export async function refuseStrangeFlow(shop: Shop, flow: string, also: readonly string[] = []): Promise<void> {
	if (also.includes(flow)) return;
	const rows = await shop.db.flowVersion.findMany({ distinct: ["flow"], select: { flow: true } });
	const known = [...also, ...rows.map((row) => row.flow)];
	if (!known.includes(flow))
		throw new Refusal("not-found", `There is no flow "${flow}"${didYouMean(nearest(flow, known))}`);
}

import type { Shop } from "#core/shop.ts";
import { isGiven, PURPOSES, type Purpose } from "./consent-state.ts";

/** What a customer agrees to now. */
export async function readConsents(shop: Shop, customerId: string): Promise<Record<Purpose, boolean>> {
	const ledger = await shop.db.consent.findMany({ where: { customerId } });
	const [processing, advertising, adAudiences, profiling] = PURPOSES.map((purpose) => isGiven(ledger, purpose));
	return {
		processing: processing ?? false,
		advertising: advertising ?? false,
		ad_audiences: adAudiences ?? false,
		profiling: profiling ?? false,
	};
}

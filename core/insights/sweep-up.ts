import { forgetTraces, forgetVersions } from "#core/flows/forget-versions.ts";
import { expireCoupons } from "#core/offers/close-coupons.ts";
import type { Shop } from "#core/shop.ts";

const DAY_MS = 86_400_000;

/** How many days each kind of row is kept once nothing needs it; a version as long as a run stands in it or a trace names it. Telegram repeats an update for 24 hours, Meta for 7 days. */
const KEPT_DAYS = { inbox: 30, errands: 7, traces: 90, buttons: 90, guesses: 30, imported: 30 };

/** Ends coupons whose time is over, and forgets rows that nobody will look for any more. Once a day; twice does no harm. */
export async function sweepUp(shop: Shop): Promise<void> {
	while ((await expireCoupons(shop)) > 0);
	const before = (days: number) => new Date(shop.now().getTime() - days * DAY_MS);
	await shop.db.inbox.deleteMany({ where: { state: "done", receivedAt: { lt: before(KEPT_DAYS.inbox) } } });
	await shop.db.errand.deleteMany({ where: { state: "done", doneAt: { lt: before(KEPT_DAYS.errands) } } });
	await forgetTraces(shop, { before: before(KEPT_DAYS.traces) });
	await forgetVersions(shop, { before: before(KEPT_DAYS.traces) });
	await shop.db.flowButton.deleteMany({ where: { createdAt: { lt: before(KEPT_DAYS.buttons) } } });
	// Until then an import can be taken back.
	await shop.db.importedPerson.deleteMany({ where: { at: { lt: before(KEPT_DAYS.imported) } } });
	await shop.db.assistantUse.deleteMany({ where: { day: { lt: before(KEPT_DAYS.guesses) } } });
}

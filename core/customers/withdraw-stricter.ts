import type { Shop } from "#core/shop.ts";
import { type Evidence, isGiven, PURPOSES } from "./consent-state.ts";
import type { MergeRecord } from "./merge-record.ts";

/**
 * Where one of two who turn out to be one has said no and the other yes, no holds: one more row of the ledger says so. It
 * belongs to whoever had withdrawn, and goes with them if the link is undone.
 */
export async function withdrawStricter(
	inside: Shop,
	{ keptId, absorbedId }: { keptId: string; absorbedId: string },
): Promise<MergeRecord["withdrawn"]> {
	const ledger = (customerId: string) => inside.db.consent.findMany({ where: { customerId }, orderBy: { id: "asc" } });
	const [kept, absorbed] = [await ledger(keptId), await ledger(absorbedId)];
	const withdrawn: { kept: string[]; absorbed: string[] } = { kept: [], absorbed: [] };
	const both: Evidence[] = [...kept, ...absorbed];
	for (const purpose of PURPOSES) {
		for (const channel of channelsIn(both, purpose)) {
			const whose = whoSaysNo({ kept, absorbed }, purpose, channel);
			if (!whose || !isGiven(both, purpose, channel ?? undefined)) continue;
			const at = inside.now();
			const row = await inside.db.consent.create({
				data: {
					customerId: keptId,
					purpose,
					state: "withdrawn",
					channel,
					text: "",
					textVersion: "linked",
					actor: "system",
					at,
				},
			});
			both.push({ purpose, state: "withdrawn", channel, at });
			withdrawn[whose].push(String(row.id));
		}
	}
	return withdrawn;
}

/** All channels together first: what holds everywhere need not be said of each. */
function channelsIn(ledger: readonly Evidence[], purpose: Evidence["purpose"]): (string | null)[] {
	const channels = new Set(ledger.filter((row) => row.purpose === purpose).map(({ channel }) => channel));
	return [null, ...[...channels].filter((one) => one !== null)];
}

function whoSaysNo(
	{ kept, absorbed }: { kept: readonly Evidence[]; absorbed: readonly Evidence[] },
	purpose: Evidence["purpose"],
	channel: string | null,
): "kept" | "absorbed" | undefined {
	if (saysNo(kept, purpose, channel)) return "kept";
	return saysNo(absorbed, purpose, channel) ? "absorbed" : undefined;
}

/** Said something of it, and the last word is no. */
function saysNo(ledger: readonly Evidence[], purpose: Evidence["purpose"], channel: string | null): boolean {
	const isAbout = (row: Evidence) => row.purpose === purpose && (row.channel === null || row.channel === channel);
	return ledger.some(isAbout) && !isGiven(ledger, purpose, channel ?? undefined);
}

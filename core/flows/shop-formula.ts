import type { Shop } from "#core/shop.ts";
import { holds, knownFormula } from "./expression.ts";
import type { Hands, Who } from "./hands.ts";
import type { ShopParts } from "./shop-hands.ts";
import type { Seen } from "./shop-records.ts";
import type { Roots } from "./talk.ts";
import { type Value, valueFrom } from "./types.ts";
import { Wanting, type World } from "./world.ts";

/** What a function or an offer works with. */
export type ShopContext = {
	readonly shop: Shop;
	readonly who: Who;
	readonly seen: Seen;
	readonly parts: ShopParts;
	readonly roots: Hands["roots"];
	readonly read: Hands["read"];
};

/** More questions than any sensible condition asks. */
const MOST_READS = 50;

/** Whether a condition of an offer's row or a segment holds for this customer now; `read` functions are obtained. */
export async function conditionHolds(context: ShopContext, source: string, roots: Roots): Promise<boolean> {
	const { shop, who, seen, read } = context;
	const known = new Map<string, Value>();
	const named = new Map<string, unknown>(Object.entries(roots));
	const world: World = {
		lookup: (name) => (named.has(name) ? valueFrom(named.get(name)) : undefined),
		call(fn, args) {
			const found = known.get(JSON.stringify([fn, args]));
			if (found === undefined) throw new Wanting(fn, args);
			return found;
		},
		phrase: () => undefined,
		now: seen.now,
		zone: who.zone,
		language: who.language,
		currency: seen.currency,
	};
	for (let asked = 0; asked < MOST_READS; asked++) {
		try {
			return holds(knownFormula(source), world);
		} catch (wanting) {
			if (!(wanting instanceof Wanting)) throw wanting;
			const { fn, args } = wanting;
			known.set(JSON.stringify([fn, args]), valueFrom(await read(shop, who, fn, args)));
		}
	}
	throw new Error(`the condition "${source}" asks without end`);
}

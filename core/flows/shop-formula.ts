import type { Shop } from "#core/shop.ts";
import { evaluate, holds, knownFormula } from "./expression.ts";
import type { Hands, Who } from "./hands.ts";
import type { ShopParts } from "./shop-hands.ts";
import type { Seen } from "./shop-records.ts";
import type { Roots } from "./talk.ts";
import { knownText, renderPlain } from "./texts.ts";
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

type Asked = Pick<ShopContext, "shop" | "who" | "read"> & {
	readonly seen: Pick<Seen, "now" | "currency">;
	/** Of `_phrases.yaml`, for texts. */
	readonly phrases?: Readonly<Record<string, string>>;
};
type Names = Readonly<Record<string, unknown>>;

/** Whether a condition of an offer's row, a segment or a rule holds for this customer now; `read` functions are obtained. */
export function conditionHolds(context: Asked, source: string, names: Roots | Names): Promise<boolean> {
	return asking(context, names, (world) => holds(knownFormula(source), world));
}

/** What a formula gives for this customer now. */
export function valueFor(context: Asked, source: string, names: Roots | Names): Promise<Value> {
	return asking(context, names, (world) => evaluate(knownFormula(source), world));
}

/** A text with its values filled in, in plain words. */
export function textFor(context: Asked, source: string, names: Roots | Names): Promise<string> {
	return asking(context, names, (world) => renderPlain(knownText(source), world));
}

/** More questions than any sensible condition asks. */
const MOST_READS = 50;

async function asking<Result>(
	{ shop, who, seen, read, phrases = {} }: Asked,
	names: Names,
	find: (world: World) => Result,
): Promise<Result> {
	const known = new Map<string, Value>();
	const named = new Map<string, unknown>(Object.entries(names));
	const world: World = {
		lookup: (name) => (named.has(name) ? valueFrom(named.get(name)) : undefined),
		call(fn, args) {
			const found = known.get(JSON.stringify([fn, args]));
			if (found === undefined) throw new Wanting(fn, args);
			return found;
		},
		phrase: (id) => phrases[id],
		now: seen.now,
		zone: who.zone,
		language: who.language,
		currency: seen.currency,
	};
	for (let asked = 0; asked < MOST_READS; asked++) {
		try {
			return find(world);
		} catch (wanting) {
			if (!(wanting instanceof Wanting)) throw wanting;
			const { fn, args } = wanting;
			known.set(JSON.stringify([fn, args]), valueFrom(await read(shop, who, fn, args)));
		}
	}
	throw new Error("a formula or a text asks without end");
}

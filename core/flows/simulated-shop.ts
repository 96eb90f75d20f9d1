import { addDuration } from "./durations.ts";
import { holds, knownFormula } from "./expression.ts";
import type { Gift, OfferFile } from "./flow-file.ts";
import { lengthOf } from "./lengths.ts";
import type { ActionResult, Roots } from "./talk.ts";
import { type GivenWorld, isMap, laidOver } from "./test-script.ts";
import { isRecord, type Value, valueFrom } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { World } from "./world.ts";

/** What a flow has asked of the shop, for `expect.called`. */
export type Call = { readonly action: string; readonly input: Readonly<Record<string, Value>> };

/** A shop made of the words of a test's `given`: its records, functions, actions and offers. */
export class SimulatedShop {
	roots: Roots;
	readonly calls: Call[] = [];
	readonly #given: GivenWorld;
	readonly #offers: ReadonlyMap<string, OfferFile>;
	readonly #vocabulary: Vocabulary;
	readonly #turns = new Map<string, number>();
	readonly #done = new Map<string, ActionResult>();
	#coupons = 0;

	constructor(given: GivenWorld, offers: ReadonlyMap<string, OfferFile>, vocabulary: Vocabulary) {
		this.#given = given;
		this.#offers = offers;
		this.#vocabulary = vocabulary;
		this.roots = {
			customer: recordOf(given.customer ?? {}),
			cart: recordOf(given.cart ?? { count: 0, total: 0, items: [] }),
			catalogue: recordOf(given.catalogue ?? { categories: [] }),
			shop: recordOf(given.shop ?? {}),
		};
	}

	/** `functions`: a value, or a map by the first argument or its id. */
	read(name: string, args: readonly Value[]): Value {
		const given = this.#given.functions?.[name];
		const [first] = args;
		const key = isRecord(first) && typeof first.id === "string" ? first.id : String(first ?? "");
		if (isMap(given) && key in given) return valueFrom(given[key]);
		const isTable = isMap(given) && !("id" in given);
		return isTable ? null : valueFrom(given);
	}

	/** Performs an action as the test says; the same key is never performed twice. */
	act(name: string, input: Readonly<Record<string, Value>>, key: string): ActionResult {
		const before = this.#done.get(key);
		if (before) return before;
		this.calls.push({ action: name, input });
		const result = this.#perform(name);
		this.#done.set(key, result);
		return result;
	}

	/** The first row whose `if` holds. A coupon's code is TEST0, TEST1 … */
	offer(name: string, world: World, pick?: unknown): { offer: Record<string, Value>; row: string } | undefined {
		const file = this.#offers.get(name);
		if (!file || this.#given.no_budget?.includes(name)) return undefined;
		const rows = isRows(pick) ? pick : file.pick;
		const at = rows.findIndex((row) => row.if === undefined || holds(knownFormula(row.if), world));
		const row = rows[at];
		if (!row) return undefined;
		const number = this.#coupons;
		this.#coupons += 1;
		const offer = {
			id: `coupon-${number}`,
			title: row.title ?? titleOf(row.give),
			code: `TEST${number}`,
			until: addDuration(world.now, lengthOf(file.valid), world.zone).toISOString(),
			amount: null,
		};
		return { offer, row: `row ${at + 1}${row.if === undefined ? "" : `: ${row.if}`}` };
	}

	save(field: string, value: Value): void {
		const [root, ...path] = field.split(".");
		if (root !== "customer") return;
		const change = path.reduceRight<Value>((inner, name) => ({ [name]: inner }), value);
		if (isRecord(change)) this.roots = { ...this.roots, customer: laidOver(this.roots.customer, change) };
	}

	#perform(name: string): ActionResult {
		const outcome = this.#outcome(name);
		if (outcome?.then) this.#layOver(outcome.then);
		if (outcome?.fails !== undefined) {
			return { ended: "refused", code: outcome.fails, text: outcome.fails, roots: this.roots };
		}
		const effect = this.#vocabulary.actions[name]?.effect ?? "idempotent";
		return { ended: "done", result: valueFrom(outcome?.returns), effect, roots: this.roots };
	}

	/** A list gives successive answers; the last one stays. */
	#outcome(name: string) {
		const given = this.#given.actions?.[name];
		if (!Array.isArray(given)) return given;
		const turn = this.#turns.get(name) ?? 0;
		this.#turns.set(name, turn + 1);
		return given[Math.min(turn, given.length - 1)];
	}

	#layOver(change: Record<string, unknown>): void {
		const { customer, cart, catalogue, shop } = laidOver<Roots>(this.roots, change);
		this.roots = {
			customer: recordOf(customer),
			cart: recordOf(cart),
			catalogue: recordOf(catalogue),
			shop: recordOf(shop),
		};
	}
}

function recordOf(raw: object): Record<string, Value> {
	return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, valueFrom(value)]));
}

function isRows(pick: unknown): pick is OfferFile["pick"] {
	return Array.isArray(pick) && pick.every((row) => isMap(row) && isMap(row.give));
}

function titleOf(gift: Gift): string {
	if ("gift" in gift) return gift.gift;
	if ("discount" in gift) return `скидка ${gift.discount}`;
	if ("free_delivery" in gift) return "бесплатная доставка";
	if ("points" in gift) return `${gift.points} баллов`;
	return gift.membership;
}

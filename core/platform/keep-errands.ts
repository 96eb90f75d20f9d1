import type { ErrandName, Errands } from "#core/errands.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop, Statement } from "#core/shop.ts";
import type { Log } from "./log.ts";
import type { WorkOff } from "./pump.ts";

/** Who keeps which promise: exactly one for each name, or nothing compiles. Each may be called twice for one promise. */
export type Keepers = { readonly [Name in ErrandName]: (shop: Shop, payload: Errands[Name]) => Promise<void> };

/** Which promises a process keeps: these alone, or all but these. */
export type Share = { readonly only: readonly ErrandName[] } | { readonly but: readonly ErrandName[] };

/** So many tries, then a person has to look; `replayErrand` begins anew. */
const MOST_TRIES = 10;
/** How long a worker may be at one before another takes it for dead, by the real clock. */
const HELD = 5 * 60_000;
const AT_ONCE = 32;

/**
 * Keeps the promises that are due. Those of one customer are kept one after the other, in the order in which they fell
 * due; different customers do not wait for each other.
 */
export function errandWork({
	shop,
	keepers,
	share = { but: [] },
	owner,
	realNow,
	log,
}: {
	shop: Shop;
	keepers: Keepers;
	share?: Share;
	/** Name of this worker. */
	owner: string;
	realNow: () => Date;
	log: Log;
}): WorkOff {
	async function keepOne(errand: DueErrand) {
		try {
			await keep(keepers, shop, errand);
			await noteDone(errand);
		} catch (error) {
			await putBack(errand, error);
		}
	}

	const ours = "only" in share ? [share.only, true] : [share.but, false];
	const done: DueErrand[] = [];
	let noting: Promise<void> | undefined;

	/** What is done while one note is under way goes together into the next. */
	function noteDone(errand: DueErrand): Promise<void> {
		done.push(errand);
		noting ??= noteAll().finally(() => {
			noting = undefined;
		});
		return noting;
	}

	async function noteAll(): Promise<void> {
		while (done.length > 0) {
			const batch = done.splice(0).map(({ id, attempts }) => ({ id: String(id), attempts }));
			await shop.db.written(DONE, [JSON.stringify(batch), shop.now()]);
		}
	}

	async function putBack({ id, name, attempts }: DueErrand, error: unknown) {
		const isDead = error instanceof Refusal || attempts >= MOST_TRIES;
		const state = isDead ? "dead" : "waiting";
		const due = new Date(shop.now().getTime() + Math.min(2 ** attempts * 1000, 600_000));
		const sentence = error instanceof Error ? error.message : String(error);
		log[isDead ? "error" : "warn"]("an errand was not kept", { errand: name, id: String(id), attempts, error });
		await shop.db.written(PUT_BACK, [id, attempts, state, due, sentence.slice(0, 500)]);
	}

	return async () => {
		for (;;) {
			const real = realNow();
			const heldUntil = new Date(real.getTime() + HELD);
			const due = await shop.db.written<DueErrand>(CLAIM, [shop.now(), real, owner, heldUntil, AT_ONCE, ...ours]);
			await Promise.all(
				byCustomer(due).map(async (errands) => {
					for (const errand of errands) await keepOne(errand);
				}),
			);
			if (due.length < AT_ONCE) break;
		}
		const [next] = await shop.db.written<{ due_at: Date | null }>(NEXT, ours);
		return next?.due_at ?? undefined;
	};
}

/**
 * Whoever bears a worker's name takes back what its last bearer was at when it died, so that a promise waits no longer
 * than the restart. Gives how many.
 */
export async function takeBackErrands(shop: Shop, { owner }: { owner: string }): Promise<number> {
	const { count } = await shop.db.errand.updateMany({
		where: { state: "doing", owner },
		data: { heldUntil: new Date(0) },
	});
	return count;
}

/** Gives a dead errand its tries back. */
export async function replayErrand(shop: Shop, { id }: { id: bigint }): Promise<void> {
	const { count } = await shop.db.errand.updateMany({
		where: { id, state: "dead" },
		data: { state: "waiting", attempts: 0, error: null, dueAt: shop.now() },
	});
	if (count === 0) throw new Refusal("not-found", "This errand is not among the dead ones.");
}

type DueErrand = {
	readonly id: bigint;
	readonly name: string;
	readonly payload: Record<string, unknown>;
	readonly attempts: number;
};

/** The payload was written by `shop.later` under the same name, so it is what that keeper takes. */
async function keep(keepers: Keepers, shop: Shop, { name, payload }: DueErrand): Promise<void> {
	if (!Object.hasOwn(keepers, name)) throw new Refusal("not-found", `Nobody keeps errands named ${name}.`);
	const keeper = keepers[name as ErrandName] as (shop: Shop, payload: unknown) => Promise<void>;
	await keeper(shop, payload);
}

/** Errands without a customer stand alone. */
function byCustomer(errands: readonly DueErrand[]): DueErrand[][] {
	const groups = new Map<string, DueErrand[]>();
	for (const errand of errands) {
		const { customerId } = errand.payload;
		const key = typeof customerId === "string" ? customerId : `errand ${errand.id}`;
		groups.set(key, [...(groups.get(key) ?? []), errand]);
	}
	return [...groups.values()];
}

/** `$1` now, `$2` the real time, `$3` owner, `$4` held until, `$5` at most so many, `$6` names and `$7` whether only these are ours. */
const CLAIM: Statement = {
	name: "errands-claim",
	text: `WITH due AS (
			SELECT id FROM errand WHERE state = 'waiting' AND due_at <= $1::timestamptz AND (name = ANY ($6::text[])) = $7::boolean
			ORDER BY due_at, id LIMIT $5::int FOR UPDATE SKIP LOCKED
		), orphaned AS (
			SELECT id FROM errand WHERE state = 'doing' AND held_until < $2::timestamptz AND (name = ANY ($6::text[])) = $7::boolean
			ORDER BY id LIMIT $5::int FOR UPDATE SKIP LOCKED
		), claimed AS (
			UPDATE errand SET state = 'doing', owner = $3, held_until = $4::timestamptz, attempts = attempts + 1
			WHERE id IN (SELECT id FROM due UNION ALL SELECT id FROM orphaned)
			RETURNING id, name, payload, attempts, due_at
		)
		SELECT id, name, payload, attempts FROM claimed ORDER BY due_at, id`,
};

/** The attempt is the fence: who was taken for dead changes nothing any more. */
const DONE: Statement = {
	name: "errands-done",
	text: `UPDATE errand e SET state = 'done', done_at = $2::timestamptz, owner = NULL, held_until = NULL, error = NULL
		FROM json_to_recordset($1::json) AS d(id bigint, attempts int)
		WHERE e.id = d.id AND e.attempts = d.attempts AND e.state = 'doing'`,
};

/** Where the same promise was made anew under its key meanwhile, that one stands for both. */
const PUT_BACK: Statement = {
	name: "errands-put-back",
	text: `UPDATE errand e SET owner = NULL, held_until = NULL, due_at = $4::timestamptz, error = $5,
			state = CASE WHEN $3 = 'waiting' AND EXISTS (
				SELECT 1 FROM errand o WHERE o.key = e.key AND o.state = 'waiting') THEN 'done' ELSE $3 END
		WHERE id = $1 AND attempts = $2 AND state = 'doing'`,
};

const NEXT: Statement = {
	name: "errands-next",
	text: `SELECT min(due_at) AS due_at FROM errand WHERE state = 'waiting' AND (name = ANY ($1::text[])) = $2::boolean`,
};

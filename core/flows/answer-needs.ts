import { describeError, isDatabaseTrouble } from "#core/conversations/database-trouble.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Hands, Who } from "./hands.ts";
import type { ActionResult, Entry, Given, Need } from "./talk.ts";

/** Answers what the engine asks for, inside the transaction of its turn. `undone`: see `ActionUndone`. */
export async function answerNeed(
	shop: Shop,
	hands: Hands,
	who: Who,
	need: Need,
	undone: Undone = { results: [], reached: 0 },
): Promise<Given> {
	switch (need.need) {
		case "read":
			return { given: "read", value: await hands.read(shop, who, need.name, need.args) };
		case "action":
			return { given: "action", ...(await act(shop, hands, who, need, undone)) };
		case "offer": {
			const { offer, pick, run, key } = need;
			const held = await hands.offer(shop, who, { offer, run, key, ...(pick !== undefined && { pick }) });
			return { given: "offer", offer: held?.offer ?? null, ...(held && { row: held.row }) };
		}
		case "plan":
			return { given: "plan", verdict: await hands.plan(shop, who, need.candidate) };
		case "assignment": {
			const [row] = await shop.db.written<{ variant: string }>(ASSIGNMENT, [who.customerId, need.name]);
			return { given: "assignment", variant: row?.variant ?? null };
		}
		case "diary": {
			const rows = await shop.db.written<EventRow>(EVENTS, [who.customerId, need.event, need.since]);
			const events = rows.map(({ id, at, data, actor }) => ({
				at,
				data: hands.event({ id: String(id), name: need.event, data, actor }),
			}));
			return { given: "diary", events };
		}
		case "entry": {
			const [row] = await shop.db.written<EntryRow>(ENTRY, [who.customerId, need.flow, need.key]);
			return { given: "entry", entry: row ? readEntry(row) : null };
		}
		case "last-start": {
			const [row] = await shop.db.written<{ at: Date | null }>(LAST_START, [who.customerId, need.flow]);
			return { given: "last-start", at: row?.at ?? null };
		}
		case "goals": {
			const rows = await shop.db.written<EntryRow>(GOALS, [who.customerId, need.flows, need.at]);
			return { given: "goals", entries: rows.map(readEntry) };
		}
		case "open":
			return { given: "open", open: hands.open(need.team, shop.now()) };
	}
}

type ActionNeed = Extract<Need, { need: "action" }>;
type Acted = ActionResult | { readonly ended: "outside"; readonly until: Date };

/**
 * Runs an action of the turn. One that is refused, or fails, must leave nothing behind while the turn goes on: so the
 * transaction is given up, and the turn thought out again with that action's end known from the start. Savepoints would do
 * the same at the price of two round trips for each action that succeeds, as nearly all do.
 */
async function act(shop: Shop, hands: Hands, who: Who, need: ActionNeed, undone: Undone): Promise<Acted> {
	const kind = hands.kind(need.name);
	if (!kind) return { ended: "failed", code: "failed", text: `There is no action ${need.name}.` };
	if (kind.where === "outside") return { ended: "outside", until: new Date(shop.now().getTime() + OUTSIDE_MS) };
	const known = undone.results[undone.reached++];
	if (known && known.ended !== "done") return known;
	const result = await attempt(shop, hands, who, need);
	if (result.ended !== "done") throw new ActionUndone(undone.reached - 1, result);
	if (result.roots || kind.effect === "read") return result;
	return { ...result, roots: await hands.roots(shop, who) };
}

/** How the actions of a turn ended that could not be done, by their place in the turn, and how many of all were reached. */
export type Undone = { readonly results: readonly (ActionResult | undefined)[]; reached: number };

/** Thrown to give up the transaction: the turn is to be thought out again, with this action answered as it ended. */
export class ActionUndone extends Error {
	readonly place: number;
	readonly result: ActionResult;

	constructor(place: number, result: ActionResult) {
		super("an action of the turn was not done");
		this.place = place;
		this.result = result;
	}
}

async function attempt(
	shop: Shop,
	hands: Hands,
	who: Who,
	{ need: _need, ...call }: ActionNeed,
): Promise<ActionResult> {
	try {
		return await hands.act(shop, who, call);
	} catch (error) {
		if (error instanceof Refusal) return { ended: "refused", code: error.code, text: error.message };
		// The turn is done again as a whole; a failure would cost the customer their run.
		if (isDatabaseTrouble(error)) throw error;
		return { ended: "failed", code: "failed", text: describeError(error) };
	}
}

/** How long an action outside may take before its run goes to an operator. */
const OUTSIDE_MS = 10 * 60_000;

const ASSIGNMENT = {
	name: "turn-assignment",
	text: "SELECT variant FROM assignment WHERE customer_id = $1::uuid AND name = $2",
};
type EventRow = { readonly id: bigint; readonly at: Date; readonly data: unknown; readonly actor: string };

const EVENTS = {
	name: "turn-diary",
	text: "SELECT id, at, data, actor FROM diary WHERE customer_id = $1::uuid AND name = $2 AND at >= $3 ORDER BY at, id",
};
const ENTRY_COLUMNS = `id, flow, key, trigger, start, event, "with", launched_by, fires_at, state, refused, arm,
	goal_until, goal_at, run_id`;
const ENTRY = {
	name: "turn-entry",
	text: `SELECT ${ENTRY_COLUMNS} FROM flow_entry WHERE customer_id = $1::uuid AND flow = $2 AND key = $3`,
};
const GOALS = {
	name: "turn-goals",
	text: `SELECT ${ENTRY_COLUMNS} FROM flow_entry
		WHERE customer_id = $1::uuid AND flow = ANY ($2::text[]) AND goal_until >= $3 AND goal_at IS NULL ORDER BY fires_at`,
};
const LAST_START = {
	name: "turn-last-start",
	text: "SELECT max(started_at) AS at FROM flow_run WHERE customer_id = $1::uuid AND flow = $2",
};

/** An entry's row, in the database's words. */
export type EntryRow = {
	id: string;
	flow: string;
	key: string;
	trigger: Entry["trigger"];
	start: number;
	event: NonNullable<Entry["event"]> | null;
	with: NonNullable<Entry["with"]> | null;
	launched_by: string | null;
	fires_at: Date;
	state: Entry["state"];
	refused: NonNullable<Entry["refused"]> | null;
	arm: NonNullable<Entry["arm"]> | null;
	goal_until: Date | null;
	goal_at: Date | null;
	run_id: string | null;
};

export function readEntry(row: EntryRow): Entry {
	return {
		id: row.id,
		flow: row.flow,
		key: row.key,
		trigger: row.trigger,
		start: row.start,
		firesAt: row.fires_at,
		state: row.state,
		...(row.event && { event: row.event }),
		...(row.with && { with: row.with }),
		...(row.launched_by && { launchedBy: row.launched_by }),
		...(row.refused && { refused: row.refused }),
		...(row.arm && { arm: row.arm }),
		...(row.goal_until && { goalUntil: row.goal_until }),
		...(row.goal_at && { goalAt: row.goal_at }),
		...(row.run_id && { run: row.run_id }),
	};
}

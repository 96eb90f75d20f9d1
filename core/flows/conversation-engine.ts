import type { CheckoutDesk } from "#core/conversations/answer-checkout.ts";
import { openLanes } from "#core/conversations/answer-lane.ts";
import { type FillCart, openRows, type Reports } from "#core/conversations/answer-row.ts";
import { describeError } from "#core/conversations/database-trouble.ts";
import { NEXT_TRY, POSTPONE } from "#core/conversations/inbox-statements.ts";
import type { RecordPayment } from "#core/conversations/note-payment.ts";
import { openWindows } from "#core/conversations/open-windows.ts";
import { type Arrival, receive } from "#core/conversations/receive.ts";
import type { StaffTurn } from "#core/conversations/staff-turn.ts";
import type { Errands } from "#core/errands.ts";
import type { Shop, Statement } from "#core/shop.ts";
import { beginDay } from "./begin-day.ts";
import type { Consult } from "./consult.ts";
import { converse } from "./converse.ts";
import { openTurns, type TurnParts, type Turns } from "./drive-turn.ts";
import { keepMoves } from "./move-runs.ts";
import { NEXT_DUE } from "./next-due.ts";
import { performActions } from "./perform-actions.ts";
import { openDirectWay } from "./receive-and-answer.ts";
import { openStaffTurns } from "./staff-turns.ts";
import { keepStop } from "./stop-run.ts";
import { tellAccepted } from "./tell-accepted.ts";
import { tellFlows, tellOccasion } from "./tell-flows.ts";
import { wakeRuns } from "./wake-runs.ts";
import { openWondering } from "./wonder.ts";

/** What the engine of all conversations is built of; main.ts hands it in. */
export type EngineParts = TurnParts & {
	/** Takes the spinner off a pressed button. Best effort, never throws. */
	readonly acknowledgePress: (account: string, press: string) => void;
	/** Shows the customer that an answer is on its way, where it takes a while. Best effort, never throws. */
	readonly showTyping?: (account: string, chat: string) => void;
	readonly checkout: CheckoutDesk;
	readonly recordPayment: RecordPayment;
	/** What a messenger tells of messages of ours. */
	readonly reports: Reports;
	readonly fillCart: FillCart;
	/** Asks an assistant what a message means; absent: there is none, rules only. */
	readonly consult?: Consult;
	/** Something new waits in the inbox. */
	readonly onInbox: () => void;
	readonly log: { warn(message: string, fields?: Record<string, unknown>): void };
};

/** The way of a message from the messenger to the outbox. Who calls it when (bell, sweep) is not its business. */
export type ConversationEngine = {
	/** Keeps what was heard; once it resolves the messenger may be told. Answers nothing. */
	receive(arrivals: readonly Arrival[], next?: string): Promise<void>;
	/** Keeps and, where nothing stands in the way, answers in the same commit. The rest waits in the inbox. */
	receiveAndAnswer(arrivals: readonly Arrival[], next?: string): Promise<void>;
	/** Works off what waits in the inbox. Gives how many rows it touched; 0: nothing is due. */
	workInbox(limit?: number): Promise<number>;
	/** When the first row that was put off may be tried again. */
	nextTry(): Promise<Date | undefined>;
	/** Wakes runs and fires entries that are due. Gives how many; 0: nothing is due. */
	workDue(limit?: number): Promise<number>;
	/** Performs promised actions outside. Gives how many; 0: nothing is due. */
	workActions(limit?: number): Promise<number>;
	/** When a run, an entry or the next try of an action will be due, as far as it is known. */
	nextDue(): Promise<Date | undefined>;
	/** Keeper of the errand `tell-flows`. */
	tellFlows(shop: Shop, payload: Errands["tell-flows"]): Promise<void>;
	/** Keeper of the errand `tell-occasion`. */
	tellOccasion(shop: Shop, payload: Errands["tell-occasion"]): Promise<void>;
	/** Keeper of the errand `move-runs`. */
	moveRuns(shop: Shop, payload: Errands["move-runs"]): Promise<void>;
	/** Keeper of the errand `stop-run`. */
	stopRun(shop: Shop, payload: Errands["stop-run"]): Promise<void>;
	/** Keeper of the errand `begin-day`. */
	beginDay(shop: Shop): Promise<void>;
	/** Resolves when no assistant is being asked. */
	quiet(): Promise<void>;
	/** Rows of the outbox that the messenger has just accepted: silences of proactive questions count from now. */
	tellAccepted(rows: readonly bigint[]): Promise<void>;
	/** How acts of staff (take, reply, hand back) reach the flows. */
	readonly staffTurn: StaffTurn;
	readonly turns: Turns;
};

export function openEngine(parts: EngineParts): ConversationEngine {
	const { shop, log, seal, acknowledgePress, consult } = parts;
	const turns = openTurns({ ...parts, canAsk: consult !== undefined });
	const wondering = consult && openWondering({ ...parts, consult });
	const talking = { shop, turns, seal, acknowledgePress };
	const staffTurn = openStaffTurns({
		turns,
		onOutbox: parts.onOutbox,
		onErrands: parts.onErrands,
		flows: parts.flows,
		...(parts.onTurn && { onTurn: parts.onTurn }),
	});
	const answer = openRows({
		...parts,
		staffTurn,
		async converse(row, words, met) {
			const thought = wondering?.take(row.id);
			const end = await converse(talking, { heard: row.heard, words, met, from: { inbox: row.id }, thought });
			if (end.ended === "puzzled") {
				parts.showTyping?.(row.heard.account, row.heard.chat);
				await wondering?.begin(row.id, end);
			}
			if (end.ended === "deferred") await shop.db.written(POSTPONE, [row.id, end.until]);
		},
	});
	const lanes = openLanes({ shop, answer, log });

	async function keep(arrivals: readonly Arrival[], next?: string): Promise<void> {
		const fresh = await receive(shop, arrivals, next);
		if (fresh > 0) parts.onInbox();
	}

	const receiveAndAnswer = openDirectWay({ shop, lanes, talking, keep, log });

	/** A window is opened before anything is answered into it. */
	async function open(arrivals: readonly Arrival[]): Promise<void> {
		const hours = arrivals[0] && parts.abilitiesOf(arrivals[0].heard.account)?.windowHours;
		if (hours !== undefined) await openWindows(shop, arrivals, hours);
	}

	const telling = { ...parts, turns };
	const newest = (flow: string) => parts.flows().book.newest.get(flow);
	const moving = { turns, newest, refresh: parts.refreshFlows ?? (async () => {}) };
	const limited = (limit: number | undefined) => (limit === undefined ? {} : { limit });

	return {
		turns,
		quiet: async () => wondering?.quiet(),
		staffTurn,
		workActions: (limit) => performActions(telling, limited(limit)),
		tellFlows: (given, payload) => tellFlows(given, telling, payload),
		tellOccasion: (given, payload) => tellOccasion(given, telling, payload),
		moveRuns: (given, payload) => keepMoves(given, moving, payload),
		stopRun: (given, payload) => keepStop(given, turns, payload),
		tellAccepted: (rows) => tellAccepted(shop, turns, rows),
		beginDay: (given) => beginDay(given, telling),
		async receive(arrivals, next) {
			await open(arrivals);
			await keep(arrivals, next);
		},
		async receiveAndAnswer(arrivals, next) {
			await open(arrivals);
			await receiveAndAnswer(arrivals, next);
		},
		workInbox: lanes.workInbox,
		nextTry: () => momentOf(shop, NEXT_TRY),
		nextDue: () => momentOf(shop, NEXT_DUE),
		workDue: (limit) =>
			wakeRuns(
				{
					shop,
					turns,
					onFailure: (due, error) =>
						log.warn("a run could not be woken", { ...due, error, reason: describeError(error) }),
				},
				limited(limit),
			),
	};
}

async function momentOf(shop: Shop, statement: Statement): Promise<Date | undefined> {
	const [row] = await shop.db.written<{ at: Date | null }>(statement, [shop.now()]);
	return row?.at ?? undefined;
}

import type { Abilities } from "#core/delivery/channel.ts";
import { aList, anObject } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { afterTurn } from "./after-turn.ts";
import { ActionUndone, answerNeed, type Undone } from "./answer-needs.ts";
import { openGroupCommit } from "./group-commit.ts";
import type { Hands, Who } from "./hands.ts";
import { openQueues } from "./in-order.ts";
import { loadButton, loadTalk, lockConversation, type StoredTalk, whereItLeads } from "./load-talk.ts";
import { Memory } from "./memory.ts";
import type { Puzzle } from "./puzzle.ts";
import { signRunLink } from "./run-link.ts";
import type { Settings } from "./settings.ts";
import type { ActionResult, Book, Button, Cause, Effect, Frame, Given, Need, Roots, Talk, Verdict } from "./talk.ts";
import { type ControlChange, type Incoming, type TurnLines, turnLines } from "./turn-lines.ts";
import type { TurnResult } from "./turn-statement.ts";
import { writeTurns } from "./write-turns.ts";

/** What the driver of turns is given. */
export type TurnParts = {
	readonly shop: Shop;
	readonly answer: (talk: Talk, cause: Cause, now: Date) => Generator<Need, Effect[], Given>;
	readonly hands: Hands;
	/** Read live at each turn. */
	readonly flows: () => { readonly book: Book; readonly settings: Settings };
	/** Reads in what other processes have taken in: a dialog may stand in a version that this one has not heard of yet. */
	readonly refreshFlows?: () => Promise<unknown>;
	/** Of an account of ours, by its name. */
	readonly abilitiesOf: (account: string) => Abilities | undefined;
	readonly seal: (text: string) => string;
	/** There is an assistant to be asked. */
	readonly canAsk?: boolean;
	/** A turn's outbox rows are committed: they may be sent at once. Never throws. */
	readonly onOutbox: (rows: readonly OutboxRow[]) => void;
	/** Errands are committed. */
	readonly onErrands: (at: Date) => void;
	/** A turn of this conversation is committed: screens that show it are old. Never throws. */
	readonly onTurn?: (conversationId: string) => void;
	/** Actions outside are promised. */
	readonly onActions: () => void;
	/** A run is to be woken then: perhaps sooner than the next sweep. */
	readonly onWake: (at: Date) => void;
};

/** A row of the outbox that may be sent at once. */
export type OutboxRow = { readonly id: bigint; readonly account: string; readonly priority: number };

export type TurnRequest = {
	readonly conversationId: string;
	/**
	 * Or how it is found under the conversation's lock, with whatever else belongs in the turn's commit. It may refuse;
	 * undefined: the flows have nothing to do.
	 */
	readonly cause: Cause | ((inside: Shop, talk: StoredTalk) => Promise<Told | undefined>);
	readonly incoming?: Incoming;
	/** What the assistant thought of the message when the conversation was at that version. */
	readonly thought?: Thought;
};

export type Thought = { readonly version: number; readonly verdict: Verdict | "none" };

/** What the flows are told, and who changed control, where it was not they. */
export type Told = { readonly cause: Cause; readonly control?: ControlChange; readonly actor?: string };

export type TurnEnd =
	| { readonly ended: "written"; readonly effects: readonly Effect[] }
	/** The inbox row had been settled by somebody else, or older rows of its lane wait. Nothing was written. */
	| { readonly ended: "not-mine" }
	/** What there was to do had been done. */
	| { readonly ended: "nothing" }
	/** An action outside is under way: the cause waits for it. */
	| { readonly ended: "deferred"; readonly until: Date }
	/** Only the assistant may know what it means: to be driven again with its thought. Nothing was written. */
	| { readonly ended: "puzzled"; readonly puzzle: Puzzle; readonly customerId: string; readonly version: number };

export type Turns = {
	/** Works off one cause: thinks, writes everything in one commit, rings. Does it again where another process was first. */
	drive(request: TurnRequest): Promise<TurnEnd>;
	/** What a press means, from memory or from the table. */
	button(conversationId: string, token: string): Promise<Button | undefined>;
	/** Forgets what is kept in memory. */
	forget(conversationId?: string): void;
};

/**
 * One turn is one commit, and two ways lead to it. A turn that needs nothing from the database is thought out on a talk kept in
 * memory and written by one statement together with others (group commit). One that does (an action, a read function, a
 * deed) holds the conversation's lock in a transaction. Both write by the same statement, which writes nothing if the
 * conversation is no longer at the version that was thought out on.
 */
export function openTurns(parts: TurnParts): Turns {
	const { shop } = parts;
	const inOrder = openQueues();
	const talks = new Memory<StoredTalk>(5000);
	const buttons = new Memory<{ conversation: string; button: Button }>(20_000);
	const commit = openGroupCommit<TurnLines, TurnResult>({ write: (turns) => writeTurns(shop.db, turns) });
	const quick: Quick = { parts, talks, commit };

	async function drive(asked: TurnRequest): Promise<TurnEnd> {
		let request = asked;
		for (let tries = 1; ; tries++) {
			const { conversationId } = request;
			const done = (await quickly(quick, request)) ?? (await carefully(parts, request, talks.get(conversationId)));
			if (done !== "overtaken") return finish(conversationId, done);
			talks.forget(conversationId);
			// Its customer may have turned out to be another's meanwhile, or to be nobody's but their own after all.
			const leadsTo = await whereItLeads(shop.db, conversationId, request.incoming?.chat);
			if (!leadsTo) throw new Refusal("not-found", `There is no conversation ${conversationId}.`);
			request = { ...request, conversationId: leadsTo };
			if (tries === MOST_RACES) throw new Error(`Conversation ${conversationId} was changed under ${tries} tries.`);
		}
	}

	function finish(conversationId: string, done: Exclude<Done, "overtaken">): TurnEnd {
		remember(conversationId, done);
		ring(done);
		if (done.lines) parts.onTurn?.(conversationId);
		return done.end;
	}

	function ring({ end, result, lines }: Exclude<Done, "overtaken">) {
		if (result?.outbox) parts.onOutbox(result.outbox.map((row) => ({ ...row, id: BigInt(row.id) })));
		const hasFiles = lines?.rows.heard?.some((line) => aList(anObject(line)?.media).length > 0);
		if (lines?.rows.told || lines?.rows.errands || hasFiles) parts.onErrands(shop.now());
		if (lines?.rows.actions) parts.onActions();
		const wakes = end.ended === "written" ? soonest(end.effects) : undefined;
		if (wakes) parts.onWake(wakes);
	}

	function remember(conversationId: string, { talk, end }: Exclude<Done, "overtaken">) {
		if (talk) talks.set(conversationId, talk);
		else talks.forget(conversationId);
		if (end.ended !== "written") return;
		for (const effect of end.effects) {
			if (effect.effect !== "buttons") continue;
			for (const button of effect.buttons) buttons.set(button.token, { conversation: conversationId, button });
		}
	}

	return {
		drive: (request) => inOrder(request.conversationId, () => drive(request)),
		async button(conversationId, token) {
			const known = buttons.get(token);
			if (known?.conversation === conversationId) return known.button;
			return loadButton(shop.db, conversationId, token);
		},
		forget(conversationId) {
			if (conversationId === undefined) talks.clear();
			else talks.forget(conversationId);
		},
	};
}

type Done =
	| "overtaken"
	| {
			readonly end: TurnEnd;
			/** As it is afterwards; absent: it has to be read again. */
			readonly talk?: StoredTalk;
			readonly result?: TurnResult;
			readonly lines?: TurnLines;
	  };

/** What a turn in memory is thought out on, and what writes it together with others. */
type Quick = {
	readonly parts: TurnParts;
	readonly talks: Memory<StoredTalk>;
	readonly commit: (lines: TurnLines) => Promise<TurnResult>;
};

/** Undefined: this turn needs the database. */
async function quickly(
	{ parts, talks, commit }: Quick,
	{ cause: told, ...request }: TurnRequest,
): Promise<Done | undefined> {
	if (typeof told === "function") return;
	const { conversationId, incoming = {}, thought: idea } = request;
	const now = parts.shop.now();
	// Only the customer's own words are frequent enough for memory; what others tell may come to nothing, and then no
	// version guards the decision.
	const known = "channel" in told ? fresh(talks.get(conversationId), now) : undefined;
	const stored = known ?? (await loadTalk(parts.shop.db, conversationId, now));
	if (!stored) return "overtaken";
	await knowVersions(parts, stored);
	if ("channel" in told) talks.set(conversationId, stored);
	const cause = withThought(told, idea, stored);
	const thought = await think(parts, stored, cause, now);
	if (!thought) return;
	const unfinished = deferral(thought) ?? puzzlement(thought, stored);
	if (unfinished) return { end: unfinished };
	if (thought.length === 0 && !("channel" in cause)) return { end: { ended: "nothing" }, talk: stored };
	const lines = turnLines(stored, cause, thought, incoming, { now, abilitiesOf: parts.abilitiesOf });
	const result = await commit(lines);
	if (!result.held) return "overtaken";
	if (!result.won) return { end: { ended: "not-mine" }, talk: stored };
	return {
		end: { ended: "written", effects: thought },
		talk: afterTurn(stored, cause, thought, incoming, now),
		result,
		lines,
	};
}

/** When the first of the runs that a turn has touched is to be woken. */
function soonest(effects: readonly Effect[]): Date | undefined {
	let first: Date | undefined;
	for (const effect of effects) {
		const at = effect.effect === "run" ? effect.run.wakeAt : undefined;
		if (at && (!first || at < first)) first = at;
	}
	return first;
}

const MOST_RACES = 20;

/** Language, zone and chats are not under the version's guard, so a talk in memory does not live long. */
const MEMORY_MS = 30_000;

function fresh(talk: StoredTalk | undefined, now: Date): StoredTalk | undefined {
	const age = talk ? now.getTime() - talk.readAt.getTime() : Number.POSITIVE_INFINITY;
	return age >= 0 && age < MEMORY_MS ? talk : undefined;
}

/** The word of a new version may come later than the first dialog that stands in it. */
async function knowVersions({ flows, refreshFlows }: TurnParts, { runs }: StoredTalk): Promise<void> {
	if (!refreshFlows) return;
	const { book, settings } = flows();
	const isOwn = ({ flow, logic }: Frame) =>
		flow === settings.defaults.flow || (flow === settings.always.flow && logic === settings.always.logic);
	const isKnown = (frame: Frame) => isOwn(frame) || book.program(frame.flow, frame.logic) !== undefined;
	if (!runs.every((run) => run.frames.every(isKnown))) await refreshFlows();
}

/** Runs the engine where it needs nothing. The roots are read only if it looks at them, as most answers do not. */
async function think(
	parts: TurnParts,
	stored: StoredTalk,
	cause: Cause,
	now: Date,
): Promise<readonly Effect[] | undefined> {
	const blank = blankRoots();
	const first = withoutNeeds(parts, talkOf(parts, stored, cause, blank.roots), cause, now, blank.looked);
	if (first !== "looked") return first;
	const roots = await parts.hands.roots(parts.shop, whoOf(parts, stored, cause));
	const second = withoutNeeds(parts, talkOf(parts, stored, cause, roots), cause, now, () => false);
	return second === "looked" ? undefined : second;
}

/** What the engine gives when nothing is asked for or saved; undefined as soon as something is. */
function withoutNeeds(
	{ answer, hands }: TurnParts,
	talk: Talk,
	cause: Cause,
	now: Date,
	looked: () => boolean,
): readonly Effect[] | undefined | "looked" {
	const turn = answer(talk, cause, now);
	try {
		let step = turn.next();
		while (!step.done) {
			if (looked()) return "looked";
			if (step.value.need !== "open") return;
			step = turn.next({ given: "open", open: hands.open(step.value.team, now) });
		}
		if (looked()) return "looked";
		return step.value.some(({ effect }) => effect === "save") ? undefined : step.value;
	} catch (error) {
		// What it made of empty roots means nothing.
		if (looked()) return "looked";
		throw error;
	}
}

/** Roots that only tell whether anybody has looked at them. */
function blankRoots(): { roots: Roots; looked: () => boolean } {
	let looked = false;
	const look = () => {
		looked = true;
		return {};
	};
	const get = { get: look, enumerable: true };
	const roots: Roots = Object.defineProperties(
		{ customer: {}, cart: {}, catalogue: {}, shop: {} },
		{ customer: get, cart: get, catalogue: get, shop: get },
	);
	return { roots, looked: () => looked };
}

/**
 * A turn under the conversation's lock. `known`: the talk as it was last seen, used if the lock finds it at that version. An
 * action that cannot be done gives the transaction up, and the turn is thought out again knowing that.
 */
async function carefully(parts: TurnParts, request: TurnRequest, known: StoredTalk | undefined): Promise<Done> {
	const undone: (ActionResult | undefined)[] = [];
	for (;;) {
		try {
			return await parts.shop.atomically((inside) => turnInside(parts, inside, request, { known, undone }));
		} catch (error) {
			if (error instanceof Unfinished) return { end: error.end };
			if (error instanceof NotMine) return { end: { ended: "not-mine" } };
			if (!(error instanceof ActionUndone)) throw error;
			undone[error.place] = error.result;
		}
	}
}

async function turnInside(
	parts: TurnParts,
	inside: Shop,
	{ conversationId, ...request }: TurnRequest,
	{ known, undone }: { known: StoredTalk | undefined; undone: Undone["results"] },
): Promise<Done> {
	const now = inside.now();
	const version = await lockConversation(inside.db, conversationId);
	const stored =
		known && known.version === version && fresh(known, now) ? known : await loadTalk(inside.db, conversationId, now);
	if (!stored) return "overtaken";
	await knowVersions(parts, stored);
	const told = typeof request.cause === "function" ? await request.cause(inside, stored) : { cause: request.cause };
	if (!told) return { end: { ended: "nothing" } };
	const { cause: heard, ...staff } = told;
	const cause = withThought(heard, request.thought, stored);
	// What its actions record comes before what the turn writes of itself.
	const effects = await inside.atomically((deed) =>
		thinkInside(parts, deed, stored, cause, { results: undone, reached: 0 }),
	);
	const unfinished = deferral(effects) ?? puzzlement(effects, stored);
	if (unfinished) throw new Unfinished(unfinished);
	const incoming = await withMessageId(inside, effects, { ...request.incoming, ...staff });
	await saveFields(parts, inside, { stored, cause, effects, incoming });
	const lines = turnLines(stored, cause, effects, incoming, { now, abilitiesOf: parts.abilitiesOf });
	const [result] = await writeTurns(inside.db, [lines]);
	// What the engine has had done goes back with the rest.
	if (!result?.won) throw new NotMine();
	const keeps = typeof request.cause !== "function" && !effects.some(({ effect }) => effect === "save");
	return {
		end: { ended: "written", effects },
		...(keeps && { talk: afterTurn(stored, cause, effects, incoming, now) }),
		result,
		lines,
	};
}

/** Thrown to roll back: another process has settled the inbox row. */
class NotMine extends Error {}

/** Thrown to roll back: the cause waits for an action outside, or for the assistant. */
class Unfinished extends Error {
	readonly end: TurnEnd;

	constructor(end: TurnEnd) {
		super(end.ended);
		this.end = end;
	}
}

async function thinkInside(
	parts: TurnParts,
	inside: Shop,
	stored: StoredTalk,
	cause: Cause,
	undone: Undone,
): Promise<readonly Effect[]> {
	const who = whoOf(parts, stored, cause);
	const roots = await parts.hands.roots(inside, who);
	const turn = parts.answer(talkOf(parts, stored, cause, roots), cause, inside.now());
	let step = turn.next();
	while (!step.done) step = turn.next(await answerNeed(inside, parts.hands, who, step.value, undone));
	return step.value;
}

/** A consent names the message it was given in, so that message's number is drawn beforehand. */
async function withMessageId(inside: Shop, effects: readonly Effect[], incoming: Incoming): Promise<Incoming> {
	if (!incoming.line || !effects.some(({ effect }) => effect === "save")) return incoming;
	const [drawn] = await inside.db.written<{ id: bigint }>(NEXT_MESSAGE, []);
	return drawn ? { ...incoming, messageId: drawn.id } : incoming;
}

const NEXT_MESSAGE = { name: "turn-next-message", text: "SELECT nextval('message_id_seq') AS id" };

type Written = { stored: StoredTalk; cause: Cause; effects: readonly Effect[]; incoming: Incoming };

async function saveFields(
	parts: TurnParts,
	inside: Shop,
	{ stored, cause, effects, incoming }: Written,
): Promise<void> {
	const { messageId, line } = incoming;
	for (const effect of effects) {
		if (effect.effect !== "save") continue;
		const { effect: _, ...saved } = effect;
		await parts.hands.save(inside, whoOf(parts, stored, cause), {
			...saved,
			...(line && { answer: line.text }),
			...(messageId !== undefined && { messageId }),
		});
	}
}

function deferral(effects: readonly Effect[]): Extract<TurnEnd, { ended: "deferred" }> | undefined {
	const defer = effects.find((effect) => effect.effect === "defer");
	return defer && { ended: "deferred", until: defer.until };
}

function puzzlement(effects: readonly Effect[], { customer, version }: StoredTalk): TurnEnd | undefined {
	const puzzled = effects.find((effect) => effect.effect === "puzzled");
	return puzzled && { ended: "puzzled", puzzle: puzzled.puzzle, customerId: customer, version };
}

/** The conversation has changed since: what was thought about it means nothing any more, and is not thought again. */
function withThought(cause: Cause, thought: Thought | undefined, { version }: StoredTalk): Cause {
	if (!thought || cause.cause !== "message") return cause;
	return { ...cause, verdict: thought.version === version ? thought.verdict : "none" };
}

function talkOf(parts: TurnParts, stored: StoredTalk, cause: Cause, roots: Roots): Talk {
	const { book, settings } = parts.flows();
	const { channel, zone, language } = whoOf(parts, stored, cause);
	const abilities: Talk["abilities"] = Object.fromEntries(
		stored.places.toReversed().flatMap((place) => {
			const able = parts.abilitiesOf(place.account);
			return able ? [[place.channel, able]] : [];
		}),
	);
	const { startLink } = abilities[channel] ?? {};
	return {
		conversation: stored.conversation,
		customer: stored.customer,
		control: stored.control,
		channel,
		abilities,
		zone,
		language,
		...(stored.customerAt && { customerAt: stored.customerAt }),
		...(stored.liveAt && { liveAt: stored.liveAt }),
		...(stored.unknownAt && { unknownAt: stored.unknownAt }),
		...(stored.stage !== undefined && { stage: stored.stage }),
		runs: stored.runs,
		roots,
		book,
		settings,
		seal: parts.seal,
		canAsk: parts.canAsk ?? false,
		...(startLink && { link: (run) => startLink + signRunLink(run, parts.seal) }),
	};
}

function whoOf({ flows }: TurnParts, stored: StoredTalk, cause: Cause): Who {
	const spoke = "channel" in cause ? cause.channel : undefined;
	const last = stored.places.find(({ chat }) => chat === stored.chat) ?? stored.places[0];
	return {
		customerId: stored.customer,
		conversationId: stored.conversation,
		channel: spoke ?? last?.channel ?? "telegram",
		zone: stored.zone ?? flows().settings.zone,
		language: stored.language,
	};
}

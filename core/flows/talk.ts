import type { ChannelName } from "#core/channel-names.ts";
import type { HeardContent } from "#core/conversations/heard.ts";
import type { Abilities } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import type { Migration, Pc, Priority, Program, Purpose } from "./program.ts";
import type { Puzzle } from "./puzzle.ts";
import type { Said } from "./read-answer.ts";
import type { HandoffText, HandoffWish, Settings } from "./settings.ts";
import type { RecordValue, Value } from "./types.ts";

export type { Value } from "./types.ts";

/**
 * What the engine is told and what it hands back. One turn: `answer(talk, cause, now)` reads a `Talk`, asks for `Need`s
 * and returns `Effect`s, which the driver writes in one transaction. Nothing here is ever changed in place: a driver may
 * keep a talk in memory and hand it to the next turn after `afterTurn(talk, effects)`.
 */
export type Talk = {
	readonly conversation: string;
	readonly customer: string;
	readonly control: Control;
	/** Where the customer wrote last; answers go there. */
	readonly channel: ChannelName;
	/** Of every channel on which this customer can be reached, the last one among them. */
	readonly abilities: Partial<Readonly<Record<ChannelName, Abilities>>>;
	/** IANA zone of the customer. */
	readonly zone: string;
	readonly language: string;
	/** When the customer last wrote or pressed, on any channel. */
	readonly customerAt?: Date;
	/** The last message, either way, that was no proactive one: the live dialog (§9.7). */
	readonly liveAt?: Date;
	/** When the text `unknown` was last sent. */
	readonly unknownAt?: Date;
	readonly stage?: string;
	/** All runs that have not ended, and those ended by silence within seven days. */
	readonly runs: readonly Run[];
	/** `customer`, `cart`, `catalogue`, `shop`: read once a turn, and again after each action. */
	readonly roots: Roots;
	readonly book: Book;
	readonly settings: Settings;
	/** A keyed hash, at least 96 bits as A-Z a-z 0-9 - _, for tokens, ids and message keys. Same text, same seal. */
	readonly seal: (text: string) => string;
	/** An assistant may be asked what a message means (row 9). */
	readonly canAsk?: boolean;
	/** A signed link back to a run's question, for `run.link`. Absent where the shop has no public address. */
	readonly link?: (run: string) => string;
};

export type Roots = Readonly<Record<"customer" | "cart" | "catalogue" | "shop", Readonly<Record<string, Value>>>>;

/** Who may speak (operators.md §1). */
export type Control =
	| { readonly by: "bot" }
	| {
			readonly by: "asked";
			readonly since: Date;
			readonly team: string;
			readonly reason: string;
			readonly meanwhile: "silence" | "bot";
	  }
	| { readonly by: "human"; readonly holder: string; readonly since: Date }
	| { readonly by: "parked"; readonly holder: string; readonly until: Date; readonly promise: string };

/** All programs: the newest of each flow, and for a running one the newest wording of its logic. */
export type Book = {
	/** By flow id, in the order of ids. */
	readonly newest: ReadonlyMap<string, Program>;
	/** The newest wording of this logic, also of logic that is no longer newest; undefined if it is gone. */
	program(flow: string, logic: string): Program | undefined;
	/** Flows that a guard or a person has paused. */
	readonly paused: ReadonlySet<string>;
};

// ── Runs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export type RunStatus =
	| "waiting_input"
	| "paused"
	| "waiting_time"
	| "waiting_event"
	| "waiting_action"
	| "held"
	| "with_operator"
	| "ended"
	| "failed";

/** One customer's passage through a flow. JSON but for its dates. */
export type Run = {
	readonly id: string;
	readonly flow: string;
	readonly logic: string;
	readonly channel: ChannelName;
	readonly purpose: Purpose;
	readonly status: RunStatus;
	/** The last one is running. Of an ended run only the lowest is kept, for its variables. */
	readonly frames: readonly Frame[];
	readonly journal: readonly JournalEntry[];
	/** The question that waits, as it was shown. Kept while the run is paused. */
	readonly asked?: Asked | undefined;
	/** Pieces of a free answer that may still be going on (§9.2). */
	readonly gathered?: { readonly since: Date; readonly said: Said } | undefined;
	/** Set while a correction walks forward again. */
	readonly keep?: Keep | undefined;
	/** Its place on the stack of runs whose question waits: the highest hears the customer. Absent: not on it. */
	readonly stack?: number | undefined;
	/** Since when it has been paused or off the top. */
	readonly pausedAt?: Date | undefined;
	/** When the sweep should wake it, and what for. */
	readonly wakeAt?: Date | undefined;
	readonly wakeFor?: "silence" | "nudge" | "gathered" | "wait" | "held" | "action" | undefined;
	/** Events that a `wait … for` waits for. */
	readonly waitingFor?: readonly string[] | undefined;
	/** The deadline of a `wait`, the moment a held step was first reached (for `stale`). */
	readonly due?: Date | undefined;
	/** Why it is held: a verdict's word, `question` (another run asks), `control`. */
	readonly heldBy?: string | undefined;
	/** The step whose leave to send is being asked, and since when: `stale` counts from there. */
	readonly reached?: { readonly frame: number; readonly pc: Pc; readonly at: Date } | undefined;
	/** How it stood when silence ended it: a signed link takes it up from here. */
	readonly revive?: Pick<Run, "frames" | "journal" | "asked"> | undefined;
	/** Paused for longer than `live`: the customer is being asked whether to go on. */
	readonly resuming?: boolean | undefined;
	/** Effect key of the action under way outside. */
	readonly action?: string | undefined;
	/** Frames that a migration gave another number, with where their questions stand now: old buttons still find them. */
	readonly moved?: readonly Moved[] | undefined;
	readonly stage?: string | undefined;
	readonly outcome?: string | undefined;
	readonly reason?: string | undefined;
	/** What went wrong, for engineers. */
	readonly error?: string | undefined;
	/** The member who had the customer walk through it: it may speak while they lead. */
	readonly pushedBy?: string | undefined;
	/** The entry that started it; absent: the customer did. */
	readonly entry?: string | undefined;
	/** Its key, unique with flow and customer. */
	readonly entryKey?: string | undefined;
	/** `event` in formulas. */
	readonly event?: RecordValue | undefined;
	readonly launchedBy?: string | undefined;
	/** When the customer last wrote or pressed in this run. A launched run inherits its launcher's. */
	readonly customerAt?: Date | undefined;
	/** The last message of this run in either direction: silence counts from it. */
	readonly lastAt?: Date | undefined;
	readonly startedAt: Date;
	readonly endedAt?: Date | undefined;
	/** Of frames and trace lines given out so far. */
	readonly frameCount: number;
	readonly seq: number;
};

/** A frame before a migration (`frame`) and after it (`to`): keys and tokens made of the old places never come again. */
export type Moved = { readonly frame: number; readonly to: number; readonly questions: Readonly<Record<Pc, Pc>> };

/** One activation of a flow inside a run. */
export type Frame = {
	readonly id: number;
	readonly flow: string;
	readonly logic: string;
	readonly kind: "flow" | "handler" | "silence";
	/** Where it stands: the instruction that waits, or the call under way. */
	readonly pc: Pc;
	readonly vars: Readonly<Record<string, Value>>;
	/** Frozen lists of `each` and rounds of `repeat`, by pc. */
	readonly loops: Readonly<Record<string, Loop>>;
	/** How often each instruction has been begun, by pc. */
	readonly visits: Readonly<Record<string, number>>;
	/** Variable of the caller that takes the outcome. */
	readonly save?: string;
	/** The frame whose variables a handler reads and writes: that of the flow it belongs to. */
	readonly of?: number;
	/** Where to go on when a silence of the whole flow has run its steps without leaving. */
	readonly behind?: Pc | undefined;
};

export type Loop = { readonly round: number; readonly list?: readonly Value[] };

/** A question as the customer saw it. */
export type Asked = {
	readonly frame: number;
	readonly pc: Pc;
	readonly visit: number;
	readonly at: Date;
	/** Hash of rendered base text, option ids and labels in order. */
	readonly shown: string;
	/** The words asked, for a consent's ledger. */
	readonly text: string;
	/** All options, also those of other pages. */
	readonly options: readonly AskedOption[];
	/** Keys by the number of the line as shown; empty where nothing was numbered. */
	readonly lines: readonly string[];
	readonly page: number;
	/** Of a `many`: keys chosen so far. */
	readonly picked: readonly string[];
	readonly misses: number;
	readonly nudged: boolean;
	/** It went out uninvited and nobody has answered yet: never repeated. */
	readonly proactive: boolean;
	/** A button that asks for the phone or the place is under the customer's keyboard. */
	readonly request: boolean;
};

/** `key` is `o:<id>` for a written option, `v:<id>` for an element, `s:<n>` for a suggestion, `skip`. */
export type AskedOption = {
	readonly key: string;
	readonly label: string;
	readonly short?: string;
	readonly also?: readonly string[];
	readonly value: Value;
};

export type JournalEntry = {
	readonly frame: number;
	readonly pc: Pc;
	readonly visit: number;
	readonly kind:
		| "answer"
		| "silence"
		| "miss"
		| "set"
		| "action"
		| "say"
		| "wait"
		| "handoff"
		| "launch"
		| "split"
		| "offer"
		| "event";
	readonly at: Date;
	/** Variable that an answer fills. */
	readonly variable?: string;
	readonly option?: string;
	readonly value?: Value;
	/** Hash of the question, or of the text said, as the customer saw it. */
	readonly shown?: string;
	/** Hash of an action's input. */
	readonly input?: string;
	readonly result?: Value;
	/** Of a done action: how it is registered. */
	readonly effect?: "read" | "idempotent" | "once";
	/** The frame whose variables were written, where it is another (a handler's). */
	readonly of?: number;
	/** Loops under way when it was answered. */
	readonly loops?: Readonly<Record<string, Loop>>;
	/** Variable → what it held before. */
	readonly undo?: Readonly<Record<string, Value>>;
};

/** Keep mode (§9.5): what was undone, by frame and pc, and how far it reaches. */
export type Keep = {
	readonly remembered: readonly JournalEntry[];
	readonly frontier: { readonly frame: number; readonly pc: Pc; readonly due?: Date };
	/** The answer that is being corrected, where it was typed: what it saved was wrong, not one of several. */
	readonly wrong?: { readonly frame: number; readonly pc: Pc; readonly value: Value };
};

// ── Causes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Why there is a turn. `id` of what came in is unique: it is part of keys of entries and ids of runs. */
export type Cause =
	| {
			readonly cause: "message";
			readonly id: string;
			readonly channel: ChannelName;
			readonly content: HeardContent;
			/** Heard as it was written: a free answer waits a moment for its other pieces. */
			readonly moreMayFollow?: boolean;
			/** What the assistant makes of it; `none`: it was asked, and knows no more than we do. */
			readonly verdict?: Verdict | "none";
	  }
	/** `button`: the FlowButton row of that token; absent when there is none (forged, or long gone). */
	| {
			readonly cause: "press";
			readonly id: string;
			readonly channel: ChannelName;
			/** The message that carried it, where known: a menu that toggles is edited in place. */
			readonly message?: string;
			readonly token: string;
			readonly button?: Button;
	  }
	| {
			readonly cause: "command";
			readonly id: string;
			readonly channel: ChannelName;
			readonly name: string;
			readonly argument: string;
	  }
	| { readonly cause: "link"; readonly id: string; readonly channel: ChannelName; readonly payload: string }
	/** A signed `run.link` was followed; the driver has checked the signature. */
	| { readonly cause: "resume"; readonly id: string; readonly channel: ChannelName; readonly run: string }
	/** The `wakeAt` of a run has come. */
	| { readonly cause: "timer"; readonly id: string; readonly run: string }
	/** A diary event of this customer. */
	| {
			readonly cause: "event";
			readonly id: string;
			readonly name: string;
			readonly at: Date;
			readonly data: RecordValue;
	  }
	/** An action outside has come to an end. */
	| {
			readonly cause: "action";
			readonly id: string;
			readonly run: string;
			readonly key: string;
			readonly result: ActionResult;
	  }
	/** An occasion made elsewhere (segment, date, every, `to`): makes or moves a FlowEntry. */
	| { readonly cause: "occasion"; readonly id: string; readonly occasion: Occasion }
	/** A pending entry's `firesAt` has come. */
	| { readonly cause: "entry"; readonly id: string; readonly entry: Entry }
	/** Staff, or time, changed who leads; `talk.control` is as it was before. `tell`: what the customer hears of it, once. */
	| { readonly cause: "control"; readonly id: string; readonly control: Control; readonly tell?: Telling }
	/** Nothing changes, but the customer hears how things stand, once. */
	| { readonly cause: "tell"; readonly id: string; readonly tell: Telling }
	/** The holder has the customer walk through a flow, and keeps the lease; or takes it back. */
	| { readonly cause: "push"; readonly id: string; readonly flow: string; readonly by: string }
	| { readonly cause: "withdraw"; readonly id: string }
	/** Control returns to the bot (§9.8). */
	| {
			readonly cause: "hand-back";
			readonly id: string;
			/** Why: hand-back, close, idle, no-answer. */
			readonly why?: string;
			/** Another step of the run on top to go on at. */
			readonly at?: string;
			/** Instead of what waits: another flow, the menu, or nothing (the customer is left in peace). */
			readonly instead?: { readonly flow: string } | "menu" | "nothing";
			readonly facts?: Readonly<Record<string, Value>>;
	  }
	/** Something changed that a held run may have waited for: consent, a channel, a guard. */
	| { readonly cause: "reconsider"; readonly id: string; readonly run: string }
	/** The messenger has accepted a proactive question: its silence counts from now. */
	| { readonly cause: "accepted"; readonly id: string; readonly run: string }
	/** `flows runs stop`. */
	| { readonly cause: "stop"; readonly id: string; readonly run: string }
	/** The run is to stand in the newest version of this flow (§12). `rule` absent: as that version's `migrate` says. */
	| {
			readonly cause: "migrate";
			readonly id: string;
			readonly run: string;
			readonly flow: string;
			readonly rule?: MoveRule;
	  };

/** How dialogs of an older logic come to the newest version: one line of `migrate`. */
export type MoveRule = Migration;

/** What the assistant made of a message (row 9): one of rows 4 to 8, or nothing. */
export type Verdict =
	| { readonly row: 4 | 7; readonly answer: string }
	| { readonly row: 5; readonly flow: string; readonly handler: string }
	| { readonly row: 6; readonly handler: string }
	| { readonly row: 8; readonly flow: string };

/** A standing text about who leads (`handoff` in _defaults.yaml), and what it names: `event` in the text. */
export type Telling = {
	readonly text: HandoffText;
	readonly with?: RecordValue;
	/** Whether the customer is asked how to go on: wait, be called back, go on with the bot. */
	readonly offers?: boolean;
};

export type Occasion = {
	readonly flow: string;
	readonly trigger: "event" | "enters" | "leaves" | "date" | "every" | "launch";
	/** Which start of the flow's list it is; absent: the first of that trigger. */
	readonly start?: number;
	readonly key: string;
	readonly firesAt: Date;
	readonly event?: RecordValue;
	/** Of a launched flow. */
	readonly with?: Readonly<Record<string, Value>>;
	readonly launchedBy?: string;
};

/** An occasion on which a flow should start for a customer, started or not. Unique on (flow, customer, key). */
export type Entry = {
	readonly id: string;
	readonly flow: string;
	readonly key: string;
	readonly trigger: Occasion["trigger"];
	/** Which start of the flow's list made it; its `if` and `between` are asked again when it fires. */
	readonly start: number;
	readonly event?: RecordValue;
	/** Variables of a launched flow. */
	readonly with?: Readonly<Record<string, Value>>;
	readonly launchedBy?: string;
	readonly firesAt: Date;
	readonly state: "pending" | "started" | "refused";
	readonly refused?: EntryRefusal;
	readonly arm?: "held_out" | "treated";
	/** The goal's window, open from the first proactive message (or where it would have left). */
	readonly goalUntil?: Date;
	readonly goalAt?: Date;
	readonly run?: string;
};

export type EntryRefusal = "if" | "flow_off" | "flow_paused" | "no_consent" | "not_in_audience" | "again";

/** A row of FlowButton: what a token means. */
export type Button = {
	readonly token: string;
	readonly label: string;
} & (
	| {
			readonly does: "answer";
			readonly run: string;
			readonly frame: number;
			readonly pc: Pc;
			readonly visit: number;
			readonly option: string;
	  }
	/** `from`: the flow whose message carried it. */
	| { readonly does: "launch"; readonly run: string; readonly flow: string; readonly from: string }
	/** Nobody of the shop is there yet: how the customer wants to go on. */
	| { readonly does: "handoff"; readonly wish: HandoffWish }
);

// ── Needs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the engine cannot know by itself; the driver answers each with the `Given` of the same name. */
export type Need =
	/** A `read` function of a formula; kept for the turn. */
	| { readonly need: "read"; readonly name: string; readonly args: readonly Value[] }
	/** Runs the action inside the turn, or says that it belongs outside. Same key, same effect. */
	| {
			readonly need: "action";
			readonly name: string;
			readonly input: Readonly<Record<string, Value>>;
			readonly key: string;
			readonly run: string;
			/** What the same step gave before the customer corrected its input: this time replaces that time. */
			readonly instead?: Value;
	  }
	| {
			readonly need: "offer";
			readonly offer: string;
			readonly pick?: unknown;
			readonly run: string;
			readonly key: string;
	  }
	| { readonly need: "plan"; readonly candidate: Candidate }
	/** The stored variant of a split, or the stored arm of `holdout/<flow>`. */
	| { readonly need: "assignment"; readonly name: string }
	/** Events of this name in the customer's diary since then. */
	| { readonly need: "diary"; readonly event: string; readonly since: Date }
	/** The entry of this customer with that key. */
	| { readonly need: "entry"; readonly flow: string; readonly key: string }
	/** When this flow last started for this customer, whatever became of it. */
	| { readonly need: "last-start"; readonly flow: string }
	/** Entries of these flows for this customer whose goal is open at that time. */
	| { readonly need: "goals"; readonly flows: readonly string[]; readonly at: Date }
	/** Whether the team serves now. */
	| { readonly need: "open"; readonly team: string };

export type Given =
	| { readonly given: "read"; readonly value: Value }
	| ({ readonly given: "action" } & (ActionResult | { readonly ended: "outside"; readonly until: Date }))
	| { readonly given: "offer"; readonly offer: Readonly<Record<string, Value>> | null; readonly row?: string }
	| { readonly given: "plan"; readonly verdict: PlanVerdict }
	| { readonly given: "assignment"; readonly variant: string | null }
	| {
			readonly given: "diary";
			readonly events: readonly { readonly at: Date; readonly data: RecordValue }[];
	  }
	| { readonly given: "entry"; readonly entry: Entry | null }
	| { readonly given: "last-start"; readonly at: Date | null }
	| { readonly given: "goals"; readonly entries: readonly Entry[] }
	| { readonly given: "open"; readonly open: boolean };

/** `roots`: as they are after it. `effect` as registered: keep mode never repeats a `once`. */
export type ActionResult =
	| {
			readonly ended: "done";
			readonly result: Value;
			readonly effect: "read" | "idempotent" | "once";
			readonly roots?: Partial<Roots>;
	  }
	| { readonly ended: "refused"; readonly code: string; readonly text: string; readonly roots?: Partial<Roots> }
	/** Retries exhausted, or it cannot be known whether it happened. */
	| { readonly ended: "failed"; readonly code: "failed" | "unknown"; readonly text: string };

/** A message that nobody has just asked for, put before the planner (marketing.md §5). */
export type Candidate = {
	readonly run: string;
	readonly flow: string;
	/** Entry key (or run), step key and visit: one occurrence is sent at most once. */
	readonly occurrence: string;
	readonly purpose: Purpose;
	readonly earliest: Date;
	readonly usefulUntil: Date;
	readonly channels: readonly string[];
	readonly quiet?: string;
	readonly spread?: string;
	readonly urgent: boolean;
	/** Channels on which the step has an approved template to name. */
	readonly templates: readonly ChannelName[];
	/** Marketing only: in which arm the customer is. The held-out go through everything else first. */
	readonly arm?: "held_out" | "treated";
	/** An offer is asked for, not a message yet. */
	readonly offer: boolean;
	/** The conversation's last message that was no proactive one, those of this turn included: the live dialog. */
	readonly liveAt?: Date;
	/** Proactive messages of this turn, which no table shows yet: they count against the caps. */
	readonly sentNow: number;
	/** What it has waited for up to now, if it has been held at this step. */
	readonly waited?: string;
};

export type PlanVerdict =
	| { readonly verdict: "go"; readonly channel: ChannelName }
	| { readonly verdict: "waits_hours" | "waits_window" | "waits_dialog" | "waits_cap"; readonly until?: Date }
	| {
			readonly verdict:
				| "held_out"
				| "no_consent"
				| "opted_out"
				| "no_channel"
				| "no_template"
				| "outbid"
				| "stale"
				| "not_worth"
				| "over_budget"
				| "paused";
	  };

// ── Effects ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What has to be written, in this order, in the transaction of the turn. */
export type Effect =
	| Say
	/** The whole run as it is now: insert or update. */
	| { readonly effect: "run"; readonly run: Run }
	| ({ readonly effect: "trace" } & TraceStep)
	| { readonly effect: "diary"; readonly name: string; readonly data: RecordValue }
	/** `note` is a line for the operator. */
	| {
			readonly effect: "control";
			readonly control: Control;
			readonly cause: string;
			readonly run?: string;
			readonly step?: string;
			readonly priority?: Priority;
			readonly note?: string;
	  }
	| { readonly effect: "entry"; readonly entry: Entry }
	/** Entries for customers that `to` named; each becomes an `occasion` of its own conversation. */
	| { readonly effect: "occasions"; readonly customers: readonly Value[]; readonly occasion: Occasion }
	| { readonly effect: "assignment"; readonly name: string; readonly variant: string; readonly u: number }
	| { readonly effect: "buttons"; readonly buttons: readonly Button[] }
	/** A field of the customer's profile; a consent goes to the ledger with the words shown. */
	| {
			readonly effect: "save";
			readonly field: string;
			readonly value: Value;
			readonly words: string;
			/** What the same question had saved before it was corrected. */
			readonly instead?: Value;
	  }
	/** Performed by a worker; its result is the next turn. */
	| {
			readonly effect: "action";
			readonly key: string;
			readonly run: string;
			readonly action: string;
			readonly input: Readonly<Record<string, Value>>;
			readonly until: Date;
	  }
	/** The customer moved to this channel. */
	| { readonly effect: "channel"; readonly channel: ChannelName }
	/** Who took what came in (§9.2): the row of the table, and what matched. */
	| { readonly effect: "routed"; readonly row: Row; readonly matched: string; readonly run?: string }
	/** An action outside is under way: the cause waits for its result, nothing else of this turn is written. */
	| { readonly effect: "defer"; readonly run: string; readonly until: Date }
	/** Rows 1 to 8 have found nobody: the turn is done again with the assistant's verdict, nothing else is written. */
	| { readonly effect: "puzzled"; readonly puzzle: Puzzle }
	/** Nobody took the message: the conversation shows as unanswered. */
	| { readonly effect: "unanswered" }
	/** When `unknown` was sent; the live dialog's last message; the stage the conversation is in. */
	| {
			readonly effect: "noted";
			readonly unknownAt?: Date;
			readonly liveAt?: Date;
			readonly customerAt?: Date;
			readonly stage?: string;
	  };

export type Row = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** One message, as a row of the outbox. */
export type Say = {
	readonly effect: "say";
	/** Unique for good: `seal(run, frame, pc, visit, part)`. A second one with this key is not written. */
	readonly key: string;
	readonly run?: string;
	readonly flow?: string;
	readonly step?: string;
	readonly stage?: string;
	readonly class: "answer" | "proactive";
	readonly purpose: Purpose;
	readonly channel: ChannelName;
	readonly content: Content;
	/** WhatsApp Cloud: what may be sent when its window is closed. */
	readonly template?: { readonly name: string; readonly params: readonly string[] };
	readonly usefulUntil?: Date;
	/** It asks something and waits. */
	readonly question: boolean;
};

export type TraceStep = {
	readonly run?: string;
	readonly seq: number;
	readonly at: Date;
	readonly step: string;
	readonly file: string;
	readonly line: number;
	/** The version's content hash, so that the line is found in the file as it was. */
	readonly full: string;
	readonly kind: string;
	/** Row of the routing table and what matched: `row 5: «другой адрес»`. */
	readonly why?: string;
	readonly decision?: string;
	readonly lookedAt?: readonly string[];
	readonly result?: string;
	readonly effectKey?: string;
};

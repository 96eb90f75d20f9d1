/**
 * A flow as the engine walks it: a flat list of instructions with jumps. It is plain JSON, stored with its version, so
 * that a run can finish on the logic it began with. Formulas and texts stay as written; they are parsed once a process.
 * Two wordings of one logic compile to the same instructions at the same places (flow-language.md §12).
 */
export type Program = {
	readonly format: typeof PROGRAM_FORMAT;
	readonly flow: string;
	/** Hash of the whole content, and of what running dialogs depend on. */
	readonly full: string;
	readonly logic: string;
	/** Where the file lies, for traces: `flows/order.flow.yaml`. */
	readonly file: string;
	readonly title: string;
	readonly purpose: Purpose;
	readonly stage?: string;
	/** Variable → its type as written: `int`, `list of text`, `product`. */
	readonly vars: Readonly<Record<string, string>>;
	readonly code: readonly Instruction[];
	readonly steps: readonly StepPlace[];
	/** Where the steps begin. Side blocks stand behind their step and are jumped over. */
	readonly entry: Pc;
	readonly start: readonly Start[];
	readonly audience?: { readonly if?: FormulaSource; readonly again?: string };
	readonly stopWhen: readonly StopRule[];
	readonly send: SendRules;
	readonly goal?: { readonly event: string; readonly if?: FormulaSource; readonly within?: string };
	readonly guard?: { readonly optOut?: number; readonly complaints?: number };
	readonly family?: string;
	/** Share of customers who get nothing, 0…1; absent: that of `_defaults.yaml`. */
	readonly holdout?: number;
	readonly during: readonly Handler[];
	/** Handlers of `_always.yaml` that are off while a question of this flow is on top. */
	readonly alwaysOff: readonly string[];
	readonly silence?: Silence;
	readonly migrate: readonly Migration[];
};

/** Raised with every change that makes stored programs unreadable; then a converter is due. */
export const PROGRAM_FORMAT = 1;

/** Index into `code`. */
export type Pc = number;

/** What a message is for; decides consent, hours, caps and hold-out (marketing.md §1). */
export type Purpose = "transactional" | "service" | "marketing";

/** A formula as written, with its line for the trace. */
export type FormulaSource = { readonly formula: string; readonly line: number };

/** A text for a customer as written (Liquid allowed). `id` is its text id, by which a translation is found. */
export type TextSource = { readonly text: string; readonly id: string; readonly line: number };

/** A value in a file: plain, a text with Liquid, a formula behind `=`, or a list or map of these. */
export type ValueSource =
	| FormulaSource
	| TextSource
	| { readonly literal: string | number | boolean | null }
	| { readonly list: readonly ValueSource[] }
	| { readonly map: Readonly<Record<string, ValueSource>> };

/** Where a step stands. `pc` is its first instruction: its `when`, if it has one; `at` that of its verb. */
export type StepPlace = {
	readonly key: string;
	readonly verb: Verb;
	readonly line: number;
	readonly pc: Pc;
	readonly at: Pc;
	/** Its own stage, or its flow's; absent in `_always.yaml`. */
	readonly stage?: string;
	/** It has a stage of its own, so that a `do`, `offer`, `handoff` or `end` here reaches it too. */
	readonly ownStage: boolean;
	/** Variable that an `ask` or `choose` fills. */
	readonly variable?: string;
};

export type Verb =
	| "say"
	| "ask"
	| "choose"
	| "set"
	| "do"
	| "if"
	| "switch"
	| "split"
	| "offer"
	| "wait"
	| "each"
	| "repeat"
	| "goto"
	| "change"
	| "call"
	| "launch"
	| "handoff"
	| "end";

/** One instruction. `step` is the index of the step it belongs to; the walk goes to the next one unless it jumps. */
export type Instruction =
	| { readonly op: "say"; readonly step: number; readonly say: Message }
	| { readonly op: "question"; readonly step: number; readonly question: Question }
	| { readonly op: "set"; readonly step: number; readonly set: readonly (readonly [string, ValueSource])[] }
	| {
			readonly op: "do";
			readonly step: number;
			readonly action: string;
			readonly with: Readonly<Record<string, ValueSource>>;
			readonly save?: string;
			readonly onError?: Pc;
	  }
	/** Goes on if the formula holds, else to `else`. `when` of a step, `if` and the branches of `switch`. */
	| { readonly op: "branch"; readonly step: number; readonly if: FormulaSource; readonly else: Pc }
	| { readonly op: "jump"; readonly step: number; readonly to: Pc }
	| {
			readonly op: "split";
			readonly step: number;
			readonly split: string;
			readonly variants: readonly { readonly id: string; readonly weight: number; readonly to?: Pc }[];
			readonly save?: string;
			readonly next: Pc;
	  }
	| {
			readonly op: "offer";
			readonly step: number;
			readonly offer: string;
			/** Replaces the rows of the offer's own file; handed to core/offers as it stands. */
			readonly pick?: unknown;
			readonly save?: string;
			readonly ifNone?: Pc;
	  }
	| {
			readonly op: "wait";
			readonly step: number;
			readonly wait: WaitLength;
			readonly for: readonly string[];
			readonly if?: FormulaSource;
			readonly then?: Pc;
			readonly else?: Pc;
			readonly next: Pc;
	  }
	/** Freezes the list of a loop; `next`, which follows, takes its elements. */
	| {
			readonly op: "each";
			readonly step: number;
			readonly variable: string;
			readonly list: FormulaSource;
			readonly atMost: number;
	  }
	/** The next element of the list frozen at `loop`, or out to `done`. */
	| { readonly op: "next"; readonly step: number; readonly loop: Pc; readonly variable: string; readonly done: Pc }
	/** Begins to count the rounds that `until` ends. */
	| { readonly op: "repeat"; readonly step: number }
	/** After the body of a `repeat`: out if `until` holds or it ran `atMost` times, else once more. */
	| {
			readonly op: "until";
			readonly step: number;
			readonly loop: Pc;
			readonly until: FormulaSource;
			readonly atMost: number;
	  }
	/** Correction; `variable` absent: the last answered question (`change: last`). */
	| { readonly op: "change"; readonly step: number; readonly variable?: string }
	| {
			readonly op: "call";
			readonly step: number;
			readonly flow: string;
			readonly with: Readonly<Record<string, ValueSource>>;
			readonly save?: string;
	  }
	| {
			readonly op: "launch";
			readonly step: number;
			readonly flow: string;
			readonly with: Readonly<Record<string, ValueSource>>;
	  }
	/** Asks for a person. Out of hours it goes to `closed`, if there is such a block; both ways come to `handed`. */
	| {
			readonly op: "handoff";
			readonly step: number;
			readonly team: string;
			readonly priority: Priority;
			readonly note?: TextSource;
			readonly say?: TextSource;
			readonly closed?: Pc;
			readonly next: Pc;
			readonly resume: boolean;
	  }
	/** The handoff is told: the run ends, or waits for control to return. */
	| {
			readonly op: "handed";
			readonly step: number;
			readonly resume: boolean;
			readonly outcome: string;
			readonly reason?: ValueSource;
	  }
	| { readonly op: "end"; readonly step: number; readonly outcome: string; readonly reason?: ValueSource }
	/** The end of the steps of a flow, a handler, or a silence that belongs to the whole flow. */
	| { readonly op: "finish"; readonly step: number; readonly of: "flow" | "handler" | "silence" };

export type Priority = "low" | "normal" | "high" | "urgent";

/** Lengths of time stay as written; `until` is a wall clock time, `days` are `mon`…`sun`. */
export type WaitLength =
	| { readonly length: string }
	| { readonly until: string; readonly after?: string; readonly days?: readonly string[] };

/** What a `say` sends. One of `text` and `any`, or media alone. */
export type Message = {
	readonly text?: TextSource;
	readonly any?: readonly TextSource[];
	readonly media: readonly MediaSource[];
	readonly buttons: readonly SayButton[];
	readonly telegram?: ChannelVariant;
	readonly whatsapp?: ChannelVariant;
};

export type MediaSource = { readonly kind: "photo" | "video" | "document"; readonly source: FormulaSource };

/** A button under a `say`: it opens a page or launches a flow, and waits for nobody. */
export type SayButton = {
	readonly label: TextSource;
	readonly short?: TextSource;
	readonly does: { readonly url: TextSource } | { readonly launch: string };
};

/** What replaces parts of a message on one channel. */
export type ChannelVariant = {
	readonly text?: TextSource;
	readonly image?: FormulaSource;
	readonly template?: TextSource;
	readonly params: readonly ValueSource[];
	readonly skip: boolean;
};

/** A step that waits for the customer: `ask` and `choose` alike. */
export type Question = {
	readonly kind: "ask" | "choose";
	readonly variable: string;
	/** How an answer is read: the type of `ask`, or of the variable that a `choose` fills. */
	readonly type: string;
	readonly text: TextSource;
	readonly image?: FormulaSource;
	readonly telegram?: ChannelVariant;
	readonly whatsapp?: ChannelVariant;
	/** `ask` only. */
	readonly suggest?: FormulaSource | { readonly list: readonly (TextSource | number)[] };
	readonly reject: readonly { readonly if: FormulaSource; readonly say: TextSource }[];
	readonly scale?: {
		readonly from: number;
		readonly to: number;
		readonly labels: Readonly<Record<string, TextSource>>;
	};
	/** `choose` only. */
	readonly from?: FormulaSource;
	readonly value?: FormulaSource;
	readonly label?: TextSource;
	readonly itemImage?: FormulaSource;
	readonly page?: number;
	readonly many: boolean;
	readonly ifNone?: Pc;
	readonly options: readonly Option[];
	/** Label of the button that leaves the variable empty. */
	readonly optional?: TextSource;
	readonly retry?: { readonly times?: number; readonly say?: TextSource; readonly then?: Pc };
	readonly silence?: Silence;
	/** `customer.first_name`: where the answer is also written. */
	readonly save?: string;
	/** No other flow may take the message (row 8). */
	readonly keep: boolean;
	/** Behind the step and its side blocks. */
	readonly next: Pc;
};

/** A written option of a `choose`. */
export type Option = {
	readonly id: string;
	readonly label: TextSource;
	readonly short?: TextSource;
	readonly also: readonly string[];
	readonly when?: FormulaSource;
	readonly say?: TextSource;
	readonly leaves?:
		| { readonly by: "goto"; readonly to: Pc }
		| { readonly by: "steps"; readonly to: Pc }
		| { readonly by: "change"; readonly variable?: string }
		| { readonly by: "launch"; readonly flow: string };
	/** False: the id does not fit the variable's type, which is then left empty. */
	readonly fills: boolean;
};

/** What happens when the customer does not answer. */
export type Silence = {
	readonly after: string;
	readonly nudge?: TextSource;
	readonly steps?: Pc;
	readonly line: number;
};

/** What a phrase (or a command) triggers while a question waits, or always. */
export type Handler = {
	/** Its name in `_always.yaml`; its id, or `during[2]`, in a flow. */
	readonly id: string;
	readonly line: number;
	readonly says: readonly string[];
	readonly command?: string;
	readonly when?: FormulaSource;
	readonly does:
		| { readonly do: "steps"; readonly pc: Pc }
		| { readonly do: "change"; readonly variable?: string }
		| { readonly do: "launch"; readonly flow: string }
		/** The built-in `stop` of `_always.yaml`: withdraws consent to advertising and says this. */
		| { readonly do: "stop"; readonly say: TextSource };
};

export type StopRule = {
	readonly event?: string;
	readonly if?: FormulaSource;
	readonly outcome: string;
	readonly reason?: ValueSource;
	readonly line: number;
};

export type SendRules = {
	/** In order: `preferred`, `last_active` or channels. */
	readonly channel?: readonly string[];
	readonly quiet?: string;
	readonly stale?: string;
	readonly spread?: string;
	readonly urgent?: boolean;
};

/** When an entry made by something other than the customer's own word fires. */
export type EntryRules = {
	readonly wait?: string;
	readonly settle?: string;
	readonly between?: string;
	readonly if?: FormulaSource;
	readonly key?: FormulaSource;
	readonly to?: FormulaSource;
	readonly line: number;
};

export type Start =
	| { readonly by: "says"; readonly says: readonly string[]; readonly line: number }
	| { readonly by: "command"; readonly command: string; readonly line: number }
	| { readonly by: "link"; readonly link: string; readonly line: number }
	| ({ readonly by: "event"; readonly event: string } & EntryRules)
	| ({ readonly by: "enters" | "leaves"; readonly segment: string } & EntryRules)
	| ({
			readonly by: "date";
			readonly date: FormulaSource;
			readonly before?: string;
			readonly after?: string;
			readonly at: string;
	  } & EntryRules)
	| ({
			readonly by: "every";
			readonly every: "day" | "week" | "month";
			readonly at: string;
			/** `mon`…`sun` or `1`…`28`. */
			readonly day?: string;
			readonly segment?: string;
	  } & EntryRules);

export type Migration = {
	/** Beginning of the old logic hash, or `all`. */
	readonly from: string;
	readonly steps: Readonly<Record<string, string>>;
	readonly else: "keep" | "restart" | "end";
};

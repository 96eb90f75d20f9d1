import type { ChannelName } from "#core/channel-names.ts";
import type { CustomFieldType } from "#core/customers/custom-field.ts";

/**
 * What a checked flow file holds, step by step. The words are those a marketer writes; only three things are added for
 * whoever works with the tree: `verb`, so that a `switch` tells steps apart, `key`, the step's name for jumps, traces
 * and translations, and `line`, where to look in the file.
 *
 * Everything here was checked by `check.ts`; a `FlowFile` is trusted. Formulas, lengths of time and Liquid texts are
 * still the strings that were written: the compiler reads them.
 */
export interface FlowFile {
	flow: string;
	title: string;
	about?: string;
	purpose: Purpose;
	/** Stage of the steps that have none of their own. */
	stage?: string;
	start: Start[];
	audience?: { if?: Formula; again?: Duration };
	stop_when: StopLine[];
	send?: SendRules;
	goal?: { event: string; if?: Formula; within?: Duration };
	guard?: { opt_out?: Share; complaints?: Share };
	family?: string;
	holdout?: Share;
	/** Declared variables, name to type. */
	vars: Record<string, string>;
	during: Handler[];
	/** Handlers of `_always.yaml` that this flow switches off. */
	always: Record<string, "off">;
	silence?: Silence;
	migrate: Migration[];
	steps: Step[];
}

export type Purpose = "transactional" | "service" | "marketing";

/** A formula as written, without a leading `=`. */
export type Formula = string;
/** A Liquid text as written. */
export type Text = string;
/** `30m`, `3 days`, `2 часа`. */
export type Duration = string;
/** `10%`. */
export type Share = string;
/** A literal; a string in it may hold Liquid, or begin with `=` and be a formula. */
export type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

/** An occasion on which the flow starts: exactly one of the first eight words is there. */
export interface Start {
	line: number;
	says?: string[];
	command?: string;
	link?: string;
	event?: string;
	enters?: string;
	leaves?: string;
	date?: Formula;
	every?: "day" | "week" | "month";
	before?: Duration;
	after?: Duration;
	at?: string;
	day?: string | number;
	segment?: string;
	settle?: Duration;
	wait?: Duration;
	between?: string;
	if?: Formula;
	key?: Formula;
	to?: Formula;
}

export interface StopLine {
	line: number;
	event?: string;
	if?: Formula;
	outcome: string;
	reason?: string;
}

export interface SendRules {
	channel?: string | string[];
	quiet?: string;
	stale?: Duration;
	spread?: Duration;
	urgent?: boolean;
}

/** What a phrase triggers while a question of the flow waits. */
export interface Handler {
	/** `id`, or the name in `_always.yaml`, or the path (`during[0]`). */
	key: string;
	line: number;
	id?: string;
	says: string[];
	command?: string;
	when?: Formula;
	steps?: Step[];
	/** A variable, or `last`. */
	change?: string;
	launch?: string;
}

export interface Silence {
	line: number;
	after: Duration;
	nudge?: Text;
	steps?: Step[];
}

export interface Migration {
	from: string;
	steps?: Record<string, string>;
	else?: "keep" | "restart" | "end";
}

export type Step =
	| SayStep
	| AskStep
	| ChooseStep
	| SetStep
	| DoStep
	| IfStep
	| SwitchStep
	| SplitStep
	| OfferStep
	| WaitStep
	| EachStep
	| RepeatStep
	| GotoStep
	| ChangeStep
	| CallStep
	| LaunchStep
	| HandoffStep
	| EndStep;

export type Verb = Step["verb"];

/** What every step may carry. */
export interface StepFrame {
	/** `id`; else the variable a question fills, if asked in one place only; else `path`. */
	key: string;
	/** Where in the file, by words: `steps[4].then[0]`, `during[0].steps[1]`, `silence.steps[0]`. */
	path: string;
	line: number;
	id?: string;
	when?: Formula;
	about?: string;
	stage?: string;
}

export interface SayStep extends StepFrame {
	verb: "say";
	say: Message;
}

/** One message; a bare `say: text` is read as `{text}`. */
export interface Message {
	text?: Text;
	any?: Text[];
	image?: Formula;
	file?: Formula;
	video?: Formula;
	buttons?: MessageButton[];
	telegram?: OnTelegram;
	whatsapp?: OnWhatsapp;
}

/** A button that does not wait: it opens an address or launches a flow. */
export interface MessageButton {
	label: Text;
	short?: Text;
	url?: Text;
	launch?: string;
}

export interface OnTelegram {
	text?: Text;
	image?: Formula;
	skip?: boolean;
}

export interface OnWhatsapp extends OnTelegram {
	template?: Text;
	params?: Value[];
}

export interface Retry {
	say?: Text;
	times?: number;
	then?: Step[];
}

/** What both kinds of question share. */
export interface QuestionWords extends StepFrame {
	text: Text;
	/** Label of the button that leaves the variable empty. */
	optional?: Text;
	retry?: Retry;
	silence?: Silence;
	/** `customer.field`. */
	save?: string;
	/** No other flow may take the message. */
	keep?: boolean;
	image?: Formula;
	telegram?: OnTelegram;
	whatsapp?: OnWhatsapp;
}

export interface AskStep extends QuestionWords {
	verb: "ask";
	ask: string;
	type?: string;
	/** Quick answers: a list of texts or numbers, or a formula. */
	suggest?: Formula | (Text | number)[];
	reject?: { if: Formula; say: Text }[];
	from?: number;
	to?: number;
	labels?: Record<string, Text>;
}

export interface ChooseStep extends QuestionWords {
	verb: "choose";
	choose: string;
	/** In file order; a bare `id: label` is read as `{label}`. */
	options: Option[];
	from?: Formula;
	value?: Formula;
	label?: Text;
	item_image?: Formula;
	page?: number;
	if_none?: Step[];
	many?: boolean;
}

export interface Option {
	id: string;
	label: Text;
	short?: Text;
	also?: string[];
	when?: Formula;
	say?: Text;
	goto?: string;
	change?: string;
	launch?: string;
	steps?: Step[];
}

export interface SetStep extends StepFrame {
	verb: "set";
	set: Record<string, Value>;
}

export interface DoStep extends StepFrame {
	verb: "do";
	do: string;
	with?: Record<string, Value>;
	save?: string;
	on_error?: Step[];
}

export interface IfStep extends StepFrame {
	verb: "if";
	if: Formula;
	then: Step[];
	else?: Step[];
}

export interface SwitchStep extends StepFrame {
	verb: "switch";
	/** The last branch may have `else` alone. */
	switch: Branch[];
}

export type Branch = { if: Formula; then: Step[] } | { else: Step[] };

export interface SplitStep extends StepFrame {
	verb: "split";
	split: string;
	/** In file order; a bare `id: weight` is read as `{weight}`. */
	variants: Variant[];
	because?: string;
	measure?: "reaction" | "margin";
	expect?: string;
	learn?: boolean;
	save?: string;
}

export interface Variant {
	id: string;
	weight: number;
	steps?: Step[];
}

export interface OfferStep extends StepFrame {
	verb: "offer";
	offer: string;
	pick?: OfferRow[];
	learn?: boolean;
	save?: string;
	if_none?: Step[];
}

export interface WaitStep extends StepFrame {
	verb: "wait";
	wait: Duration | { until: string; after?: Duration; days?: string[] };
	/** The first of these events ends the wait. */
	for?: string | string[];
	if?: Formula;
	then?: Step[];
	else?: Step[];
}

export interface EachStep extends StepFrame {
	verb: "each";
	/** `x in formula`, already taken apart. */
	each: { name: string; list: Formula };
	steps: Step[];
	at_most?: number;
}

export interface RepeatStep extends StepFrame {
	verb: "repeat";
	repeat: Step[];
	until: Formula;
	at_most?: number;
}

export interface GotoStep extends StepFrame {
	verb: "goto";
	goto: string;
}

export interface ChangeStep extends StepFrame {
	verb: "change";
	/** A variable, or `last`. */
	change: string;
}

export interface CallStep extends StepFrame {
	verb: "call";
	call: string;
	with?: Record<string, Value>;
	/** A variable that takes the outcome. */
	save?: string;
}

export interface LaunchStep extends StepFrame {
	verb: "launch";
	launch: string;
	with?: Record<string, Value>;
}

export interface HandoffStep extends StepFrame {
	verb: "handoff";
	handoff: string;
	priority?: "low" | "normal" | "high" | "urgent";
	note?: Text;
	say?: Text;
	closed?: Step[];
	after?: "end" | "resume";
	outcome?: string;
	reason?: string;
}

export interface EndStep extends StepFrame {
	verb: "end";
	end: string;
	reason?: string;
}

/** `_always.yaml`. */
export interface AlwaysFile {
	/** Built in: withdraws consent to advertising and answers once. */
	stop: { says: string[]; say: Text; line: number };
	/** The others by name (`key`), in file order: `operator`, `back`, `menu` … */
	handlers: Handler[];
}

/** `_defaults.yaml`. */
export interface DefaultsFile {
	zone: string;
	language: string;
	currency: string;
	/** Where phone numbers without a code belong; else told by the currency. */
	country?: string;
	/** Team id to its title. */
	teams: Record<string, string>;
	/** The team a handoff goes to when the flow names none. */
	team: string;
	/** Fields of a customer that this shop has thought of itself; text unless said. */
	fields?: Record<string, { title: string; type?: CustomFieldType }>;
	/** `mon-fri` to `09:00-21:00`. */
	working_hours: Record<string, string>;
	send: { channel: string | string[]; quiet: string; stale: Duration; spread: Duration; urgent?: boolean };
	/** By purpose: `1 per day`, `2 per 7 days`. */
	caps: Record<string, string[]>;
	/** Customers live all over the country: with only that known, quiet hours hold in all its zones. */
	nationwide?: boolean;
	/** What a message is expected to bring until it is measured. */
	worth?: WorthWords & { families?: Record<string, Partial<WorthWords>>; contact?: Share };
	/** Of one message that the messenger bills, by channel. */
	prices?: Partial<Record<ChannelName, number | { marketing: number; utility: number }>>;
	holdout: Share;
	live: Duration;
	answering: Duration;
	joining?: Duration;
	silence: Silence;
	/** `say` by answer type, `choose` and `any` among them. */
	retry: { times: number; say: Record<string, Text> };
	handoff: HandoffWords;
	texts: DefaultTexts;
	ordinary_answers: string[];
	deadline_words: string[];
}

/** Shares and sums of marketing.md §7, in the shop's currency. */
export interface WorthWords {
	order: Share;
	lift: Share;
	margin: number;
	incentive?: number;
	opt_out: Share;
	year: number;
	after_reaction: Share;
}

/** How the shop's people come in, and what the customer hears of it. */
export interface HandoffWords {
	say: Text;
	closed: Text;
	/** Nobody has come in time; nobody will before the shop opens. */
	late?: Text;
	shut?: Text;
	/** Offered with both. */
	options?: { wait: Text; call_back: Text; go_on: Text };
	wait_said?: Text;
	call_back_said?: Text;
	/** A member took over; another one is looked for; the bot is back, and what has changed meanwhile. */
	taken?: Text;
	again?: Text;
	facts?: Text;
	/** `turns`: members who are there get requests in turn; `queue`: they take them. */
	assign?: "turns" | "queue";
	/** Opening time: until the customer is told, the holder loses it, the bot is back. */
	after?: HandoffTimes;
	/** Of a team, where it differs; with what it promises of its service. */
	teams?: Record<string, HandoffTimes & { first?: Duration; next?: Duration; resolution?: Duration }>;
}

export interface HandoffTimes {
	late?: Duration;
	silent?: Duration;
	idle?: Duration;
}

export interface DefaultTexts {
	sorry: Text;
	unknown: Text;
	outdated: Text;
	back_to: Text;
	resume: Text;
	resume_options: { continue: Text; restart: Text; cancel: Text };
	too_late: Text;
	yesno: { yes: Text; no: Text };
	skip: Text;
	done: Text;
	more: Text;
	reply_with_number: Text;
	attachment: Text;
}

/** `_stages.yaml`, in funnel order. */
export type StagesFile = { id: string; title: string; owner?: string; lost_after?: Duration }[];

/** `_reasons.yaml`; `kind` is the list the reason stands in. */
export type ReasonsFile = { id: string; kind: "lost" | "won"; title: string; stages?: string[]; mendable?: Share }[];

/** `_phrases.yaml`: id to text. */
export type PhrasesFile = Record<string, Text>;

/** `segments/<segment>.yaml`. */
export interface SegmentFile {
	segment: string;
	title: string;
	about?: string;
	if: Formula;
	goal?: { event: string; if?: Formula; within?: Duration };
}

/** `replies/<reply>.yaml`: what operators say often; with `do` a macro. */
export interface ReplyFile {
	reply: string;
	title: string;
	text?: Text;
	do?: { tag?: string[]; untag?: string[]; pass?: string; note?: string; close?: boolean };
}

/** On what a rule or a tip comes: exactly one of the first six words is there. */
export interface Happening {
	/** An entry of the diary. */
	event?: string;
	/** The customer has waited so long for an answer. */
	unanswered?: Duration;
	/** An order is not packed so long before its time. */
	unpacked?: Duration;
	/** An order is not with the customer so long after its time. */
	late?: Duration;
	/** By their own cycle the customer's next order is due so soon. */
	due?: Duration;
	/** Fewer of a product are left. */
	stock_under?: number;
	/** Whom an event concerns that belongs to nobody. */
	to?: Formula;
	if?: Formula;
}

/** `rules/<rule>.yaml`: what is done in a conversation when something happens. */
export interface RuleFile extends Happening {
	rule: string;
	title: string;
	about?: string;
	do: RuleDeeds;
}

export interface RuleDeeds {
	tag?: string[];
	untag?: string[];
	/** To a team. */
	pass?: string;
	/** To a member, by e-mail. */
	give?: string;
	note?: Text;
	priority?: "low" | "normal" | "high" | "urgent";
}

/** `tips/<tip>.yaml`: what an operator is advised to write when something happens. */
export interface TipFile extends Happening {
	tip: string;
	title: string;
	about?: string;
	/** E-mail of whoever hears that the tip has switched itself off. */
	author?: string;
	/** Why it comes, for the operator. */
	evidence: Text;
	/** What to send, by language. */
	draft: Record<string, Text>;
}

/** `offers/<offer>.yaml`. */
export interface OfferFile {
	offer: string;
	title: string;
	about?: string;
	/** `30000 per month`. */
	budget: string;
	limits?: { per_customer?: string; floor_margin?: Share; stack?: boolean };
	pick: OfferRow[];
	learn?: boolean;
	valid: Duration;
}

export interface OfferRow {
	if?: Formula;
	/** The row's own name for the customer; built by `core/offers` when left out. */
	title?: Text;
	give: Gift;
}

export type Gift =
	| { discount: string | number }
	| { gift: string }
	| { free_delivery: true }
	| { points: number }
	| { membership: string };

/** `i18n/<lang>.<flow>.yaml`: text id to text. */
export type TranslationFile = Record<string, Text | string[]>;

import type { ChannelName } from "#core/channel-names.ts";
import { controlColumns } from "#core/conversations/control.ts";
import { mayLeave } from "#core/conversations/may-leave.ts";
import type { HeardLine } from "#core/conversations/read-heard.ts";
import { cutText } from "#core/cut-text.ts";
import type { Abilities } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import { parts } from "#core/delivery/parts.ts";
import { TOLD_TO_FLOWS } from "#core/events.ts";
import type { Place, StoredTalk } from "./load-talk.ts";
import type { Priority } from "./program.ts";
import type { Cause, Control, Effect, Run, Say, TraceStep } from "./talk.ts";
import type { Piece } from "./turn-statement.ts";

/** One turn as it will be written: its own row, and the rows of each table. `t` ties them together within a batch. */
export type TurnLines = {
	readonly t: number;
	readonly turn: Readonly<Record<string, unknown>>;
	readonly rows: { readonly [P in Piece]?: unknown[] };
};

/** What came in with the turn, besides its cause. */
export type Incoming = {
	/** Row of the inbox that this turn settles; or a row that is received in the same commit. */
	readonly inbox?: bigint;
	readonly fresh?: Readonly<Record<string, unknown>>;
	/** Chat that was heard, and what was said or pressed there. */
	readonly chat?: string;
	readonly line?: HeardLine;
	/** Number of the message in the thread, where it had to be known beforehand. */
	readonly messageId?: bigint;
	/** Who changed control, where it was not the engine. */
	readonly control?: ControlChange;
	/** Who made the engine change it; absent: nobody but the flow. */
	readonly actor?: string;
};

export type ControlChange = {
	readonly control: Control;
	readonly cause: string;
	readonly actor: string;
	readonly note?: string;
	readonly priority?: Priority;
};

/** What the effects of a turn come to, table by table. */
export function turnLines(
	talk: StoredTalk,
	cause: Cause,
	effects: readonly Effect[],
	incoming: Incoming,
	{ now, abilitiesOf }: { now: Date; abilitiesOf: (account: string) => Abilities | undefined },
): TurnLines {
	const t = nextTurn();
	const rows: { [P in Piece]?: unknown[] } = {};
	const add = (piece: Piece, row: object) => {
		rows[piece] ??= [];
		rows[piece].push({ t, ...row });
	};
	const says = effects.filter((effect) => effect.effect === "say");
	const noted = notedBy(effects);
	const stage = noted.stage ?? talk.stage ?? null;
	const { line, fresh } = incoming;

	if (fresh) add("fresh", fresh);
	if (line) addHeard(add, { line, incoming, cause, stage });
	const changes = controlChanges(effects, incoming, talk);
	const control = changes.at(-1)?.control ?? talk.control;
	const lease = talk.lease + (changes.length > 0 ? 1 : 0);
	const waits = unanswered(effects, says, line, control);
	addControl(add, changes, { stage, now });
	addSays(add, says, { talk, chat: incoming.chat, stage, abilitiesOf, lease });
	if (isForStaff(control, changes, waits)) add("errands", watchErrand(talk));
	for (const run of latest(effects, "run", ({ run }) => run.id)) add("runs", runRow(run.run));
	for (const entry of latest(effects, "entry", ({ entry }) => `${entry.flow} ${entry.key}`))
		add("entries", entry.entry);
	for (const effect of effects) addOther(add, effect, stage);
	if (cause.cause === "press" && cause.button) add("pressed", { token: cause.token });
	addTold(rows);
	return {
		t,
		rows,
		turn: { t, at: now, ...guardOf(talk, incoming), ...newsOf({ says, incoming, noted, now }), unanswered: waits },
	};
}

/** What has to be so for the turn to be written. */
function guardOf({ conversation, customer, version }: StoredTalk, { inbox, fresh }: Incoming) {
	return { conversation, customer, version, inbox: inbox?.toString() ?? null, fresh: fresh ? true : null };
}

type News = {
	says: readonly Say[];
	incoming: Incoming;
	noted: ReturnType<typeof notedBy>;
	now: Date;
};

/** What is new about the conversation itself. */
function newsOf({ says, incoming: { chat, line }, noted, now }: News) {
	return {
		chat: chat ?? null,
		heard_at: line ? now : null,
		message_at: line || says.length > 0 ? now : null,
		last_line: lastLine(says, line),
		live_at: noted.liveAt ?? null,
		unknown_at: noted.unknownAt ?? null,
		stage: noted.stage ?? null,
	};
}

type Add = (piece: Piece, row: object) => void;

let turns = 0;
/** Unique in a batch, and small enough for an int4 for as long as a process lives. */
function nextTurn(): number {
	turns = (turns + 1) % 1_000_000_000;
	return turns;
}

/** What the effects `noted` say together. */
export function notedBy(effects: readonly Effect[]) {
	const noted: { unknownAt?: Date; liveAt?: Date; customerAt?: Date; stage?: string } = {};
	for (const effect of effects) {
		if (effect.effect !== "noted") continue;
		if (effect.unknownAt) noted.unknownAt = effect.unknownAt;
		if (effect.liveAt) noted.liveAt = effect.liveAt;
		if (effect.customerAt) noted.customerAt = effect.customerAt;
		if (effect.stage !== undefined) noted.stage = effect.stage;
	}
	return noted;
}

/**
 * Set by a customer's words that nobody answered; an answer of the bot takes it off only while the bot may answer: "I am
 * calling a colleague" is none.
 */
function unanswered(effects: readonly Effect[], says: readonly Say[], line: HeardLine | undefined, control: Control) {
	if (effects.some(({ effect }) => effect === "unanswered")) return "yes";
	const isAnswered = says.some((say) => say.class === "answer");
	if (mayLeave(control, "answer") === "yes") return isAnswered ? "no" : null;
	return line && control.by === "asked" && effects.some(({ effect }) => effect === "control") ? "yes" : null;
}

/** Something new that the bot does not lead. */
function isForStaff(control: Control, changes: readonly Change[], waits: ReturnType<typeof unanswered>): boolean {
	return control.by !== "bot" && (changes.length > 0 || waits === "yes");
}

/** Somebody should come, and time passes: who leads is looked at again. */
function watchErrand({ conversation, customer }: StoredTalk) {
	return {
		name: "watch-control",
		payload: { conversationId: conversation, customerId: customer },
		key: `watch ${conversation}`,
	};
}

function lastLine(says: readonly Say[], line: HeardLine | undefined): string | null {
	const words = says.findLast(({ content }) => content.text !== "")?.content.text ?? line?.summary;
	return words === undefined ? null : cutText(words, 200, "…");
}

function addHeard(add: Add, given: { line: HeardLine; incoming: Incoming; cause: Cause; stage: string | null }) {
	const { line, incoming, cause, stage } = given;
	const { summary: _, replyTo, ...row } = line;
	const channel = channelOf(cause);
	add("heard", {
		...row,
		id: incoming.messageId?.toString() ?? null,
		chat: incoming.chat,
		channel,
		reply_to: replyTo,
		stage,
	});
	const pressed = line.kind === "pressed";
	add("diary", {
		n: 0,
		name: pressed ? "button.pressed" : "message.received",
		data: pressed ? { label: line.text } : { kind: line.kind },
		message: true,
		stage,
		channel,
		actor: "customer",
	});
}

function channelOf(cause: Cause): ChannelName | null {
	return "channel" in cause ? cause.channel : null;
}

type Change = {
	control: Control;
	from: Control["by"];
	cause: string;
	actor: string;
	priority?: string;
	note?: string;
	run?: string;
	flow?: string;
	step?: string;
};

function controlChanges(effects: readonly Effect[], incoming: Incoming, talk: StoredTalk): Change[] {
	const { control, actor = "bot" } = incoming;
	const changes: Change[] = [];
	let from = talk.control.by;
	if (control) {
		changes.push({ ...control, from });
		from = control.control.by;
	}
	for (const effect of effects) {
		if (effect.effect !== "control") continue;
		const { control: to, cause, priority, note, run, step } = effect;
		const flow = effects.find((other) => other.effect === "run" && other.run.id === run);
		changes.push({
			...{ control: to, from, cause, actor },
			...(priority && { priority }),
			...(note && { note }),
			...(run && { run }),
			...(step && { step }),
			...(flow?.effect === "run" && { flow: flow.run.flow }),
		});
		from = to.by;
	}
	return changes;
}

/** Only the last one stands in the conversation's row; the diary has them all. */
function addControl(add: Add, changes: readonly Change[], { stage, now }: { stage: string | null; now: Date }) {
	const last = changes.at(-1);
	if (!last) return;
	const { control, priority, note, run } = last;
	const asked = { ask_priority: priority ?? null, ask_note: note ?? null, ask_run_id: run ?? null };
	add("control", { ...controlColumns(control, now), ...asked });
	for (const { control, from, cause, actor, flow, step, run } of changes) {
		const data = { from, to: control.by, cause, ...detailOf(control) };
		add("diary", { n: 100, name: "control.changed", data, stage, actor, flow, step, run });
	}
}

function detailOf(control: Control) {
	if (control.by === "asked") return { team: control.team, reason: control.reason };
	return "holder" in control ? { holder: control.holder } : {};
}

type Saying = {
	talk: StoredTalk;
	chat: string | undefined;
	stage: string | null;
	abilitiesOf: (account: string) => Abilities | undefined;
	/** The conversation's, as it is after this turn. */
	lease: number;
};

/** A row each for what one call can carry: what a customer saw as two messages stands in the thread as two. */
function addSays(add: Add, says: readonly Say[], saying: Saying) {
	const once = new Map(says.map((say) => [say.key, say]));
	let n = 0;
	for (const say of once.values()) {
		const place = placeFor(say.channel, saying);
		const abilities = place && saying.abilitiesOf(place.account);
		const content = say.template ? { ...say.content, template: say.template } : say.content;
		const calls = abilities ? parts(content, abilities) : [content];
		for (const [part, content] of calls.entries())
			add("said", {
				n: n++,
				...saidRow(say, content, saying.stage),
				...addressed(place),
				lease: saying.lease,
				intent: `${say.key} ${part}`,
			});
	}
}

function saidRow(say: Say, content: Content, stage: string | null) {
	const { text, media, ...rest } = content;
	return {
		channel: say.channel,
		text,
		content,
		media: media ?? null,
		rest: hasMore(rest) ? rest : null,
		...sendingOf(say),
		useful_until: say.usefulUntil ?? null,
		stage: say.stage ?? stage,
		run: say.run ?? null,
		flow: say.flow ?? null,
		step: say.step ?? null,
	};
}

/** How it is sent: replies come before what nobody waits for, and marketing comes last and at most once. */
function sendingOf({ class: kind, purpose }: Say) {
	const proactive = kind === "proactive";
	const priority = !proactive ? 1 : purpose === "marketing" ? 3 : 2;
	return { proactive, purpose, priority, marketing: proactive && purpose === "marketing" };
}

function addressed(place: Place | undefined) {
	return { account: place?.account ?? null, chat: place?.chat ?? null };
}

function hasMore(rest: Omit<Content, "text" | "media">): boolean {
	return Object.keys(rest).length > 0;
}

/** Answers go to the chat that was heard; others to the last one heard from on their channel. */
function placeFor(channel: ChannelName, { talk, chat }: Saying): Place | undefined {
	const places = talk.places.filter((place) => place.channel === channel);
	return places.find((place) => place.chat === chat) ?? places[0];
}

/** A turn may write a thing several times; the database takes it once. */
function latest<Kind extends Effect["effect"]>(
	effects: readonly Effect[],
	kind: Kind,
	keyOf: (effect: Extract<Effect, { effect: Kind }>) => string,
) {
	const byKey = new Map<string, Extract<Effect, { effect: Kind }>>();
	for (const effect of effects) if (isOf(effect, kind)) byKey.set(keyOf(effect), effect);
	return byKey.values();
}

function isOf<Kind extends Effect["effect"]>(effect: Effect, kind: Kind): effect is Extract<Effect, { effect: Kind }> {
	return effect.effect === kind;
}

function runRow(run: Run) {
	return {
		id: run.id,
		flow: run.flow,
		logic: run.logic,
		channel: run.channel,
		purpose: run.purpose,
		status: run.status,
		state: run,
		entry: run.entry ?? null,
		stack: run.stack ?? null,
		wake_at: run.wakeAt ?? null,
		waiting_for: run.waitingFor ?? [],
		stage: run.stage ?? null,
		outcome: run.outcome ?? null,
		reason: run.reason ?? null,
		error: run.error ?? null,
		launched_by: run.launchedBy ?? null,
		started_at: run.startedAt,
		ended_at: run.endedAt ?? null,
	};
}

function addOther(add: Add, effect: Effect, stage: string | null) {
	switch (effect.effect) {
		case "trace":
			return add("trace", { ...effect, flow: flowOf(effect) });
		case "diary":
			return add("diary", { n: 200, name: effect.name, data: effect.data, stage, actor: "bot" });
		case "assignment":
			return add("assignments", { name: effect.name, variant: effect.variant, u: effect.u });
		case "buttons":
			for (const button of effect.buttons)
				add("buttons", {
					...{ token: button.token, press: button, label: button.label },
					run: "run" in button ? button.run : null,
				});
			return;
		case "action":
			return add("actions", { key: effect.key, run: effect.run, action: effect.action, input: effect.input });
		case "occasions":
			for (const customer of effect.customers)
				add("errands", {
					name: "tell-occasion",
					payload: { customerId: customerIn(customer), occasion: effect.occasion },
					key: `occasion ${effect.occasion.flow} ${effect.occasion.key} ${customerIn(customer)}`,
				});
			return;
	}
}

/** `to` names customers by id, or as records that have one. */
function customerIn(value: unknown): string {
	return typeof value === "object" && value !== null && "id" in value ? String(value.id) : String(value);
}

/** `flows/order.flow.yaml` → `order`. */
function flowOf({ file }: TraceStep): string {
	return (file.split("/").at(-1) ?? file).replace(/(\.flow)?\.yaml$/, "");
}

function addTold(rows: { [P in Piece]?: unknown[] }) {
	const names = (rows.diary ?? []).map(nameOf).filter((name) => name !== undefined && TOLD.has(name));
	if (names.length > 0) rows.told = [...new Set(names)];
}

const TOLD: ReadonlySet<string> = TOLD_TO_FLOWS;

function nameOf(row: unknown): string | undefined {
	return typeof row === "object" && row !== null && "name" in row ? String(row.name) : undefined;
}

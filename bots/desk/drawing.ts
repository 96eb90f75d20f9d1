import type { Statement } from "#core/shop.ts";
import type { Cancel } from "#core/timers.ts";
import { mayLeaveAt, URGENCIES, type Urgency } from "./budget.ts";
import type { Caller } from "./call.ts";
import { drawCard, urgencyOf, waitingCards } from "./cards.ts";
import { planTopic } from "./draw-topic.ts";
import { type Group, idOf, leavesAt, noteGroup, readGroup, spend } from "./group.ts";
import type { CardReader } from "./header-card.ts";
import { drawMarks } from "./marks.ts";
import type { DeskParts } from "./parts.ts";
import { deskWords } from "./words.ts";

/** Keeps the group as the conversations are, one call after the other, the most urgent first, within the group's budget. */
export type Drawing = {
	/** Something of this conversation has changed. */
	touch(conversationId: string): void;
	/** Looks for all that is not drawn as it should be: a bell that was missed costs seconds. */
	sweep(): Promise<void>;
	/** Draws what may be drawn now. */
	draw(): Promise<void>;
	begin(): void;
	stop(): Promise<void>;
};

type DrawingParts = Pick<DeskParts, "shop" | "readMedia" | "paint" | "timers" | "log"> & {
	readonly caller: Caller;
	readonly account: string;
	readonly reader: (language: string) => CardReader;
};

/** Something to be done, and when at the earliest. */
type Task = {
	readonly urgency: Urgency | "free";
	readonly since: Date;
	readonly notBefore: Date;
	/** A request that has no topic yet. */
	readonly opens: boolean;
	perform(group: Group): Promise<void>;
	/** Its conversation is looked at again. */
	readonly conversationId: string | null;
};

export function openDrawing(parts: DrawingParts): Drawing {
	const { shop, timers, log, account } = parts;
	const dirty = new Set<string>();
	const planned = new Map<string, Task | undefined>();
	let running: Promise<void> | undefined;
	let again = false;
	let stopped = true;
	let cancel: Cancel = () => {};

	async function tasksOf(group: Group): Promise<Task[]> {
		const reader = parts.reader(group.language);
		for (const conversationId of [...dirty]) {
			if (planned.has(conversationId)) continue;
			const plan = await planTopic(parts, { ...parts, conversationId, reader });
			if (!plan) {
				dirty.delete(conversationId);
				continue;
			}
			const { step, since, perform } = plan;
			const notBefore = step.notBefore ?? new Date(0);
			const task = { urgency: step.urgency, since, notBefore, perform, conversationId };
			planned.set(conversationId, { ...task, opens: step.do === "open-topic" });
		}
		const topics = [...planned.values()].filter((task) => task !== undefined);
		return [...(await cardTasks(parts)), ...topics].toSorted(byUrgency);
	}

	async function drawAll(): Promise<void> {
		for (let rounds = 0; !stopped && rounds < MOST_ROUNDS; rounds++) {
			again = false;
			const group = await readGroup(shop, account);
			if (!group || (await drawNext(group)) === "rest") return;
		}
	}

	async function drawNext(group: Group): Promise<"more" | "rest"> {
		const tasks = await tasksOf(group);
		const now = shop.now();
		const ready = tasks.find((task) => task.notBefore <= now && startOf(group, task, now) <= now);
		if (!ready) return drawMarksAndRest(tasks, group, now);
		const paid = ready.urgency === "free" ? group : await spend(shop, group);
		await ready.perform(paid);
		if (ready.conversationId) planned.delete(ready.conversationId);
		return "more";
	}

	async function drawMarksAndRest(tasks: readonly Task[], group: Group, now: Date): Promise<"more" | "rest"> {
		// What failed brings a card of its own.
		if (await drawMarks(parts, group)) return "more";
		await tellOverflow(parts, group, tasks.filter(({ opens }) => opens).length);
		if (again) return "more";
		wakeAt(tasks, group, now);
		return "rest";
	}

	function wakeAt(tasks: readonly Task[], group: Group, now: Date): void {
		cancel();
		const moments = tasks.map((task) => Math.max(task.notBefore.getTime(), startOf(group, task, now).getTime()));
		if (moments.length > 0)
			cancel = timers.after(Math.max(50, Math.min(...moments) - now.getTime()), () => void draw());
	}

	function draw(): Promise<void> {
		again = true;
		running ??= drawAll()
			.catch((error) => {
				log.error("the desk could not be drawn", { error });
				planned.clear();
			})
			.finally(() => {
				running = undefined;
			});
		return running;
	}

	return {
		touch(conversationId) {
			dirty.add(conversationId);
			planned.delete(conversationId);
			if (!stopped) void draw();
		},
		async sweep() {
			const rows = await shop.db.written<{ id: string }>(UNDRAWN, [shop.now()]);
			for (const { id } of rows) {
				dirty.add(id);
				planned.delete(id);
			}
			await draw();
		},
		draw,
		begin() {
			stopped = false;
		},
		async stop() {
			stopped = true;
			cancel();
			await running;
			planned.clear();
		},
	};
}

/** More rounds than a whole minute's budget and all that is free of it can need. */
const MOST_ROUNDS = 400;

function startOf(group: Group, { urgency }: Task, now: Date): Date {
	if (urgency === "free") return group.pausedUntil && group.pausedUntil > now ? group.pausedUntil : now;
	return leavesAt(group, urgency, now);
}

function byUrgency(one: Task, other: Task): number {
	return rank(one) - rank(other) || one.since.getTime() - other.since.getTime();
}

function rank({ urgency }: Task): number {
	return urgency === "free" ? -1 : URGENCIES.indexOf(urgency);
}

async function cardTasks(parts: DrawingParts): Promise<Task[]> {
	const { shop, account } = parts;
	const cards = await waitingCards(shop, account);
	if (cards.length === 0) return [];
	const ids = cards.flatMap(({ conversationId }) => conversationId ?? []);
	const topics = await shop.db.deskTopic.findMany({ where: { conversationId: { in: ids } } });
	const threads = new Map(topics.map(({ conversationId, threadId }) => [conversationId, threadId]));
	return cards.flatMap((card) => {
		const threadId = card.conversationId ? threads.get(card.conversationId) : undefined;
		// Its topic is not there yet: it waits for it.
		if (card.conversationId && threadId === undefined && card.state === "open") return [];
		return {
			urgency: card.state === "closed" ? ("free" as const) : urgencyOf(card),
			...{ since: card.createdAt, notBefore: new Date(0), opens: false, conversationId: null },
			perform: (group: Group) => drawCard(parts, { card, group, threadId }),
		};
	});
}

/** Requests that found no room in the minute are at least counted, in one message. */
async function tellOverflow(
	{ shop, caller, account, reader }: DrawingParts,
	group: Group,
	count: number,
): Promise<void> {
	if (count === group.overflowCount) return;
	const { overflowId } = group;
	const note = (data: { overflowId: number | null; overflowCount: number }) =>
		shop.db.deskGroup.update({ where: { account }, data });
	if (count === 0) {
		if (overflowId) await caller.call("deleteMessage", { chat_id: group.chatId, message_id: overflowId });
		await note({ overflowId: null, overflowCount: 0 });
		return;
	}
	const now = shop.now();
	// The last of the minute's messages is kept for this one; that the number has changed can wait.
	const isFirst = overflowId === null;
	const leaves = isFirst ? mayLeaveAt(group.spent.slice(1), "talk", now) : mayLeaveAt(group.spent, "transcript", now);
	if (leaves > now) return;
	const text = { text: overflowText(count, reader(group.language)), parse_mode: "HTML" } as const;
	const paid = await spend(shop, group);
	const outcome = isFirst
		? await caller.call("sendMessage", { chat_id: group.chatId, ...text })
		: await caller.call("editMessageText", { chat_id: group.chatId, message_id: overflowId, ...text });
	if (await noteGroup(shop, paid, outcome)) return;
	await note({ overflowId: idOf(outcome) ?? (outcome.kind === "gone" ? null : overflowId), overflowCount: count });
}

function overflowText(count: number, { webAddress, language }: CardReader): string {
	const words = deskWords(language);
	const link = webAddress ? ` · <a href="${webAddress}/conversations">${words.openInWeb}</a>` : "";
	return words.moreWaiting(count) + link;
}

/** Whoever needs a person and has no topic, and topics behind whose back something has happened. */
const UNDRAWN: Statement = {
	name: "desk-undrawn",
	text: `SELECT c.id FROM conversation c LEFT JOIN desk_topic t ON t.conversation_id = c.id
		WHERE c.merged_into_id IS NULL
			AND (c.control <> 'bot' OR (t.conversation_id IS NOT NULL AND c.last_message_at > $1::timestamptz - interval '1 day'))
			AND (t.conversation_id IS NULL OR t.drawn_version <> c.version
				OR (c.promise_due_at <= $1::timestamptz AND t.due_told IS DISTINCT FROM c.promise_due_at)
				OR t.drawn_to < coalesce((SELECT max(m.id) FROM message m WHERE m.conversation_id = c.id), 0))`,
};

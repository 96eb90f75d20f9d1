import type { Errands } from "#core/errands.ts";
import type { Control, Telling } from "#core/flows/talk.ts";
import type { Shop, Statement } from "#core/shop.ts";
import { nextMember, noteGiven } from "#core/team/next-member.ts";
import { isOnline } from "#core/team/presence.ts";
import { isoDay } from "#core/zoned-time.ts";
import { cancelPending } from "./cancel-pending.ts";
import { type HandoffRules, type NextWatch, nextWatch, type Watched } from "./next-watch.ts";
import { openEnds } from "./open-ends.ts";
import type { HeldConversation, StaffCause, StaffTurn } from "./staff-turn.ts";
import { watchSoon } from "./watch-soon.ts";
import { writeControlLine } from "./write-control-line.ts";

type WatchParts = {
	readonly turn: StaffTurn;
	/** Read live. */
	readonly rules: () => HandoffRules;
	/** Rings at whoever holds a conversation: a question waits. */
	readonly warn: (memberId: string, conversationId: string) => void;
};

/**
 * Keeper of `watch-control`: does what time has brought to a conversation that the bot does not lead, and promises to look
 * again. Whatever was true when it was promised, only what is true under the lock counts.
 */
export function controlWatch({ turn, rules, warn }: WatchParts) {
	return async (_shop: Shop, { conversationId }: Errands["watch-control"]): Promise<void> => {
		let warned: string | undefined;
		await turn({
			conversationId,
			async decide(inside, held) {
				warned = undefined;
				const { rings, tell } = await watchOnce(inside, held, rules());
				warned = rings;
				return tell ? { tell } : {};
			},
		});
		if (warned) warn(warned, conversationId);
	};
}

type WatchedOnce = { readonly tell?: StaffCause | undefined; readonly rings?: string | undefined };

/** What time has brought: what the flows are told, and at whom it rings. */
async function watchOnce(inside: Shop, held: HeldConversation, rules: HandoffRules): Promise<WatchedOnce> {
	const row = await inside.db.conversation.findUniqueOrThrow({ where: { id: held.conversation } });
	await noteAnswerBy(inside, row, rules);
	await noteResolveBy(inside, row, rules);
	const given = await give(inside, held, row, rules);
	if (given) return { tell: given };
	const next = nextWatch(await look(inside, held, row), rules, inside.now());
	if (!next) return {};
	await watchSoon(inside, held, "at" in next ? next.at : inside.now());
	if ("at" in next) return {};
	const tell = await bring(inside, held, next, rules);
	return { tell, rings: next.now === "warn" && "holder" in held.control ? held.control.holder : undefined };
}

/** A request goes to somebody who is there, if the shop gives them in turns; not to whoever has just let it lie. */
async function give(
	inside: Shop,
	{ control }: HeldConversation,
	{ team, lastHolderId, id }: Row,
	rules: HandoffRules,
): Promise<StaffCause | undefined> {
	if (control.by !== "asked" || control.meanwhile === "bot" || rules.assign !== "turns") return undefined;
	const isLost = LOST.has(control.reason);
	const memberId = await nextMember(inside, {
		team: team ?? rules.team,
		before: isLost ? null : lastHolderId,
		passedBy: isLost ? lastHolderId : null,
	});
	if (!memberId) return undefined;
	await noteGiven(inside, memberId);
	await writeControlLine(inside, { conversationId: id, from: "asked", to: "human", given: memberId, text: "" });
	return change({ by: "human", holder: memberId, since: inside.now() }, "given");
}

const LOST: ReadonlySet<string> = new Set(["silent", "offline", "promise"]);

type Row = Awaited<ReturnType<Shop["db"]["conversation"]["findUniqueOrThrow"]>>;

async function look(inside: Shop, held: HeldConversation, row: Row): Promise<Watched> {
	const { control } = held;
	const planned = await inside.db.laterReply.count({ where: { conversationId: row.id, state: "waiting" } });
	return {
		control,
		team: row.team,
		unansweredSince: row.unansweredSince,
		staffSaidAt: row.staffSaidAt && row.staffSaidAt >= (row.lastHeardAt ?? EVER) ? row.staffSaidAt : null,
		staffTypedAt: row.staffTypedAt,
		promiseDueAt: row.promiseDueAt,
		hasPlanned: planned > 0,
		done: row.watched,
		holderIsOnline: "holder" in control && (await isOnline(inside, control.holder)),
	};
}

const EVER = new Date(0);

async function bring(
	inside: Shop,
	held: HeldConversation,
	next: Exclude<NonNullable<NextWatch>, { at: Date }>,
	rules: HandoffRules,
): Promise<StaffCause | undefined> {
	const { conversation: conversationId, control } = held;
	const now = inside.now();
	switch (next.now) {
		case "tell-late":
		case "tell-shut": {
			const text = next.now === "tell-late" ? "late" : "shut";
			await noteDone(inside, conversationId, text);
			const { language } = await inside.db.customer.findUniqueOrThrow({
				where: { id: held.customer },
				select: { language: true },
			});
			return { cause: "tell", tell: telling(text, { rules, now, language }) };
		}
		case "warn":
			await noteDone(inside, conversationId, "warn");
			return undefined;
		case "wake": {
			if (!("holder" in control)) return undefined;
			return change({ by: "human", holder: control.holder, since: now }, "time");
		}
		case "ask": {
			await cancelPending(inside, { conversationId, reason: "passed" });
			if (next.reason !== "silent") await giveToTeam(inside, conversationId);
			await writeControlLine(inside, { conversationId, from: control.by, to: "asked", text: "" });
			const { team } = await inside.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
			const asked = { by: "asked", since: now, reason: next.reason, meanwhile: "silence" } as const;
			return { ...change({ ...asked, team: team ?? rules.team }, next.reason), tell: { text: "again" } };
		}
		case "hand-back": {
			if ((await openEnds(inside, { conversationId })).length > 0) return undefined;
			await writeControlLine(inside, { conversationId, from: control.by, to: "bot", text: "" });
			await inside.record({
				name: "conversation.handed_back",
				...{ customerId: held.customer, conversationId, actor: "system" },
				data: { by: "system", human: true },
			});
			return { cause: "hand-back", why: "idle" };
		}
	}
}

function change(control: Control, why: string): Extract<StaffCause, { cause: "control" }> {
	return { cause: "control", control, why };
}

/** Names a time that can be kept, as the customer reads times: a quarter of an hour of opening time from now, on the next five minutes. */
function telling(
	text: "late" | "shut",
	{ rules, now, language }: { rules: HandoffRules; now: Date; language: string },
): Telling {
	const by = rules.after(now, 15 * 60_000).getTime();
	const round = new Date(Math.ceil(by / STEP) * STEP);
	const timeZone = rules.zone;
	const clock = round.toLocaleTimeString(language, { timeZone, hour: "2-digit", minute: "2-digit" });
	const date = round.toLocaleDateString(language, { timeZone, day: "numeric", month: "long" });
	const isToday = isoDay(round, timeZone) === isoDay(now, timeZone);
	return { text, with: { by: isToday ? clock : `${clock} ${date}` }, offers: rules.offers };
}

const STEP = 5 * 60_000;

async function noteDone(inside: Shop, id: string, what: string): Promise<void> {
	await inside.db.conversation.update({ where: { id }, data: { watched: { push: what } } });
}

/** The word of somebody who is not there is their team's. */
async function giveToTeam(inside: Shop, conversationId: string): Promise<void> {
	await inside.db.customerPromise.updateMany({ where: { conversationId, state: "open" }, data: { ownerId: null } });
}

/** By when somebody should answer, by what the team promises. */
async function noteAnswerBy(inside: Shop, row: Row, rules: HandoffRules): Promise<void> {
	const { first, next } = rules.times(row.team ?? rules.team);
	const length = row.staffSaidAt ? (next ?? first) : first;
	if (!row.unansweredSince || row.answerBy || length === undefined) return;
	const answerBy = rules.after(row.unansweredSince, length);
	await inside.db.conversation.update({ where: { id: row.id }, data: { answerBy } });
}

/** By when the matter should be settled, counted from its first message, by what the team promises. */
async function noteResolveBy(inside: Shop, row: Row, rules: HandoffRules): Promise<void> {
	const { resolution } = rules.times(row.team ?? rules.team);
	if (row.control === "bot" || row.resolveBy || resolution === undefined) return;
	const [first] = await inside.db.written<{ at: Date }>(MATTER_BEGAN, [row.id]);
	const beganAt = first?.at ?? inside.now();
	const resolveBy = rules.after(beganAt, resolution);
	await inside.db.conversation.update({ where: { id: row.id }, data: { beganAt, resolveBy } });
}

/** The first message after the last day of silence: where the reports begin an episode too (core/insights/count-episodes.ts). */
const MATTER_BEGAN: Statement = {
	name: "conversation-matter-began",
	text: `SELECT at FROM (
			SELECT at, lag(at) OVER (ORDER BY id) AS before FROM (
				SELECT id, at FROM message WHERE conversation_id = $1::uuid AND NOT proactive AND channel <> 'note'
				ORDER BY id DESC LIMIT 300) latest) lines
		WHERE before IS NULL OR at - before >= interval '1 day' ORDER BY at DESC LIMIT 1`,
};

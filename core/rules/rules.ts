import { cancelPending } from "#core/conversations/cancel-pending.ts";
import type { HeldConversation, StaffCause, StaffDecision } from "#core/conversations/staff-turn.ts";
import { watchSoon } from "#core/conversations/watch-soon.ts";
import { writeControlLine } from "#core/conversations/write-control-line.ts";
import { addTag, removeTag } from "#core/customers/tag-customer.ts";
import type { RuleDeeds, RuleFile } from "#core/flows/flow-file.ts";
import type { Shop } from "#core/shop.ts";
import { type ConversationRow, isFirstTime, type Occurrence } from "./occurrence.ts";
import { askingOf, type RuleParts } from "./rule-parts.ts";
import type { Watcher } from "./watcher.ts";

/** The rules of `flows/rules`, as they are now. */
export function rulesOf({ book }: Pick<RuleParts, "book">): Watcher[] {
	return [...book().rules].map(([id, file]) => ({
		name: `rule ${id}`,
		file,
		act: (shop, parts, occurrence, at) => follow(shop, parts, { id, file, occurrence, at }),
	}));
}

type Following = {
	readonly id: string;
	readonly file: RuleFile;
	readonly occurrence: Occurrence;
	readonly at: ConversationRow | null;
};

async function follow(shop: Shop, parts: RuleParts, { id, file, occurrence, at }: Following): Promise<void> {
	const { note: written } = file.do;
	const words = written === undefined ? "" : await (await askingOf(shop, parts, occurrence, at)).text(written);
	const note = words.trim() === "" ? null : `${file.title}: ${words.trim()}`;
	const once = { name: `rule ${id}`, cause: occurrence.cause };
	if (!at) {
		if (await isFirstTime(shop, { ...once, note })) parts.told("tip", id);
		return;
	}
	await parts.turn({
		conversationId: at.id,
		async decide(inside, held) {
			if (!(await isFirstTime(inside, once))) return {};
			await tagAs(inside, held, file.do);
			if (note) await noteByRule(inside, held, note);
			return passAs(inside, held, file, parts);
		},
	});
}

async function tagAs(inside: Shop, { customer }: HeldConversation, { tag = [], untag = [] }: RuleDeeds): Promise<void> {
	for (const one of tag) await addTag(inside, { customerId: customer, tag: one, actor: "system" });
	for (const one of untag) await removeTag(inside, { customerId: customer, tag: one, actor: "system" });
}

/** A line among staff that no member has written. */
async function noteByRule(inside: Shop, { conversation }: HeldConversation, text: string): Promise<void> {
	const at = inside.now();
	const line = { conversationId: conversation, channel: "note", author: "note", text, kind: "note", status: "sent" };
	await inside.db.message.create({ data: { ...line, direction: "said", at, createdAt: at } });
}

/** A rule calls somebody to a conversation that nobody leads; it takes none from a person. */
async function passAs(
	inside: Shop,
	held: HeldConversation,
	{ title, do: { pass, give, priority } }: RuleFile,
	parts: RuleParts,
): Promise<StaffDecision> {
	const { control, conversation: conversationId } = held;
	const isFree = control.by === "bot" || control.by === "asked";
	const isThere = control.by === "asked" && give === undefined && control.team === pass;
	if ((pass === undefined && give === undefined) || !isFree || isThere) {
		if (priority) await markAs(inside, conversationId, { priority, title });
		return {};
	}
	const holder = give === undefined ? undefined : await memberBy(inside, give);
	const since = inside.now();
	const team = pass ?? parts.book().settings.defaults.team;
	const next: Extract<StaffCause, { cause: "control" }>["control"] = holder
		? { by: "human", holder, since }
		: { by: "asked", since, team, reason: "rule", meanwhile: "silence" };
	await cancelPending(inside, { conversationId, reason: "passed" });
	await writeControlLine(inside, { conversationId, from: control.by, to: next.by, text: "" });
	await watchSoon(inside, held);
	return { tell: { cause: "control", control: next, why: "rule", note: title, ...(priority && { priority }) } };
}

/** The mark says why it is there: by what called for a person, else by the rule's name. */
async function markAs(
	inside: Shop,
	id: string,
	{ priority, title }: { priority: string; title: string },
): Promise<void> {
	const { askNote } = await inside.db.conversation.findUniqueOrThrow({ where: { id }, select: { askNote: true } });
	await inside.db.conversation.update({ where: { id }, data: { askPriority: priority, askNote: askNote ?? title } });
}

/** Somebody who writes to customers; an address that nobody has leaves it to the team. */
async function memberBy(inside: Shop, email: string): Promise<string | undefined> {
	const member = await inside.db.member.findFirst({
		where: {
			email: { equals: email, mode: "insensitive" },
			banned: false,
			role: { in: ["owner", "lead", "operator"] },
		},
		select: { id: true },
	});
	return member?.id;
}

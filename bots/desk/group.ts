import type { Shop } from "#core/shop.ts";
import { mayLeaveAt, recentOf, type Urgency } from "./budget.ts";
import type { Outcome } from "./call.ts";

/** The group that is the desk now. */
export type Group = {
	readonly account: string;
	readonly chatId: string;
	readonly language: string;
	readonly spent: readonly Date[];
	readonly pausedUntil: Date | null;
	readonly overflowId: number | null;
	readonly overflowCount: number;
};

/** Reads it; undefined while none is bound, or nothing can be posted there. */
export async function readGroup(shop: Shop, account: string): Promise<Group | undefined> {
	const group = await shop.db.deskGroup.findUnique({ where: { account } });
	return group && group.trouble === null ? group : undefined;
}

/** When something of this urgency may be posted there. */
export function leavesAt({ spent, pausedUntil }: Group, urgency: Urgency, now: Date): Date {
	const budget = mayLeaveAt(spent, urgency, now);
	return pausedUntil && pausedUntil > budget ? pausedUntil : budget;
}

/** Notes, before a call, that a message of the minute is spent: whoever is killed over it has spent it. */
export async function spend(shop: Shop, group: Group): Promise<Group> {
	const now = shop.now();
	const spent = [...recentOf(group.spent, now), now];
	await shop.db.deskGroup.update({ where: { account: group.account }, data: { spent } });
	return { ...group, spent };
}

/** What the answer to a call says of the group itself; false: the answer is about the call alone. */
export async function noteGroup(shop: Shop, { account }: Group, outcome: Outcome): Promise<boolean> {
	switch (outcome.kind) {
		case "moved":
			await followGroup(shop, { account, to: outcome.to });
			return true;
		case "wait": {
			const pausedUntil = new Date(shop.now().getTime() + outcome.seconds * 1000);
			await shop.db.deskGroup.update({ where: { account }, data: { pausedUntil } });
			return true;
		}
		case "gone":
			if (outcome.what !== "group") return false;
			await shop.db.deskGroup.update({ where: { account }, data: { trouble: outcome.reason } });
			return true;
		case "unauthorized":
		case "unclear": {
			const pausedUntil = new Date(shop.now().getTime() + BREATH_MS);
			await shop.db.deskGroup.update({ where: { account }, data: { pausedUntil } });
			return true;
		}
		case "done":
		case "same":
		case "refused":
		case "conflict":
			return false;
	}
}

const BREATH_MS = 5_000;

/** A group that became a supergroup has another id; what stood in the old one stays there. */
export async function followGroup(shop: Shop, { account, to }: { account: string; to: string }): Promise<void> {
	await shop.atomically(async ({ db }) => {
		const { count } = await db.deskGroup.updateMany({
			where: { account, chatId: { not: to } },
			data: { chatId: to, overflowId: null, overflowCount: 0 },
		});
		if (count === 0) return;
		await db.deskTopic.deleteMany({ where: { account } });
		await db.deskCard.deleteMany({ where: { account } });
	});
}

/** A message of ours as Telegram numbered it. */
export function idOf(outcome: Outcome): number | undefined {
	const { result } = outcome.kind === "done" ? outcome : { result: undefined };
	return typeof result === "object" &&
		result !== null &&
		"message_id" in result &&
		typeof result.message_id === "number"
		? result.message_id
		: undefined;
}

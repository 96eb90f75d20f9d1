import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { redeemDeskCode } from "./desk-code.ts";
import { may } from "./may.ts";

type Binding = {
	readonly account: string;
	/** Who typed the code, as the messenger knows them. */
	readonly nativeId: string;
	readonly code: string;
	/** The group in which it was typed; absent: in private. */
	readonly chatId?: string | undefined;
};

export type Bound = { readonly memberId: string; readonly group: boolean };

/** Somebody types a code at the desk: from now on they are that member there, and with an owner's code the group is the desk. */
export async function bindDesk(shop: Shop, { account, nativeId, code, chatId }: Binding): Promise<Bound> {
	return shop.atomically(async (inside) => {
		const { memberId, opens } = await redeemDeskCode(inside, { code });
		const member = await inside.db.member.findUnique({ where: { id: memberId } });
		if (!member || member.banned) throw new Refusal("not-found", "There is no such member any more.");
		if (opens === "group" && !chatId) throw new Refusal("invalid", "Post this code in the staff's group.");
		const boundAt = inside.now();
		// One member, one person in the messenger: a new phone takes the place of the old one.
		await inside.db.deskMember.deleteMany({ where: { account, OR: [{ memberId }, { nativeId }] } });
		await inside.db.deskMember.create({ data: { account, nativeId, memberId, boundAt } });
		const group = opens === "group" && chatId !== undefined && may(member.role, "lead-team");
		if (group) await bindGroup(inside, { account, chatId, memberId, language: member.language });
		await inside.db.audit.create({
			data: { actor: memberId, act: group ? "desk.group" : "desk.member", thing: chatId ?? nativeId, at: boundAt },
		});
		return { memberId, group };
	});
}

/** This group is the desk from now on. What stood in another one is drawn anew here. */
export async function bindGroup(
	inside: Shop,
	{ account, chatId, memberId, language }: { account: string; chatId: string; memberId: string; language: string },
): Promise<void> {
	const facts = { chatId, language, boundBy: memberId, boundAt: inside.now(), trouble: null, overflowId: null };
	await inside.db.deskTopic.deleteMany({ where: { account } });
	await inside.db.deskCard.deleteMany({ where: { account } });
	await inside.db.deskGroup.upsert({ where: { account }, create: { account, ...facts }, update: facts });
}

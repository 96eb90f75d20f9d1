import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { sentFiles } from "./attachments.ts";
import type { Staff } from "./staff-turn.ts";

type Note = {
	readonly conversationId: string;
	readonly staff: Staff;
	readonly text: string;
	/** Ids of files that we keep, which go to nobody. */
	readonly files?: readonly string[];
	/** Colleagues who are to read it. */
	readonly mentions?: readonly string[];
};

/** A line among staff in the thread. The customer never sees it, and anybody may write one, whoever leads. Gives the line's id. */
export async function note(
	shop: Shop,
	{ conversationId, staff, text, files = [], mentions = [] }: Note,
): Promise<bigint> {
	if (text.trim() === "" && files.length === 0) throw new Refusal("invalid", "The note is empty.");
	return shop.atomically(async (inside) => {
		const conversation = await inside.db.conversation.findUnique({ where: { id: conversationId } });
		if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
		const at = inside.now();
		const media = (await sentFiles(inside, files)).map((file) => ({ ...file }));
		const { id } = await inside.db.message.create({
			data: {
				conversationId,
				channel: "note",
				direction: "said",
				author: `note:${staff.id}`,
				text,
				kind: "note",
				...(media.length > 0 && { content: { media } }),
				status: "sent",
				stage: conversation.stage,
				at,
				createdAt: at,
			},
		});
		const known = await inside.db.member.findMany({ where: { id: { in: [...mentions] }, banned: false } });
		const named = known.filter((member) => member.id !== staff.id);
		await inside.db.mention.createMany({
			data: named.map((member) => ({ messageId: id, memberId: member.id, conversationId, at })),
		});
		return id;
	});
}

/** A member has opened the thread: nothing of it names them in vain any more. */
export async function seeMentions(shop: Shop, where: { conversationId: string; memberId: string }): Promise<void> {
	await shop.db.mention.updateMany({ where: { ...where, seenAt: null }, data: { seenAt: shop.now() } });
}

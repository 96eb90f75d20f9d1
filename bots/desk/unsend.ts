import { unsendReply } from "#core/conversations/unsend-reply.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import { refuse } from "./told.ts";

/** Takes back what this member last said to the customer from here, or the message of theirs that they quote. */
export async function unsendLast(
	{ shop, staffTurn, account }: DeskTools,
	{ conversationId, colleague }: Act,
	quoted?: number,
): Promise<void> {
	const said = await shop.db.deskLine.findFirst({
		where: {
			...{ account, conversationId, memberId: colleague.id, kind: "reply", line: { not: null } },
			...(quoted === undefined ? { NOT: { mark: "🙈" } } : { messageId: quoted }),
		},
		orderBy: { messageId: "desc" },
	});
	if (!said?.line) return refuse("not-found", colleague.words.nothingToUnsend);
	await unsendReply(staffTurn, { conversationId, staff: colleague.staff, line: said.line });
	await shop.db.deskLine.updateMany({
		where: { account, chatId: said.chatId, messageId: said.messageId },
		data: { settled: false },
	});
}

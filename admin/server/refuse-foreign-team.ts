import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { isTheirs } from "#core/team/may.ts";
import type { Asker } from "./guard.ts";

/** An operator of some teams sees and answers their conversations, and what is nobody's. */
export async function refuseForeignTeam(shop: Shop, asker: Asker, conversationId: string): Promise<void> {
	if (asker.teams.length === 0) return;
	const conversation = await shop.db.conversation.findUnique({ where: { id: conversationId }, select: { team: true } });
	if (conversation && !isTheirs(asker, conversation.team))
		throw new Refusal("not-allowed", "This conversation belongs to another team.");
}

import type { Shop, Statement } from "#core/shop.ts";
import type { Caller } from "./call.ts";
import { noteGroup, readGroup } from "./group.ts";

/** Who was forgotten is forgotten at the desk too: the topic goes with all that stands in it, and so do its rows. */
export async function forgetGone({
	shop,
	caller,
	account,
}: {
	shop: Shop;
	caller: Caller;
	account: string;
}): Promise<void> {
	const gone = await shop.db.written<{ conversationId: string; threadId: number }>(GONE, [account]);
	const group = gone.length > 0 ? await readGroup(shop, account) : undefined;
	if (!group) return;
	for (const { conversationId, threadId } of gone) {
		const outcome = await caller.call("deleteForumTopic", { chat_id: group.chatId, message_thread_id: threadId });
		if (await noteGroup(shop, group, outcome)) return;
		await shop.atomically(async ({ db }) => {
			await db.deskTopic.deleteMany({ where: { conversationId } });
			await db.deskCard.deleteMany({ where: { conversationId } });
			await db.deskLine.deleteMany({ where: { conversationId } });
			await db.written(FORGET_UPDATES, [account, threadId]);
		});
	}
}

const GONE: Statement = {
	name: "desk-gone",
	text: `SELECT t.conversation_id AS "conversationId", t.thread_id AS "threadId" FROM desk_topic t
		WHERE t.account = $1 AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = t.conversation_id)`,
};

/** What members wrote there is about that customer. */
const FORGET_UPDATES: Statement = {
	name: "desk-forget-updates",
	text: `DELETE FROM desk_update WHERE account = $1 AND state <> 'waiting'
		AND (coalesce(update->'message', update->'callback_query'->'message')->>'message_thread_id')::int = $2::int`,
};

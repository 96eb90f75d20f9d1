import type { Hindrance } from "#core/conversations/heard.ts";
import { withdrawByPlatform } from "#core/conversations/platform-consent.ts";
import type { Shop } from "#core/shop.ts";

/** A messenger's own cap on marketing (131049) is asked about again after this; a reply of the customer lifts it earlier. */
export const CAPPED_FOR = 24 * 3_600_000;

/** What a refusal says about the whole chat is kept there, so that the next message is not refused for the same reason. */
export async function noteHindrance(
	shop: Shop,
	{ chatId, identityId, means }: { chatId: string; identityId: string | null; means: Hindrance },
): Promise<void> {
	const now = shop.now();
	switch (means) {
		case "capped":
			await shop.db.chat.update({
				where: { id: chatId },
				data: { cappedUntil: new Date(now.getTime() + CAPPED_FOR) },
			});
			return;
		case "window":
			// Our own reckoning was wrong: the messenger's clock is the one that counts.
			await shop.db.chat.updateMany({ where: { id: chatId, windowUntil: { gt: now } }, data: { windowUntil: now } });
			return;
		case "opted-out":
			if (identityId) await withdrawByPlatform(shop, { identityId, answer: "stopped" });
			return;
	}
}

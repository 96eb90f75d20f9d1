import { expect, test } from "vitest";
import { searchConversations } from "#core/conversations/search-conversations.ts";
import type { Shop } from "#core/shop.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

test("whoever works for one team finds its customers' words, though thirty others have used them since", async () => {
	const { shop } = await aShop();
	const gifts = await aThread(shop, "gifts", ["Хочу самовар"]);
	await aThread(shop, "care", Array<string>(40).fill("Где мой самовар?"));
	const found = async (words: string, teams: readonly string[]) =>
		(await searchConversations(shop, { words, teams })).messages.map(({ conversationId, text }) => [
			conversationId,
			text,
		]);

	expect(await found("самоварами", ["gifts"])).toEqual([[gifts, "Хочу самовар"]]);
	expect(await found("самовар", [])).toHaveLength(30);
	expect(await found("паровоз", [])).toEqual([]);
});

async function aThread(shop: Shop, team: string, texts: readonly string[]): Promise<string> {
	const { conversationId } = await aCustomer(shop);
	await shop.db.conversation.update({ where: { id: conversationId }, data: { team } });
	await shop.db.message.createMany({
		data: texts.map((text) => ({
			...{ conversationId, text, at: shop.now() },
			...{ channel: "telegram", direction: "heard" as const, author: "customer" },
		})),
	});
	return conversationId;
}

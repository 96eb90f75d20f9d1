import type { Actor } from "#core/events.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

type Tagging = { readonly customerId: string; readonly tag: string; readonly actor: Actor };

/** Puts a tag on a customer. One that is there already is no news. */
export async function addTag(shop: Shop, { customerId, tag, actor }: Tagging): Promise<void> {
	const word = tag.normalize("NFC").trim();
	if (word === "" || word.length > 60) throw new Refusal("invalid", "A tag has 1 to 60 letters.");
	const { count } = await shop.db.customerTag.createMany({
		data: { customerId, tag: word, actor, at: shop.now() },
		skipDuplicates: true,
	});
	if (count > 0) await shop.record({ name: "tag.added", customerId, actor, data: { tag: word } });
}

/** Takes a tag off. */
export async function removeTag(shop: Shop, { customerId, tag, actor }: Tagging): Promise<void> {
	const word = tag.normalize("NFC").trim();
	const { count } = await shop.db.customerTag.deleteMany({ where: { customerId, tag: word } });
	if (count > 0) await shop.record({ name: "tag.removed", customerId, actor, data: { tag: word } });
}

/** These are the customer's tags, and no others. */
export async function setTags(
	shop: Shop,
	{ customerId, tags, actor }: { customerId: string; tags: readonly string[]; actor: Actor },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await inside.db.customerTag.findMany({ where: { customerId } });
		for (const { tag } of before) if (!tags.includes(tag)) await removeTag(inside, { customerId, tag, actor });
		for (const tag of tags) await addTag(inside, { customerId, tag, actor });
	});
}

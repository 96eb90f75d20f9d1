import type { Shop } from "#core/shop.ts";
import { type Card, putCard } from "./cards.ts";
import { plain } from "./html.ts";

/** Something that another part of the shop shows to its people: a tip, a warning. */
export type Post = {
	/** At most one of a key; posted again it is drawn anew. */
	readonly key: string;
	/** Plain words. */
	readonly text: string;
	/** `act` comes back when it is pressed: at most 40 signs of A-Z a-z 0-9 - _. */
	readonly buttons: readonly { readonly label: string; readonly act: string }[];
	/** To this member in private, into this customer's topic, or to all of the group. */
	readonly to: { readonly memberId: string } | { readonly conversationId: string } | "team";
};

/** What somebody did with a post: pressed a button, or answered in words. */
export type PostAnswer = {
	readonly key: string;
	readonly memberId: string;
	readonly by: { readonly act: string } | { readonly words: string };
};

/** Gives what to tell whoever answered. */
export type OnPostAnswer = (answer: PostAnswer) => Promise<string | undefined>;

/** Shows it when its turn comes. False: that member is not known at the desk. */
export async function putPost(shop: Shop, account: string, { key, text, buttons, to }: Post): Promise<boolean> {
	const bound =
		typeof to === "object" && "memberId" in to
			? await shop.db.deskMember.findUnique({ where: { account_memberId: { account, memberId: to.memberId } } })
			: undefined;
	if (bound === null) return false;
	await putCard(shop, {
		...{ account, kind: "post", key: postKey(key), urgency: "due" },
		conversationId: typeof to === "object" && "conversationId" in to ? to.conversationId : undefined,
		about: { post: key },
		privately: bound?.nativeId,
		drawn: { text: plain(text), keyboard: buttons.map(({ label, act }) => [{ text: label, data: `post.${act}` }]) },
	});
	return true;
}

/** It has done its work: the message goes. */
export async function closePost(shop: Shop, key: string): Promise<void> {
	await shop.db.deskCard.updateMany({ where: { key: postKey(key) }, data: { state: "closed" } });
}

/** The post that a card shows. */
export function postOf({ key }: Card): string | undefined {
	return key?.startsWith("post ") ? key.slice(5) : undefined;
}

function postKey(key: string): string {
	return `post ${key}`;
}

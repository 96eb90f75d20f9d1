import { showName } from "#core/customers/show-name.ts";
import { inLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import { TIP_WORDS, WRONG_REASONS } from "./tip-words.ts";

/** The desk, as far as tips need it. */
export type TipDesk = {
	/** False: that member is not known there. */
	post(post: {
		readonly key: string;
		readonly text: string;
		readonly buttons: readonly { readonly label: string; readonly act: string }[];
		readonly to: { readonly memberId: string } | "team";
	}): Promise<boolean>;
	closePost(key: string): Promise<void>;
};

/** What tips are posted by. */
export type PostingParts = {
	readonly desk: TipDesk;
	/** Language of the shop: what is posted to all is read in it. */
	readonly language: () => string;
	/** Who hears that a tip has switched itself off: the e-mail in its file. */
	readonly authorOf: (tip: string) => string | undefined;
};

/**
 * Shows at the desk what is not there yet: tips, notes of rules that concern no customer, and the word to an author whose tip
 * went off. What is settled is taken away. A post has a key, so a crash between post and row posts nothing twice.
 */
export async function postTips(shop: Shop, parts: PostingParts): Promise<void> {
	const open = await shop.db.tip.findMany({
		where: { state: "open", postedAt: null },
		orderBy: { shownAt: "asc" },
		take: 50,
	});
	for (const { id } of open) {
		await postTip(shop, parts, { id, asking: false });
		await shop.db.tip.update({ where: { id }, data: { postedAt: shop.now() } });
	}
	const over = await shop.db.tip.findMany({
		where: { NOT: [{ state: "open" }, { postedAt: null }], clearedAt: null },
		select: { id: true },
		take: 50,
	});
	for (const { id } of over) {
		await parts.desk.closePost(keyOf(id));
		await shop.db.tip.update({ where: { id }, data: { clearedAt: shop.now() } });
	}
	await postNotes(shop, parts);
	await tellAuthors(shop, parts);
}

/** Draws a tip; `asking`: why it is wrong. */
export async function postTip(
	shop: Shop,
	{ desk, language }: PostingParts,
	{ id, asking }: { id: string; asking: boolean },
): Promise<void> {
	const tip = await shop.db.tip.findUnique({ where: { id } });
	if (!tip) return;
	const { customer } = await shop.db.conversation.findUniqueOrThrow({
		where: { id: tip.conversationId },
		select: { customer: true },
	});
	const owner = tip.ownerId ? await shop.db.member.findUnique({ where: { id: tip.ownerId } }) : null;
	const words = inLanguage(owner?.language ?? language(), TIP_WORDS);
	const post = {
		key: keyOf(id),
		text: [`💡 ${tip.title} · ${showName(customer)}`, tip.evidence, "", `«${tip.draft}»`].join("\n"),
		buttons: asking
			? WRONG_REASONS.map((reason) => ({ label: words.reasons[reason], act: `because-${reason}` }))
			: (["send", "edit", "wrong"] as const).map((act) => ({ label: words[act], act })),
	};
	if (owner && (await desk.post({ ...post, to: { memberId: owner.id } }))) return;
	await desk.post({ ...post, to: "team" });
}

/** `tip <id>` */
export function keyOf(id: string): string {
	return `tip ${id}`;
}

async function postNotes(shop: Shop, { desk }: PostingParts): Promise<void> {
	const notes = await shop.db.ruleFiring.findMany({ where: { NOT: { note: null }, postedAt: null }, take: 20 });
	for (const { rule, cause, note } of notes) {
		await desk.post({ key: `${rule} ${cause}`, text: `📌 ${note}`, buttons: [], to: "team" });
		await shop.db.ruleFiring.updateMany({ where: { rule, cause }, data: { postedAt: shop.now() } });
	}
}

async function tellAuthors(shop: Shop, { desk, language, authorOf }: PostingParts): Promise<void> {
	const off = await shop.db.tipSwitch.findMany({ where: { isOff: true, postedAt: null } });
	for (const { tip, at } of off) {
		const email = authorOf(tip);
		const author = email
			? await shop.db.member.findFirst({ where: { email: { equals: email, mode: "insensitive" } } })
			: null;
		const text = inLanguage(author?.language ?? language(), TIP_WORDS).wentOff(tip);
		const post = { key: `tip-off ${tip} ${at.getTime()}`, text, buttons: [] };
		if (!(author && (await desk.post({ ...post, to: { memberId: author.id } }))))
			await desk.post({ ...post, to: "team" });
		await shop.db.tipSwitch.update({ where: { tip }, data: { postedAt: shop.now() } });
	}
}

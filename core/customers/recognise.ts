import type { HeardWhat } from "#core/conversations/heard.ts";
import type { Shop } from "#core/shop.ts";
import { codeInWords, hashOf, tokenInPayload } from "./link-tokens.ts";
import { mergeCustomers, type Proof } from "./merge-customers.ts";
import { suggestLink } from "./suggest-link.ts";

/** What somebody showed of who they are. */
export type Shown =
	| { readonly by: "own_contact"; readonly phone: string }
	| { readonly by: "code" | "link"; readonly token: string };

/** Whether what was said may show who the sender is. No look at the database: almost nothing does. */
export function shownIn(what: HeardWhat): Shown | undefined {
	if (what.kind === "link") {
		const token = tokenInPayload(what.payload);
		if (token === undefined) return undefined;
		return codeInWords(token) ? { by: "code", token: token.toUpperCase() } : { by: "link", token };
	}
	if (what.kind !== "message") return undefined;
	if (what.contact?.own) return { by: "own_contact", phone: inE164(what.contact.phone) };
	const code = what.forwarded ? undefined : codeInWords(what.text);
	return code === undefined ? undefined : { by: "code", token: code };
}

/** Who showed it, where. */
export type Shower = { readonly customerId: string; readonly conversationId: string; readonly identityId: string };

/** `linked`: both are one now, in this conversation. `refused`: a code or link that proves nothing. `nobody`: nothing follows. */
export type Recognised =
	| { readonly ended: "linked"; readonly customerId: string; readonly conversationId: string }
	| { readonly ended: "refused" | "nobody" };

/**
 * Joins the sender to whom they have proven to be. Shown twice (a repeated update), the second time finds it done. Two bots
 * of one messenger, or two phones that contradict each other, are no proof: a person is asked.
 */
export async function recognise(shop: Shop, shown: Shown, who: Shower): Promise<Recognised> {
	return shop.atomically((inside) =>
		shown.by === "own_contact" ? byPhone(inside, shown, who) : byToken(inside, shown, who),
	);
}

/** The customers whose proven phone this is, the sender's own now among them. */
export async function byPhone(
	inside: Shop,
	{ by, phone }: { by: "own_contact" | "attested_phone"; phone: string },
	who: Shower,
): Promise<Recognised> {
	await inside.db.identity.update({ where: { id: who.identityId }, data: { phone } });
	const same = await inside.db.identity.findFirst({
		where: { phone, customerId: { not: who.customerId }, customer: { erasedAt: null } },
		orderBy: { createdAt: "asc" },
	});
	await suggestTyped(inside, phone, who.customerId);
	return same ? join(inside, { proof: by, otherId: same.customerId, who }) : { ended: "nobody" };
}

async function byToken(
	inside: Shop,
	{ by, token }: { by: "code" | "link"; token: string },
	who: Shower,
): Promise<Recognised> {
	const identity = await inside.db.identity.findUniqueOrThrow({ where: { id: who.identityId } });
	const now = inside.now();
	const hour = new Date(now.getTime() - 3_600_000);
	const tries = identity.triedSince && identity.triedSince > hour ? identity.triedCodes : 0;
	if (tries >= MOST_TRIES) return { ended: "refused" };
	const known = await inside.db.linkToken.findUnique({ where: { hash: hashOf(token) } });
	if (known?.usedBy === who.identityId) return { ended: "linked", ...who };
	const mayBeUsed = known && known.sort === by && known.usedAt === null && known.expiresAt > now;
	if (!mayBeUsed) {
		await inside.db.identity.update({
			where: { id: who.identityId },
			data: { triedCodes: tries + 1, ...(tries === 0 && { triedSince: now }) },
		});
		return { ended: "refused" };
	}
	const used = await inside.db.linkToken.updateMany({
		where: { id: known.id, usedAt: null },
		data: { usedAt: now, usedBy: who.identityId },
	});
	if (used.count === 0) return { ended: "refused" };
	if (known.customerId === who.customerId) return { ended: "linked", ...who };
	return join(inside, { proof: by, otherId: known.customerId, who });
}

/** Wrong codes an hour from one identity; a code has 24⁸ forms. */
const MOST_TRIES = 5;

async function join(
	inside: Shop,
	{ proof, otherId, who }: { proof: Proof; otherId: string; who: Shower },
): Promise<Recognised> {
	if (await contradict(inside, otherId, who)) {
		await suggestLink(inside, { customerIds: [otherId, who.customerId], ground: "contradicted" });
		return { ended: "refused" };
	}
	const merged = await mergeCustomers(inside, {
		customerIds: [otherId, who.customerId],
		proof,
		actor: "customer",
		identityId: who.identityId,
		hereConversationId: who.conversationId,
	});
	if (!merged) return { ended: "refused" };
	return { ended: "linked", customerId: merged.keptId, conversationId: merged.conversationId };
}

/** A forwarded code looks like this: the same messenger again, or a number that is proven to be another one. */
async function contradict(inside: Shop, otherId: string, who: Shower): Promise<boolean> {
	const of = (customerId: string) =>
		inside.db.identity.findMany({ where: { customerId }, select: { account: true, phone: true } });
	const [mine, theirs] = [await of(who.customerId), await of(otherId)];
	const accounts = new Set(theirs.map(({ account }) => account));
	if (mine.some(({ account }) => accounts.has(account))) return true;
	const phones = theirs.flatMap(({ phone }) => phone ?? []);
	const own = mine.flatMap(({ phone }) => phone ?? []);
	return phones.length > 0 && own.length > 0 && !own.some((phone) => phones.includes(phone));
}

/** A number that somebody typed proves nothing. */
async function suggestTyped(inside: Shop, phone: string, customerId: string): Promise<void> {
	const typed = await inside.db.customer.findMany({
		where: { phone, id: { not: customerId }, mergedIntoId: null, erasedAt: null },
		select: { id: true },
		take: 5,
	});
	for (const { id } of typed) await suggestLink(inside, { customerIds: [id, customerId], ground: "same_phone" });
}

/** Messengers leave the plus out. */
function inE164(phone: string): string {
	return `+${phone.replaceAll(/\D/g, "")}`;
}

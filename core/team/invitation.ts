import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { RoleName } from "./may.ts";
import { hashOfToken, makeToken } from "./one-time-token.ts";

const DAY_MS = 86_400_000;
/** A newcomer may be on holiday; a way to a new password is for now. */
const STANDS_MS = { newcomer: 7 * DAY_MS, password: DAY_MS };

export type Invited = {
	readonly email: string;
	readonly role: RoleName;
	readonly teams: readonly string[];
	/** A member who chooses a new password; null: a newcomer. */
	readonly memberId: string | null;
};

/** Makes the one-time link for somebody new. Whoever was invited before under this address has only the newest. */
export async function inviteMember(
	shop: Shop,
	{ email, role, teams, actor }: { email: string; role: RoleName; teams: readonly string[]; actor: string },
): Promise<string> {
	const address = email.toLowerCase();
	return shop.atomically(async (inside) => {
		if (await inside.db.member.findUnique({ where: { email: address } }))
			throw new Refusal("taken", "Somebody with this e-mail is a member already.");
		const invited = { email: address, role, teams: [...new Set(teams)], memberId: null };
		const token = await write(inside, { invited, actor, stands: STANDS_MS.newcomer });
		await noteAudit(inside, { actor, act: "member.invite", thing: `email:${address}`, after: { role, teams } });
		return token;
	});
}

/** Makes the one-time link by which a member who has lost their password chooses another. */
export async function offerPassword(
	shop: Shop,
	{ memberId, actor }: { memberId: string; actor: string },
): Promise<string> {
	return shop.atomically(async (inside) => {
		const member = await inside.db.member.findUnique({ where: { id: memberId } });
		if (!member || member.banned) throw new Refusal("not-found", "There is no such member.");
		const { email, role, teams } = member;
		const token = await write(inside, {
			invited: { email, role, teams, memberId },
			actor,
			stands: STANDS_MS.password,
		});
		await noteAudit(inside, { actor, act: "member.password-link", thing: `member:${memberId}` });
		return token;
	});
}

/** Takes a link back that nobody has used. */
export async function withdrawInvitation(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<void> {
	await shop.atomically(async (inside) => {
		const open = await inside.db.invitation.findUnique({ where: { id } });
		const { count } = await inside.db.invitation.deleteMany({ where: { id, usedAt: null } });
		if (!open || count === 0) throw new Refusal("not-found", "This invitation is used or withdrawn already.");
		await noteAudit(inside, { actor, act: "member.uninvite", thing: `email:${open.email}` });
	});
}

/** Whom a link invites. Refuses one that is wrong, old or used, all alike. */
export async function readInvitation(shop: Shop, { token }: { token: string }): Promise<Invited> {
	const found = await shop.db.invitation.findUnique({ where: { hash: hashOfToken(token) } });
	if (!found || found.usedAt || found.expiresAt <= shop.now())
		throw new Refusal("expired", "This link was used, withdrawn or is too old. Ask the owner for a new one.");
	return found;
}

/** Uses a link up, in the transaction of what it opens. */
export async function redeemInvitation(inside: Shop, { token }: { token: string }): Promise<Invited> {
	const invited = await readInvitation(inside, { token });
	const { count } = await inside.db.invitation.updateMany({
		where: { hash: hashOfToken(token), usedAt: null },
		data: { usedAt: inside.now() },
	});
	if (count === 0) throw new Refusal("expired", "This link was just used.");
	return invited;
}

async function write(
	inside: Shop,
	{ invited, actor, stands }: { invited: Invited; actor: string; stands: number },
): Promise<string> {
	const { token, hash } = makeToken();
	await inside.db.invitation.deleteMany({ where: { email: invited.email, usedAt: null } });
	await inside.db.invitation.create({
		data: {
			...invited,
			teams: [...invited.teams],
			hash,
			actor,
			createdAt: inside.now(),
			expiresAt: new Date(inside.now().getTime() + stands),
		},
	});
	return token;
}

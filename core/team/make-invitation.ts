import type { Shop } from "#core/shop.ts";
import type { RoleName } from "./may.ts";
import { makeToken } from "./one-time-token.ts";

/** Makes a one-time link and gives its token. Whoever had one before under this address has only the newest. */
export async function makeInvitation(
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

export type Invited = {
	readonly email: string;
	readonly role: RoleName;
	readonly teams: readonly string[];
	/** A member who chooses a new password; null: a newcomer. */
	readonly memberId: string | null;
};

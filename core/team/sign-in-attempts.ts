import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** So many wrong passwords for one account, from wherever they come, and it rests. Addresses have a limit of their own. */
const MOST_FAILURES = 20;
const REST_MS = 15 * 60_000;

type Attempt = { readonly email: string; readonly address: string; readonly device: string | null };

/** Refuses before the password is looked at: an account that is being guessed at tells nothing more for a while. */
export async function refuseGuessed(shop: Shop, { email }: { email: string }): Promise<void> {
	const failures = await shop.db.audit.count({
		where: { thing: thingOf(email), act: "sign-in.failed", at: { gt: new Date(shop.now().getTime() - REST_MS) } },
	});
	if (failures >= MOST_FAILURES)
		throw new Refusal("limit", "Too many attempts for this account. Wait a quarter of an hour.");
}

/** Somebody tried and was not let in. Whether there is such an account is not said here either. */
export async function noteFailedSignIn(shop: Shop, { email, address, device }: Attempt): Promise<void> {
	await noteAudit(shop, { actor: "visitor", act: "sign-in.failed", thing: thingOf(email), after: { address, device } });
}

/** A member came in. */
export async function noteSignIn(
	shop: Shop,
	{ memberId, address, device }: Omit<Attempt, "email"> & { memberId: string },
): Promise<void> {
	const deed = { actor: `operator:${memberId}`, act: "sign-in", thing: `member:${memberId}` };
	await noteAudit(shop, { ...deed, after: { address, device } });
}

/** What was typed may be anything, a password in the wrong field too: only what looks like an address is kept. */
function thingOf(email: string): string {
	return /^[^\s@]{1,100}@[^\s@]{1,100}$/.test(email) ? `email:${email.toLowerCase()}` : "email:?";
}

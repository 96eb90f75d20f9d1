import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { endSessions } from "#core/team/end-sessions.ts";
import { secondFactorRoles } from "#core/team/require-second-factor.ts";
import { noteFailedSignIn, noteSignIn, refuseGuessed } from "#core/team/sign-in-attempts.ts";
import { headersOf } from "./guard.ts";
import { CLIENT_ADDRESS, type SignIn } from "./sign-in.ts";

/**
 * What of the sign-in library is open, each with all that it is told; the library has many more doors (changing one's
 * e-mail, listing tokens of sessions), and what is not here is closed.
 */
export const LIBRARY_DOORS: Readonly<Record<string, z.ZodType>> = {
	"/sign-in/email": z.object({ email: z.string().max(300), password: z.string().max(300) }),
	"/sign-out": z.object({}),
	"/change-password": z.object({ currentPassword: z.string().max(300), newPassword: z.string().min(10).max(128) }),
	"/two-factor/enable": z.object({ password: z.string().max(300) }),
	"/two-factor/disable": z.object({ password: z.string().max(300) }),
	"/two-factor/generate-backup-codes": z.object({ password: z.string().max(300) }),
	// No devices that are trusted for a month: whoever must have a second factor is asked for it each time.
	"/two-factor/verify-totp": z.object({ code: z.string().max(20) }),
	"/two-factor/verify-backup-code": z.object({ code: z.string().max(40) }),
};

type Parts = { readonly shop: Shop; readonly signIn: SignIn };

/** Hands a request to the library, and writes down who came in, who did not, and what they changed of their ways in. */
export async function throughTheDoor(
	request: FastifyRequest,
	path: string,
	{ shop, signIn }: Parts,
): Promise<Response> {
	const body = LIBRARY_DOORS[path]?.safeParse(request.body ?? {});
	if (!body?.success) throw new Refusal("invalid", "Please check what you typed.");
	const headers = headersOf(request);
	// Nobody may say of himself where he comes from: guesses are counted by this address.
	headers.set(CLIENT_ADDRESS, request.ip);
	headers.delete("content-length");
	const email = emailIn.safeParse(body.data).data?.email;
	if (email !== undefined) await refuseGuessed(shop, { email });
	const before = await signIn.memberOf(headers);
	if (path === "/two-factor/disable" && before) await refuseIfRequired(shop, before.id);

	const address = `${request.protocol}://${request.host}${request.url}`;
	const answer = await signIn.handler(
		new Request(address, { method: "POST", headers, body: JSON.stringify(body.data) }),
	);
	const visit = { address: request.ip, device: request.headers["user-agent"]?.slice(0, 300) ?? null };
	await note(shop, { path, answer, email, before, visit });
	return answer;
}

const emailIn = z.object({ email: z.string() });
const comeIn = z.object({ user: z.object({ id: z.string() }) });

type Passage = {
	readonly path: string;
	readonly answer: Response;
	readonly email: string | undefined;
	/** Who was signed in already. */
	readonly before: { readonly id: string; readonly sessionId: string } | null;
	readonly visit: { readonly address: string; readonly device: string | null };
};

async function note(shop: Shop, { path, answer, email, before, visit }: Passage): Promise<void> {
	const isComingIn = email !== undefined || (verifies(path) && !before);
	if (!answer.ok) {
		const isGuess = answer.status === 401 || answer.status === 400;
		if (isGuess && isComingIn) await noteFailedSignIn(shop, { email: email ?? "second factor", ...visit });
		return;
	}
	const entered = await memberIn(answer);
	if (entered && isComingIn) return noteSignIn(shop, { memberId: entered, ...visit });
	if (before) await noteChange(shop, path, before);
}

function verifies(path: string): boolean {
	return path.startsWith("/two-factor/verify-");
}

async function memberIn(answer: Response): Promise<string | undefined> {
	const told: unknown = await answer
		.clone()
		.json()
		.catch(() => null);
	return comeIn.safeParse(told).data?.user.id;
}

async function noteChange(shop: Shop, path: string, before: NonNullable<Passage["before"]>): Promise<void> {
	const act = verifies(path) ? "second-factor.on" : ACTS[path];
	const deed = { actor: `operator:${before.id}`, thing: `member:${before.id}` };
	if (act) await noteAudit(shop, { ...deed, act });
	// Whoever knew the old password is out.
	if (path === "/change-password")
		await endSessions(shop, { memberId: before.id, actor: deed.actor, which: { except: before.sessionId } });
}

const ACTS: Readonly<Record<string, string>> = {
	"/change-password": "password.change",
	"/two-factor/disable": "second-factor.off",
	"/two-factor/generate-backup-codes": "second-factor.codes",
};

async function refuseIfRequired(shop: Shop, memberId: string): Promise<void> {
	const member = await shop.db.member.findUniqueOrThrow({ where: { id: memberId } });
	if ((await secondFactorRoles(shop)).includes(member.role))
		throw new Refusal("not-allowed", "Your role needs a second factor.");
}

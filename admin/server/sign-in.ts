import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Welcome } from "#admin/contract/session.ts";
import type { Joining } from "#admin/contract/team.ts";
import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import type { RoleName } from "#core/team/may.ts";
import { redeemInvitation } from "#core/team/redeem-invitation.ts";
import { redeemWelcome } from "#core/team/welcome.ts";

/** Who may come in. The library keeps passwords (scrypt), sessions and the limit on guesses; members are ours. */
export type SignIn = {
	/** Serves everything below /api/auth. */
	handler(request: Request): Promise<Response>;
	/** The member whose session these headers carry; null where there is none or it has ended. */
	memberOf(headers: Headers): Promise<{ id: string; sessionId: string } | null>;
	/** Whether this is the member's password: asked once more before what cannot be taken back. */
	isPasswordOf(memberId: string, password: string): Promise<boolean>;
	/** Makes the first account, with the one-time token of the printed link. */
	makeOwner(welcome: Welcome): Promise<void>;
	/** Uses an invitation: somebody new is a member, or a member has a new password and is signed out everywhere. */
	join(joining: Joining & { token: string }): Promise<void>;
};

/** Header in which our own server tells the library who asks; whatever a client wrote there is overwritten. */
export const CLIENT_ADDRESS = "x-prilavok-client";

/** `secret` signs cookies; `origins` are the addresses from which the browser may ask. */
export function openSignIn({
	shop,
	secret,
	origins,
}: {
	shop: Shop;
	secret: string;
	origins: readonly string[];
}): SignIn {
	const auth = betterAuth({
		secret,
		baseURL: origins[0] ?? "http://localhost",
		basePath: "/api/auth",
		// The guard has compared the origin with the host already; the shop may be opened under several addresses.
		trustedOrigins: (request) => [...origins, ...(request ? [new URL(request.url).origin] : [])],
		database: prismaAdapter(shop.db, { provider: "postgresql" }),
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10 },
		user: {
			modelName: "member",
			additionalFields: { role: { type: "string", input: false }, language: { type: "string", input: false } },
		},
		session: { modelName: "session", fields: { userId: "memberId" }, expiresIn: 60 * 60 * 24 * 14 },
		account: { modelName: "memberAccount", fields: { userId: "memberId" } },
		verification: { modelName: "verification" },
		plugins: [
			// Backup codes are for a lost phone. Who guesses at codes is locked out by the library after ten.
			twoFactor({
				issuer: "Prilavok",
				twoFactorTable: "twoFactor",
				schema: { twoFactor: { fields: { userId: "memberId" } } },
			}),
		],
		databaseHooks: {
			session: {
				create: {
					// Whoever was switched off reads the same as whoever mistyped.
					async before({ userId }) {
						const member = await shop.db.member.findUnique({ where: { id: userId }, select: { banned: true } });
						if (!member || member.banned)
							throw new APIError("UNAUTHORIZED", {
								code: "INVALID_EMAIL_OR_PASSWORD",
								message: "Invalid email or password",
							});
					},
				},
			},
		},
		rateLimit: {
			enabled: true,
			window: 60,
			max: 100,
			customRules: { "/sign-in/email": { window: 60, max: 10 }, "/two-factor/*": { window: 60, max: 20 } },
		},
		advanced: {
			// Screens are one page that asks by itself, so no link from elsewhere needs the cookie.
			defaultCookieAttributes: { sameSite: "strict" },
			cookiePrefix: "prilavok",
			useSecureCookies: origins.length > 0 && origins.every((origin) => origin.startsWith("https:")),
			ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
		},
		telemetry: { enabled: false },
		logger: { disabled: true },
	});

	return {
		handler: (request) => auth.handler(request),
		async memberOf(headers) {
			const found = await auth.api.getSession({ headers });
			return found ? { id: found.user.id, sessionId: found.session.id } : null;
		},
		async isPasswordOf(memberId, password) {
			const account = await shop.db.memberAccount.findFirst({ where: { memberId, providerId: "credential" } });
			if (!account?.password) return false;
			const { password: keeper } = await auth.$context;
			return keeper.verify({ hash: account.password, password });
		},
		async makeOwner({ token, email, password, name }) {
			const { password: keeper } = await auth.$context;
			const hash = await keeper.hash(password);
			// Together, so that a token is not used up by an account that was not made.
			await shop.atomically(async (inside) => {
				await redeemWelcome(inside, { token });
				// Where others answer already, the owner is given no conversations unasked: they set their own limit.
				const others = await inside.db.member.count({ where: { banned: false, role: { in: ["lead", "operator"] } } });
				const limit = others > 0 ? { loadLimit: 0 } : {};
				await addMember(inside, { email, name, role: "owner", teams: [], hash, ...limit });
			});
		},
		async join({ token, name, password }) {
			const { password: keeper } = await auth.$context;
			const hash = await keeper.hash(password);
			await shop.atomically(async (inside) => {
				const { memberId, email, role, teams } = await redeemInvitation(inside, { token });
				if (memberId) return changePassword(inside, { memberId, hash });
				const id = await addMember(inside, { email, name, role, teams, hash });
				await noteAudit(inside, {
					actor: `operator:${id}`,
					act: "member.join",
					thing: `member:${id}`,
					after: { role },
				});
			});
		},
	};
}

type Newcomer = {
	readonly email: string;
	readonly name: string;
	readonly role: RoleName;
	readonly teams: readonly string[];
	readonly hash: string;
	/** Conversations given at most; absent: the usual number. */
	readonly loadLimit?: number;
};

/** Both rows or none: an account without a way in would lock its owner out. */
async function addMember(shop: Shop, { email, name, role, teams, hash, loadLimit }: Newcomer): Promise<string> {
	const id = randomUUID();
	const times = { createdAt: shop.now(), updatedAt: shop.now() };
	await shop.db.member.create({
		data: {
			id,
			email: email.toLowerCase(),
			name,
			role,
			teams: [...teams],
			...(loadLimit !== undefined && { loadLimit }),
			emailVerified: true,
			...times,
			accounts: { create: { id: randomUUID(), accountId: id, providerId: "credential", password: hash, ...times } },
		},
	});
	return id;
}

/** Whoever had the old password is out. */
async function changePassword(shop: Shop, { memberId, hash }: { memberId: string; hash: string }): Promise<void> {
	await shop.db.memberAccount.updateMany({ where: { memberId, providerId: "credential" }, data: { password: hash } });
	await shop.db.session.deleteMany({ where: { memberId } });
	await noteAudit(shop, { actor: `operator:${memberId}`, act: "password.change", thing: `member:${memberId}` });
}

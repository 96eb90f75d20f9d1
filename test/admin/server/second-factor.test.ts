import { expect, test } from "vitest";
import { anAdmin, cookieOf, enter, HOST, PASSWORD, type TestAdmin } from "../support/an-admin.ts";
import { phoneCode } from "../support/phone-code.ts";

type Enrolled = { totpURI: string; backupCodes: string[] };

async function door(admin: TestAdmin, path: string, body: object, cookie: string) {
	const headers = { host: HOST, origin: `http://${HOST}`, cookie };
	return admin.server.inject({ method: "POST", url: `/api/auth${path}`, headers, payload: body });
}

/** Enrols; enabling it makes a new session of the old one. */
async function enrol(admin: TestAdmin, cookie: string) {
	const enabled = (await door(admin, "/two-factor/enable", { password: PASSWORD }, cookie)).json<Enrolled>();
	const code = phoneCode(enabled.totpURI);
	const verified = await door(admin, "/two-factor/verify-totp", { code }, cookie);
	expect(verified.statusCode).toBe(200);
	return { ...enabled, cookie: cookieOf(verified.headers["set-cookie"]) };
}

test("who has a second factor gets in by password and code, or once by a backup code, and by nothing less", async () => {
	const admin = await anAdmin();
	const lead = await admin.signedIn("lead");
	const { totpURI, backupCodes } = await enrol(admin, lead.cookie);

	const half = await enter(admin.server, { email: lead.email, password: PASSWORD });
	expect(half.json()).toMatchObject({ twoFactorRedirect: true });
	const halfway = cookieOf(half.headers["set-cookie"]);
	const session = (cookie: string) =>
		admin.server.inject({ url: "/api/session", headers: { host: HOST, cookie } }).then(({ statusCode }) => statusCode);
	expect(await session(halfway)).toBe(401);
	const wrong = await door(admin, "/two-factor/verify-totp", { code: "000000" }, halfway);
	expect([wrong.statusCode, wrong.headers["set-cookie"]]).toEqual([401, undefined]);

	const right = await door(admin, "/two-factor/verify-totp", { code: phoneCode(totpURI), trustDevice: true }, halfway);
	expect(await session(cookieOf(right.headers["set-cookie"]))).toBe(200);
	expect(cookieOf(right.headers["set-cookie"])).not.toContain("trust");

	const byBackup = async () => {
		const again = await enter(admin.server, { email: lead.email, password: PASSWORD });
		const cookie = cookieOf(again.headers["set-cookie"]);
		return door(admin, "/two-factor/verify-backup-code", { code: backupCodes[0] }, cookie);
	};
	expect((await byBackup()).statusCode).toBe(200);
	expect((await byBackup()).statusCode).toBe(401);

	const deeds = await admin.shop.db.audit.findMany({ orderBy: { id: "asc" }, select: { act: true } });
	expect(deeds.map(({ act }) => act)).toEqual([
		...["second-factor.on", "sign-in.failed", "sign-in", "sign-in", "sign-in.failed"],
	]);
});

test("a role that must have a second factor can do nothing before it has one, and cannot drop it", async () => {
	const admin = await anAdmin();
	const owner = await admin.signedIn();
	const lead = await admin.signedIn("lead");
	const require = (roles: string[]) => owner.put("/api/members/second-factor-roles", { roles });

	expect((await require(["owner"])).status).toBe(403);
	expect((await require(["lead"])).status).toBe(204);

	expect((await lead.get("/api/conversations")).status).toBe(403);
	expect((await lead.get("/api/session")).json()).toMatchObject({ member: { secondFactor: "missing" }, may: [] });
	const { cookie } = await enrol(admin, lead.cookie);
	const asLead = { host: HOST, origin: `http://${HOST}`, cookie };
	expect((await admin.server.inject({ url: "/api/conversations", headers: asLead })).statusCode).toBe(200);
	expect((await door(admin, "/two-factor/disable", { password: PASSWORD }, cookie)).statusCode).toBe(403);

	// A lost phone: the owner takes it away, which ends the sessions too.
	expect((await owner.remove(`/api/members/${lead.id}/second-factor`)).status).toBe(204);
	expect((await admin.server.inject({ url: "/api/session", headers: asLead })).statusCode).toBe(401);
	const again = await enter(admin.server, { email: lead.email, password: PASSWORD });
	expect(again.json()).not.toMatchObject({ twoFactorRedirect: true });
});

test("an account that is guessed at from many addresses rests, and others do not notice", async () => {
	const admin = await anAdmin();
	const [victim, colleague] = [await admin.signedIn("operator"), await admin.signedIn("operator")];
	const attempt = (email: string, password: string, n: number) =>
		admin.server.inject({
			method: "POST",
			url: "/api/auth/sign-in/email",
			headers: { host: HOST, origin: `http://${HOST}` },
			remoteAddress: `10.77.${n}.1`,
			payload: { email, password },
		});

	for (let n = 0; n < 20; n += 1) expect((await attempt(victim.email, `guess ${n}`, n)).statusCode).toBe(401);

	expect((await attempt(victim.email.toUpperCase(), PASSWORD, 100)).statusCode).toBe(429);
	expect((await attempt(colleague.email, PASSWORD, 101)).statusCode).toBe(200);
	admin.pass(16 * 60_000);
	expect((await attempt(victim.email, PASSWORD, 102)).statusCode).toBe(200);
});

import { expect, test } from "vitest";
import { session } from "#admin/contract/session.ts";
import { openWelcome } from "#core/team/welcome.ts";
import { aMember, anAdmin, cookieOf, enter, HOST, PASSWORD } from "../support/an-admin.ts";

const olga = { name: "Ольга", email: "Olga@shop.test", password: PASSWORD };

test("the printed link makes the owner once; whoever opens it again is told that it was used", async () => {
	const { shop, server } = await anAdmin();
	const token = await openWelcome(shop);
	const visit = () => server.inject({ method: "POST", url: "/api/welcome", payload: { ...olga, token } });

	expect((await visit()).statusCode).toBe(204);
	const again = await visit();

	expect(again.statusCode).toBe(409);
	expect(again.json()).toMatchObject({ code: "expired" });
	expect(await shop.db.member.findMany()).toMatchObject([{ email: "olga@shop.test", role: "owner" }]);
	expect(await openWelcome(shop)).toBeNull();
});

test("two who open the link at once: one becomes the owner, the other does not", async () => {
	const { shop, server } = await anAdmin();
	const token = await openWelcome(shop);
	const visits = ["one", "two", "three"].map((who) =>
		server.inject({ method: "POST", url: "/api/welcome", payload: { ...olga, email: `${who}@shop.test`, token } }),
	);

	const statuses = (await Promise.all(visits)).map(({ statusCode }) => statusCode).sort();

	expect(statuses).toEqual([204, 409, 409]);
	expect(await shop.db.member.count()).toBe(1);
});

test("a guessed link makes nobody, and leaves the true one usable", async () => {
	const { shop, server } = await anAdmin();
	const token = await openWelcome(shop);
	const visit = (with_: string | null) =>
		server.inject({ method: "POST", url: "/api/welcome", payload: { ...olga, token: with_ } });

	expect((await visit("a token that was only guessed")).statusCode).toBe(409);
	expect(await shop.db.member.count()).toBe(0);
	expect((await visit(token)).statusCode).toBe(204);
});

test("a short password is refused before the link is used up", async () => {
	const { shop, server } = await anAdmin();
	const token = await openWelcome(shop);

	const visit = await server.inject({
		method: "POST",
		url: "/api/welcome",
		payload: { ...olga, password: "short", token },
	});

	expect(visit.statusCode).toBe(400);
	expect(await shop.db.setting.count({ where: { key: "welcome" } })).toBe(1);
});

test("whoever signs in is known, and after signing out no more", async () => {
	const { signedIn, server } = await anAdmin();
	const lead = await signedIn("lead", { name: "Лев" });

	const me = session.parse((await lead.get("/api/session")).json());
	expect(me.member).toMatchObject({ name: "Лев", role: "lead", language: "ru" });
	expect(me.shop).toMatchObject({ currency: "RUB", zone: "Europe/Moscow" });

	const out = await server.inject({
		method: "POST",
		url: "/api/auth/sign-out",
		headers: { host: HOST, origin: `http://${HOST}`, cookie: lead.cookie },
		payload: {},
	});
	expect(out.statusCode).toBe(200);
	expect((await lead.get("/api/session")).status).toBe(401);
});

test("the session's cookie cannot be read by scripts, nor sent from other sites", async () => {
	const admin = await anAdmin();
	const id = await aMember(admin);

	const answer = await enter(admin.server, { email: `${id}@shop.test`, password: PASSWORD });

	const cookies = [answer.headers["set-cookie"] ?? []].flat();
	expect(cookies).not.toEqual([]);
	for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Strict/i);
});

test("a wrong password and an unknown e-mail read the same, and open nothing", async () => {
	const admin = await anAdmin();
	const id = await aMember(admin);

	const wrong = await enter(admin.server, { email: `${id}@shop.test`, password: "not the right one" });
	const unknown = await enter(admin.server, { email: "nobody@shop.test", password: PASSWORD });

	expect(wrong.statusCode).toBe(401);
	expect(wrong.headers["set-cookie"]).toBeUndefined();
	expect([unknown.statusCode, unknown.json()]).toEqual([wrong.statusCode, wrong.json()]);
});

test("who guesses passwords is stopped after ten, whatever address they claim to come from", async () => {
	const admin = await anAdmin();
	const id = await aMember(admin);
	const guess = (n: number) =>
		enter(
			admin.server,
			{ email: `${id}@shop.test`, password: `guess number ${n}` },
			{ "x-prilavok-client": `10.0.0.${n}`, "x-real-ip": `10.0.0.${n}` },
		);

	const statuses: number[] = [];
	for (let n = 1; n <= 13; n += 1) statuses.push((await guess(n)).statusCode);

	expect(statuses.filter((status) => status === 401)).toHaveLength(10);
	expect(statuses.slice(-3)).toEqual([429, 429, 429]);
});

test("nobody signs up by themselves, and nobody makes themselves an owner", async () => {
	const { server, shop, signedIn } = await anAdmin();
	const observer = await signedIn("observer");

	const signUp = await server.inject({
		method: "POST",
		url: "/api/auth/sign-up/email",
		headers: { host: HOST, origin: `http://${HOST}` },
		payload: { ...olga, role: "owner" },
	});
	await observer.post("/api/auth/update-user", { name: "Мария", role: "owner" });

	expect(signUp.statusCode).toBeGreaterThanOrEqual(400);
	expect(await shop.db.member.findMany({ select: { role: true } })).toEqual([{ role: "observer" }]);
});

test("a session that was taken away is dead at once, and so is that of a colleague who was shut out", async () => {
	const { shop, signedIn } = await anAdmin();
	const [one, two] = [await signedIn("operator"), await signedIn("operator")];
	await shop.db.session.deleteMany({ where: { memberId: one.id } });
	await shop.db.member.update({ where: { id: two.id }, data: { banned: true } });

	expect((await one.get("/api/session")).status).toBe(401);
	expect((await two.get("/api/conversations")).status).toBe(401);
});

test("an invented cookie is no session", async () => {
	const { server, signedIn } = await anAdmin();
	const { cookie } = await signedIn();
	const forged = cookie.replace(/=([^;]{6})/, "=forged");

	const answer = await server.inject({ method: "GET", url: "/api/session", headers: { host: HOST, cookie: forged } });

	expect(answer.statusCode).toBe(401);
	expect(answer.json()).toMatchObject({ code: "signed-out" });
});

test.each([
	"https://evil.test",
	"http://counter.test.evil.test",
	"null",
	"not an address",
])("a page of another site (%s) cannot act with our cookie", async (origin) => {
	const { server, signedIn, shop } = await anAdmin();
	const { cookie } = await signedIn();

	const answer = await server.inject({
		method: "POST",
		url: "/api/conversations/0190a0a0-0000-7000-8000-000000000000/take",
		headers: { host: HOST, origin, cookie },
	});

	expect(answer.statusCode).toBe(403);
	expect(await shop.db.diary.count({ where: { name: "control.changed" } })).toBe(0);
});

test("the language that somebody chooses is kept with their account", async () => {
	const { server, signedIn } = await anAdmin();
	const member = await signedIn("observer");

	await server.inject({
		method: "PUT",
		url: "/api/session/language",
		headers: { host: HOST, origin: `http://${HOST}`, cookie: member.cookie },
		payload: { language: "en" },
	});

	expect((await member.get("/api/session")).json()).toMatchObject({ member: { language: "en" } });
});

test("signing in again gives a new session, not the old one", async () => {
	const { server, signedIn } = await anAdmin();
	const member = await signedIn();

	const again = await enter(server, { email: member.email, password: PASSWORD });

	expect(cookieOf(again.headers["set-cookie"])).not.toBe(member.cookie);
});

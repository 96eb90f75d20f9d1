import { expect, test } from "vitest";
import type { MembersView } from "#admin/contract/team.ts";
import { trimAudit } from "#core/team/trim-audit.ts";
import { aMember, anAdmin, enter, HOST, PASSWORD } from "../support/an-admin.ts";

test("an invited colleague joins by the link, once, as what the owner said", async () => {
	const { server, signedIn, shop } = await anAdmin();
	const owner = await signedIn();
	const body = { email: "New@shop.test", role: "operator", teams: [] };
	const first = (await owner.post("/api/invitations", body)).json() as { token: string };
	const { token } = (await owner.post("/api/invitations", body)).json() as { token: string };
	const join = (by: string, more = {}) =>
		server.inject({ method: "POST", url: `/api/join/${by}`, payload: { name: "Нина", password: PASSWORD, ...more } });

	expect((await join(first.token)).statusCode, "an older link").toBe(409);
	expect((await join(token, { role: "owner" })).statusCode).toBe(400);
	expect((await server.inject({ url: `/api/join/${token}` })).json()).toMatchObject({
		...{ email: "new@shop.test", role: "operator", opens: "join" },
	});
	expect((await join(token)).statusCode).toBe(204);
	expect((await join(token)).statusCode).toBe(409);

	expect((await enter(server, { email: "new@shop.test", password: PASSWORD })).statusCode).toBe(200);
	expect((await owner.post("/api/invitations", body)).status, "is a member already").toBe(409);
	const { members, invitations } = (await owner.get("/api/members")).json() as MembersView;
	expect(members.map(({ name, role, sessions }) => [name, role, sessions])).toEqual([
		...[
			["The owner", "owner", 1],
			["Нина", "operator", 1],
		],
	]);
	expect(invitations).toEqual([]);
	expect(JSON.stringify(await shop.db.invitation.findMany())).not.toContain(token);
});

test("a forgotten password is chosen anew by the owner's link, and every session with the old one ends", async () => {
	const { server, signedIn } = await anAdmin();
	const [owner, operator] = [await signedIn(), await signedIn("operator")];
	const { token } = (await owner.post(`/api/members/${operator.id}/password-link`)).json() as { token: string };

	const chosen = { name: "ignored", password: "quite another password" };
	expect((await server.inject({ method: "POST", url: `/api/join/${token}`, payload: chosen })).statusCode).toBe(204);

	expect((await operator.get("/api/session")).status).toBe(401);
	expect((await enter(server, { email: operator.email, password: PASSWORD })).statusCode).toBe(401);
	expect((await enter(server, { email: operator.email, password: chosen.password })).statusCode).toBe(200);
});

test("who is switched off is out at once, on every device and by every key, and reads the same as who mistyped", async () => {
	const admin = await anAdmin();
	const { server, signedIn } = admin;
	const [owner, other] = [await signedIn(), await signedIn()];
	const { key } = (await other.post("/api/api-keys", { title: "Склад", scopes: ["read:orders"] })).json() as {
		key: string;
	};
	const byKey = () => server.inject({ url: "/api/orders", headers: { host: HOST, authorization: `Bearer ${key}` } });
	expect((await byKey()).statusCode).toBe(200);

	expect((await owner.put(`/api/members/${other.id}/switch`, { state: "off" })).status).toBe(204);

	expect((await other.get("/api/session")).status).toBe(401);
	expect((await byKey()).statusCode).toBe(401);
	const [shut, mistyped] = [
		await enter(server, { email: other.email, password: PASSWORD }),
		await enter(server, { email: owner.email, password: "mistyped password" }),
	];
	expect([shut.statusCode, shut.json()]).toEqual([mistyped.statusCode, mistyped.json()]);
	expect((await owner.put(`/api/members/${other.id}/switch`, { state: "on" })).status).toBe(204);
	expect((await enter(server, { email: other.email, password: PASSWORD })).statusCode).toBe(200);
});

test("the last owner stays one, also when two remove each other at once", async () => {
	const admin = await anAdmin();
	const [one, two] = [await admin.signedIn(), await admin.signedIn()];

	const answers = await Promise.all([
		one.put(`/api/members/${two.id}/role`, { role: "observer" }),
		two.put(`/api/members/${one.id}/switch`, { state: "off" }),
	]);

	expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
	expect(await admin.shop.db.member.count({ where: { role: "owner", banned: false } })).toBe(1);
	const [change] = await admin.shop.db.audit.findMany({ where: { act: { startsWith: "member." } } });
	expect([change?.before, change?.after]).toContainEqual(change?.act === "member.role" ? "owner" : "on");
});

test("somebody ends one session of theirs, then all others; nobody ends a colleague's", async () => {
	const admin = await anAdmin();
	const me = await admin.signedIn("operator");
	const colleague = await admin.signedIn("operator");
	for (const device of ["Firefox", "Safari"])
		await enter(admin.server, { email: me.email, password: PASSWORD }, { "user-agent": device });
	type Listed = { items: { id: string; device: string | null; address: string | null; own: boolean }[] };
	const listed = async () => ((await me.get("/api/sessions")).json() as Listed).items;

	const all = await listed();
	expect(all.map(({ device }) => device)).toEqual(expect.arrayContaining(["Firefox", "Safari"]));
	expect(all.every(({ address }) => address?.startsWith("10.1."))).toBe(true);
	const safari = all.find(({ device }) => device === "Safari");
	expect((await colleague.remove(`/api/sessions/${safari?.id}`)).status).toBe(404);
	expect((await me.remove(`/api/sessions/${safari?.id}`)).status).toBe(204);
	expect((await me.remove("/api/sessions")).status).toBe(204);

	expect((await listed()).map(({ own }) => own)).toEqual([true]);
	expect((await colleague.get("/api/session")).status).toBe(200);
});

test("an audit is read by who, what and when, and knows who was looked at, once an hour", async () => {
	const admin = await anAdmin({}, { today: "2026-03-10T14:00:00+03:00" });
	const { shop } = admin;
	const [owner, operator] = [await admin.signedIn(), await admin.signedIn("operator", { name: "Олег" })];
	const { id } = await shop.db.customer.create({ data: { firstName: "Анна", createdAt: shop.now() } });
	for (let look = 0; look < 3; look += 1) await operator.get(`/api/customers/${id}`);
	admin.pass(3_600_000);
	await operator.get(`/api/customers/${id}`);
	const colleague = await aMember(admin, { role: "observer" });
	await owner.put(`/api/members/${colleague}/role`, { role: "lead" });
	const read = async (query: string) =>
		(await owner.get(`/api/audit?${query}`)).json() as { items: Record<string, unknown>[]; next: string | null };

	const looks = await read(`by=${operator.id}&act=customer.read`);
	expect(looks.items).toMatchObject([
		{ actorName: "Олег", thing: `customer:${id}`, thingName: "Анна", at: "2026-03-10T12:00:00.000Z" },
		{ actorName: "Олег", at: "2026-03-10T11:00:00.000Z" },
	]);
	expect((await read("act=member.role")).items).toMatchObject([{ before: "observer", after: "lead" }]);
	expect((await read("act=customer.read&from=2026-03-11")).items).toEqual([]);
	for (const thing of ["customer", id, id.slice(0, 20)]) expect((await read(`thing=${thing}`)).items).toHaveLength(2);
	expect((await read("thing=ustomer")).items).toEqual([]);
	expect((await read("act=customer.read&from=2026-03-10&until=2026-03-10")).items).toHaveLength(2);
	const first = await read("act=customer.read&limit=1");
	expect((await read(`act=customer.read&limit=1&after=${first.next}`)).items).toHaveLength(1);
	expect((await operator.get("/api/audit")).status).toBe(403);

	admin.pass(364 * 86_400_000);
	await trimAudit(shop, { days: 365 });
	expect((await read("act=customer.read")).items, "a year later").toHaveLength(2);
	admin.pass(2 * 86_400_000);
	await trimAudit(shop, { days: 365 });
	expect(await shop.db.audit.count()).toBe(0);
});

import { expect, test } from "vitest";
import { mergeCustomers } from "#core/customers/merge-customers.ts";
import { saveProfileField } from "#core/customers/save-profile-field.ts";
import { suggestLink } from "#core/customers/suggest-link.ts";
import { anAdmin, PASSWORD, type TestAdmin } from "#test/admin/support/an-admin.ts";
import { aCorrespondent } from "#test/support/outbox.ts";

async function someone(admin: TestAdmin, firstName: string, lastName: string, account: string) {
	const person = await aCorrespondent(admin);
	const data = { firstName, lastName };
	await admin.shop.db.customer.update({ where: { id: person.customerId }, data });
	await admin.shop.db.identity.update({ where: { id: person.identityId }, data: { account } });
	return person.customerId;
}

test("what a customer may ask takes the owner's password once more, and nobody else's", async () => {
	const admin = await anAdmin();
	const anna = await someone(admin, "Анна", "Иванова", "telegram:1");
	const owner = await admin.signedIn("owner");
	const lead = await admin.signedIn("lead");
	const ask = (what: "export" | "erase", body: object) => owner.post(`/api/customers/${anna}/${what}`, body);

	expect((await ask("export", {})).status).toBe(400);
	expect(await ask("export", { password: "not this one" })).toMatchObject({ status: 403 });
	expect((await ask("erase", { password: "not this one" })).json()).toMatchObject({ message: "Это не ваш пароль." });
	expect((await lead.post(`/api/customers/${anna}/export`, { password: PASSWORD })).status).toBe(403);
	expect(await admin.shop.db.customer.findUnique({ where: { id: anna } })).toMatchObject({ firstName: "Анна" });

	const file = await ask("export", { password: PASSWORD });
	expect(file.status).toBe(200);
	expect(file.body).toContain("Иванова");
	expect((await ask("erase", { password: PASSWORD })).status).toBe(204);
	expect(await admin.shop.db.customer.findUnique({ where: { id: anna } })).toMatchObject({ firstName: null });
});

test("a link is told with its proof and can be undone; a suggestion names both people and can be rejected", async () => {
	const admin = await anAdmin();
	const anna = await someone(admin, "Анна", "Иванова", "telegram:1");
	admin.pass(1000);
	const anya = await someone(admin, "Аня", "Иванова", "whatsapp:1");
	const boris = await someone(admin, "Борис", "Иванов", "whatsapp:2");
	const merged = await mergeCustomers(admin.shop, { customerIds: [anna, anya], proof: "code", actor: "customer" });
	await suggestLink(admin.shop, { customerIds: [anna, boris], ground: "same_phone" });
	const lead = await admin.signedIn("lead");

	const links = await lead.get(`/api/customers/${anna}/links`);
	expect(links.json()).toMatchObject([
		{ id: merged?.linkId, absorbedId: anya, absorbedName: "Аня Иванова", proof: "code", confidence: 0.99, unclear: [] },
	]);
	expect((await lead.post(`/api/customer-links/${merged?.linkId}/undo`, { give: [] })).status).toBe(204);
	expect((await lead.get(`/api/customers/${anna}/links`)).json()).toEqual([]);

	const [suggestion] = await admin.shop.db.linkSuggestion.findMany();
	const open = (await lead.get("/api/link-suggestions")).json();
	expect(open).toMatchObject([{ id: suggestion?.id, ground: "same_phone" }]);
	expect(JSON.stringify(open)).toContain("Борис Иванов");
	expect((await lead.post(`/api/link-suggestions/${suggestion?.id}/reject`)).status).toBe(204);
	expect((await lead.get("/api/link-suggestions")).json()).toEqual([]);
});

test("two people with the same first and last name in different messengers are suggested, namesakes of many are not", async () => {
	const admin = await anAdmin();
	const anna = await someone(admin, "Анна", "Иванова", "telegram:1");
	const other = await someone(admin, "Анна", "", "whatsapp:1");
	const save = (customerId: string, value: string) =>
		saveProfileField(admin.shop, { customerId, field: "last_name", value, actor: "customer", country: "RU" });

	await save(other, "Иванова");
	expect(await admin.shop.db.linkSuggestion.findMany()).toMatchObject([
		{ ground: "same_name", firstId: [anna, other].sort()[0], secondId: [anna, other].sort()[1] },
	]);

	for (const account of ["a:1", "a:2", "a:3", "a:4"]) await someone(admin, "Пётр", "Петров", account);
	await save(await someone(admin, "Пётр", "", "b:1"), "Петров");
	expect(await admin.shop.db.linkSuggestion.count()).toBe(1);
});

import { expect, test } from "vitest";
import { customerChoices, customerPage, customersTagged } from "#admin/contract/customers.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { anAdmin } from "../support/an-admin.ts";

const DEFAULTS = bareFiles.find(({ path }) => path === "_defaults.yaml")?.text ?? "";
const FLOWS = {
	...Object.fromEntries(bareFiles.map(({ path, text }) => [path, text])),
	"_defaults.yaml": `${DEFAULTS}\nfields:\n  allergy: {title: Аллергия, type: text}\n`,
};

test("customers are sifted by what we know of them, tagged by the handful, and the tag goes only where it came from", async () => {
	const admin = await anAdmin({}, { flows: FLOWS });
	const { shop } = admin;
	const cake = await aProduct(shop, { price: 150_000 });
	const anna = await aCustomer(shop, { firstName: "Анна", phone: "+79001234567", consents: ["advertising"] });
	const boris = await aCustomer(shop, { firstName: "=Борис" });
	await anOrder(shop, { customerId: anna.id, lines: [{ goods: cake, qty: 2 }] });
	await shop.db.customerAttribute.create({
		data: { customerId: anna.id, name: "allergy", value: "орехи, +79001234567", sort: "said", at: shop.now() },
	});
	await shop.db.segmentSpell.create({ data: { segment: "loyal", customerId: boris.id, enteredAt: shop.now() } });
	const lead = await admin.signedIn("lead");
	const meant = async (query: string) =>
		customerPage.parse((await lead.get(`/api/customers?${query}`)).json()).items.map(({ id }) => id);

	expect(await meant("consent=given")).toEqual([anna.id]);
	expect(await meant("consent=none")).toEqual([boris.id]);
	expect(await meant("spent=300000")).toEqual([anna.id]);
	expect(await meant("spent=300001")).toEqual([]);
	expect(await meant("orderedSince=2020-01-01")).toEqual([anna.id]);
	expect(await meant("quietSince=2020-01-01")).toEqual([boris.id]);
	expect(await meant("segment=loyal")).toEqual([boris.id]);
	expect(customerChoices.parse((await lead.get("/api/customer-choices")).json()).fields).toEqual([
		{ id: "allergy", title: "Аллергия" },
	]);

	const tag = async (to: "on" | "off", ids: readonly string[]) =>
		customersTagged.parse((await lead.post("/api/customer-tags", { ids, tag: "vip", to })).json()).changed;
	expect(await tag("on", [anna.id])).toEqual([anna.id]);
	const changed = await tag("on", [anna.id, boris.id]);
	// Who had it before keeps it when the handful is taken back.
	expect(await tag("off", changed)).toEqual([boris.id]);
	expect(await meant("tag=vip")).toEqual([anna.id]);

	const { body } = await lead.get("/api/customers.csv");
	expect(body).toContain("'=Борис");
	expect(body).toContain("'+79001234567");
	expect(await shop.db.audit.findFirst({ where: { act: "customers.export" } })).toMatchObject({ after: { rows: 2 } });
	const marketer = await admin.signedIn("marketer");
	expect((await marketer.get("/api/customers.csv")).status).toBe(403);
	expect((await marketer.get("/api/customers")).body).not.toContain("9001234567");
});

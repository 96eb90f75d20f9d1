import { expect, test } from "vitest";
import { customerImportView, takenImports, undoLook } from "#admin/contract/customer-imports.ts";
import { customerChoices, customerPage, customersTagged } from "#admin/contract/customers.ts";
import { undoImport } from "#core/customers/undo-import.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { anAdmin, HOST, type Member, type TestAdmin } from "../support/an-admin.ts";

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

test("a file of customers with its columns mixed up is looked at, and taken back by whoever leads", async () => {
	const admin = await anAdmin();
	const { shop } = admin;
	const lead = await admin.signedIn("lead");
	const file = await bring(admin, lead, "ref,first_name,city\n1,Тверь,Анна\n2,Омск,Борис\n");
	expect((await lead.post(`/api/customer-imports/${file.id}/start`, MAPPING)).status).toBe(204);
	await expect
		.poll(async () => customerImportView.parse((await lead.get(`/api/customer-imports/${file.id}`)).json()).state.is)
		.toBe("done");
	await shop.db.customer.updateMany({ where: { city: "Борис" }, data: { firstName: "Борис", city: "Омск" } });

	const { imports } = takenImports.parse((await lead.get("/api/customer-imports/taken")).json());
	expect(imports).toMatchObject([{ file: "a.csv", imported: 2, undo: "ready" }]);
	const path = `/api/customer-imports/taken/${imports[0]?.id}`;
	const look = async () => undoLook.parse((await lead.get(path)).json());
	expect(await look()).toMatchObject({ state: "ready", people: 2, removed: 1, mended: 0, stay: 1 });
	expect(await shop.db.customer.count()).toBe(2);

	expect((await lead.post(`${path}/undo`)).status).toBe(204);
	expect((await lead.post(`${path}/undo`)).status).toBe(204);
	expect(await look()).toMatchObject({ state: "running", looked: 0 });
	const promised = await shop.db.errand.findMany({ where: { name: "undo-import" } });
	expect(promised).toHaveLength(1);
	await undoImport(shop, { importId: imports[0]?.id ?? "", actor: "operator:lead" });

	expect(await look()).toMatchObject({
		...{ state: "done", removed: 1, stay: 1 },
		examples: [{ name: "Борис", stays: [{ what: "customer", why: "edited" }] }],
	});
	expect(await shop.db.customer.findMany()).toMatchObject([{ firstName: "Борис" }]);
	expect((await lead.get(`/api/customer-imports/taken/${crypto.randomUUID()}`)).status).toBe(404);
});

const MAPPING = { columns: { ref: "ref", first_name: "first_name", city: "city" }, custom: {} };

async function bring({ server }: TestAdmin, { cookie }: Member, csv: string) {
	const answer = await server.inject({
		method: "POST",
		url: "/api/customer-imports",
		headers: {
			...{ host: HOST, origin: `http://${HOST}`, cookie },
			"content-type": "multipart/form-data; boundary=edge",
		},
		payload: `--edge\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${csv}\r\n--edge--\r\n`,
	});
	return customerImportView.parse(answer.json());
}

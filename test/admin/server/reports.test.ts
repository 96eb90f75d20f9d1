import { expect, test } from "vitest";
import { behind, pocket, report } from "#admin/contract/reports.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { anAdmin } from "../support/an-admin.ts";

test("a report is read by those who may, without money for operators, without phones for marketers", async () => {
	const admin = await anAdmin();
	const cake = await aProduct(admin.shop, { title: "Медовик", price: 150_000, stock: 9 });
	const nameless = await aCustomer(admin.shop, { firstName: "", phone: "+79001234567" });
	await anOrder(admin.shop, { customerId: nameless.id, lines: [{ goods: cake, qty: 2 }] });
	admin.pass(60_000);

	const owner = await admin.signedIn("owner");
	const whole = report.parse((await owner.get("/api/reports?days=7")).json());
	expect(whole.days.at(-1)).toEqual({ day: "2026-03-10", orders: 1, revenue: { minor: 300_000, currency: "RUB" } });
	expect(whole.handoffRate).toEqual({ part: 0, of: 0 });
	expect(whole.waits.first).toEqual({ n: 0, wall: null, open: null });

	const operator = await admin.signedIn("operator");
	const today = pocket.parse((await operator.get("/api/reports/pocket?span=today")).json());
	expect(today.numbers.map(({ key }) => key)).not.toContain("revenue");
	const poor = report.parse((await operator.get("/api/reports")).json());
	expect(poor.days.at(-1)).toMatchObject({ orders: 1, revenue: null });

	const marketer = await admin.signedIn("marketer");
	const [order] = behind.parse((await marketer.get("/api/reports/orders")).json()).items;
	expect(order).toMatchObject({ note: "placed", total: { minor: 300_000 }, customer: { name: "+7…67" } });

	const cashier = await admin.signedIn("cashier");
	expect((await cashier.get("/api/reports")).status).toBe(403);
	expect((await cashier.get("/api/reports/orders/file")).status).toBe(403);
});

test("a downloaded sheet runs nothing: a name that looks like a formula stays a name", async () => {
	const admin = await anAdmin();
	const cake = await aProduct(admin.shop, { title: "Медовик", price: 150_000, stock: 9 });
	const rogue = await aCustomer(admin.shop, { firstName: '=HYPERLINK("http://bad.test")' });
	await anOrder(admin.shop, { customerId: rogue.id, lines: [{ goods: cake, qty: 1 }] });
	admin.pass(60_000);
	const lead = await admin.signedIn("lead");

	const sheet = await lead.get("/api/reports/orders/file");

	expect(sheet.status).toBe(200);
	const [head, line] = sheet.body.split("\n");
	expect(head).toBe("\uFEFFat,customer,seconds,open_seconds,note,order,total,currency");
	expect(line).toContain(`"'=HYPERLINK(""http://bad.test"")"`);
	expect(line).toMatch(/,placed,\d+,1500,RUB$/);
});

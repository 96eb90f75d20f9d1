import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainGraph } from "./plain-graph.ts";
import { startWhatsAppStandin, type WhatsAppStandin } from "./server.ts";
import type { Template } from "./shapes.ts";

const HOUR = 3_600_000;
const OFFER: Template = {
	name: "offer",
	language: "ru",
	category: "MARKETING",
	status: "APPROVED",
	body: "{{1}}, скидка {{2}}!",
};
const READY: Template = {
	name: "ready",
	language: "ru",
	category: "UTILITY",
	status: "APPROVED",
	body: "Заказ {{number}} готов",
};

let standin: WhatsAppStandin;
let graph: ReturnType<typeof plainGraph>;
let ada: string;

beforeEach(async () => {
	standin = await startWhatsAppStandin({
		clock: "manual",
		startsAt: Date.UTC(2026, 2, 10),
		limits: "off",
		templates: [OFFER, READY],
	});
	graph = plainGraph(standin);
	ada = standin.addCustomer({ name: "Ada" }).waId;
});
afterEach(() => standin.close());

const value = (text: string, name?: string) => ({ type: "text", text, ...(name && { parameter_name: name }) });
const template = (name: string, parameters: object[], language = "ru") => ({
	to: ada,
	type: "template",
	template: { name, language: { code: language }, components: [{ type: "body", parameters }] },
});
const offer = () => graph.send(template("offer", [value("Ада"), value("10 %")]));
const ready = () => graph.send(template("ready", [value("7", "number")]));
const bills = () => standin.journal.bills.map(({ pricing }) => `${pricing.category} ${pricing.type}`);

test("free text is for the day after the customer's last message, to the minute", async () => {
	expect(await graph.text(ada)).toMatchObject({ body: { error: { code: 131047 } } });
	standin.act(ada, { do: "write", text: "?" });
	standin.advance(24 * HOUR - 1);
	expect(await graph.text(ada)).toMatchObject({ status: 200 });
	standin.advance(1);
	expect(await graph.text(ada)).toMatchObject({ status: 400, body: { error: { code: 131047 } } });
	expect(await ready()).toMatchObject({ status: 200 });
	expect(standin.violations()).toHaveLength(2);
});

describe("templates", () => {
	test("their places are filled in, numbers and names", async () => {
		await offer();
		await ready();
		expect(standin.screen(ada)).toMatchObject([
			{ text: "Ада, скидка 10 %!", template: "offer" },
			{ text: "Заказ 7 готов", template: "ready" },
		]);
	});

	test.each<[string, Partial<Template>, object[], number]>([
		["one that is not approved yet", { status: "PENDING" }, [value("a"), value("b")], 132001],
		["one that was rejected", { status: "REJECTED" }, [value("a"), value("b")], 132001],
		["one that is paused", { status: "PAUSED" }, [value("a"), value("b")], 132015],
		["one that is switched off", { status: "DISABLED" }, [value("a"), value("b")], 132016],
		["too few values", {}, [value("a")], 132000],
		["an empty value", {}, [value("a"), value("")], 131008],
		["a value with a line break", {}, [value("a"), value("b\nc")], 132018],
	])("%s is refused", async (_, change, values, code) => {
		standin.judge({ ...OFFER, ...change });
		expect(await graph.send(template("offer", values))).toMatchObject({ body: { error: { code } } });
		expect(standin.violations()).toHaveLength(1);
	});

	test("another language is another template", async () => {
		const given = template("offer", [value("a"), value("b")], "en");
		expect(await graph.send(given)).toMatchObject({ status: 404, body: { error: { code: 132001 } } });
	});

	test("the list comes in pages", async () => {
		const path = (more: string) => `${standin.facts.business}/message_templates?limit=1${more}`;
		const first = await graph.ask("GET", path(""));
		expect(first.body).toMatchObject({
			data: [{ name: "offer", status: "APPROVED" }],
			paging: { cursors: { after: "1" } },
		});
		const second = await graph.ask("GET", path("&after=1"));
		expect(second.body).toMatchObject({ data: [{ name: "ready", components: [{ type: "BODY", text: READY.body }] }] });
		expect(second.body.paging).toBeUndefined();
	});
});

describe("what Meta puts on the bill", () => {
	test("marketing always, utility outside the window, free text never", async () => {
		await ready();
		standin.act(ada, { do: "write", text: "?" });
		await graph.text(ada);
		await ready();
		await offer();
		expect(bills()).toEqual([
			"utility regular",
			"service free_customer_service",
			"utility free_customer_service",
			"marketing regular",
		]);
	});

	test("nothing for 72 hours after an answer to an entry through an advertisement; free text still ends with its day", async () => {
		standin.act(ada, { do: "enter", text: "Хочу торт", title: "Торты" });
		standin.advance(HOUR);
		await graph.text(ada);
		standin.advance(71 * HOUR);
		await offer();
		expect(await graph.text(ada)).toMatchObject({ body: { error: { code: 131047 } } });
		standin.advance(2 * HOUR);
		await offer();
		expect(bills()).toEqual(["service free_entry_point", "marketing free_entry_point", "marketing regular"]);
	});

	test("an entry that nobody answered within a day opens nothing", async () => {
		standin.act(ada, { do: "enter", text: "?" });
		standin.advance(25 * HOUR);
		await offer();
		expect(bills()).toEqual(["marketing regular"]);
	});

	test("only what was delivered is billed", async () => {
		standin.act(ada, { do: "offline" });
		await offer();
		expect(bills()).toEqual([]);
		standin.act(ada, { do: "online" });
		expect(bills()).toEqual(["marketing regular"]);
	});
});

describe("marketing that is not wanted", () => {
	test("a person's cap over all businesses is told at once, or only after the 200; utility passes, a reply lifts it", async () => {
		standin.cap(ada, "at once");
		expect(await offer()).toMatchObject({ status: 400, body: { error: { code: 131049 } } });
		expect(await ready()).toMatchObject({ status: 200 });
		standin.cap(ada, "after");
		const { status, body } = await offer();
		expect(status).toBe(200);
		const delivery = standin.journal.deliveries.get(body.messages?.[0]?.id ?? "");
		expect(delivery).toMatchObject({ error: { code: 131049 }, states: [{ state: "sent" }, { state: "failed" }] });
		standin.act(ada, { do: "write", text: "?" });
		expect(await offer()).toMatchObject({ status: 200 });
		expect(standin.violations()).toEqual([]);
	});

	test("who stopped the shop's marketing gets no more of it, until they let it through again", async () => {
		standin.act(ada, { do: "stop" });
		expect(await offer()).toMatchObject({ body: { error: { code: 131050 } } });
		expect(await ready()).toMatchObject({ status: 200 });
		standin.act(ada, { do: "resume" });
		expect(await offer()).toMatchObject({ status: 200 });
	});
});

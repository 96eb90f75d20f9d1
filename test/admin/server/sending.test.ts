import { expect, test } from "vitest";
import { channelLine, decisionLog } from "#admin/contract/sending.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { anAdmin } from "../support/an-admin.ts";

test("an operator sees where to write and why, how long the window is open, and what it would cost", async () => {
	const defaults = bareFiles.find(({ path }) => path === "_defaults.yaml")?.text ?? "";
	const flows = { "_defaults.yaml": `${defaults}\nprices: {whatsapp: {marketing: 7.50, utility: 1.50}}\n` };
	const admin = await anAdmin({}, { today: "2026-03-10T12:00:00+03:00", flows });
	const { shop } = admin;
	const ada = await aCorrespondent(admin);
	const { customerId, conversationId } = ada;
	const of = { channel: "whatsapp", account: "whatsapp:1", nativeId: "79000000001" };
	const { id: identityId } = await shop.db.identity.create({ data: { ...of, customerId } });
	const windowUntil = new Date("2026-03-10T20:00:00+03:00");
	await shop.db.chat.create({ data: { ...of, identityId, conversationId, windowUntil } });
	const operator = await admin.signedIn("operator");
	const lineNow = async () =>
		channelLine.parse((await operator.get(`/api/conversations/${conversationId}/channels`)).json());

	const open = await lineNow();
	admin.pass(9 * 3_600_000);
	const closed = await lineNow();

	expect(open.preferred?.why).toMatch(/0 (answers to|ответов из) 0/);
	expect(open.channels.find(({ channel }) => channel === "telegram")).toMatchObject({
		...{
			reachable: true,
			working: true,
			window: { state: "none" },
			advertising: true,
			cost: { is: "free", until: null },
		},
	});
	const whatsapp = (line: typeof open) => line.channels.find(({ channel }) => channel === "whatsapp");
	const until = windowUntil.toISOString();
	expect(whatsapp(open)).toMatchObject({ window: { state: "open", until }, cost: { is: "free", until } });
	// As `prices:` of _defaults.yaml says, for the planner too.
	const rub = (minor: number) => ({ minor, currency: "RUB" });
	expect(whatsapp(closed)).toMatchObject({
		...{ window: { state: "closed" }, cost: { is: "billed", service: rub(150), marketing: rub(750) } },
	});
});

test("for any customer and day it can be read what was considered, and why it was or was not sent", async () => {
	const admin = await anAdmin({}, { today: "2026-03-10T22:00:00+03:00" });
	const { customerId } = await aCorrespondent(admin);
	const at = admin.shop.now();
	const about = { customerId, flow: "win-back", occurrence: "1", purpose: "marketing" };
	const morning = new Date("2026-03-11T10:05:00+03:00");
	await admin.shop.db.decision.createMany({
		data: [
			{ ...about, verdict: "waits_hours", until: morning, at },
			{ ...about, verdict: "go", channel: "telegram", detail: { why: "explored" }, at: morning },
		],
	});
	const owner = await admin.signedIn();
	const told = async (query: string) => {
		const answer = await owner.get(`/api/customers/${customerId}/decisions${query}`);
		return decisionLog.parse(answer.json()).items.map(({ sentence }) => sentence);
	};

	const all = await told("");
	expect(all).toHaveLength(2);
	expect(all[0]).toMatch(/Telegram\. (Now and then|Иногда)/);
	expect(await told("?day=2026-03-10")).toEqual([all[1]]);
	expect(all[1]).toMatch(/(quiet hours|тихие часы).*11.*10:05/);
	expect((await owner.get(`/api/customers/${customerId}/decisions?day=yesterday`)).status).toBe(400);
});

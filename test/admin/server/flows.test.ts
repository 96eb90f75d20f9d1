import { expect, test } from "vitest";
import { flowChanges } from "#admin/contract/flow-changes.ts";
import { flowCounts, flowPage, visitors } from "#admin/contract/flow-page.ts";
import { flowPreview } from "#admin/contract/flow-preview.ts";
import { flowList } from "#admin/contract/flows.ts";
import { rehearsalResult, rehearsalState } from "#admin/contract/rehearsal.ts";
import { presentChanges } from "#admin/server/flow-changes.ts";
import { applyFlows } from "#core/flows/apply-flows.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { SHELF } from "../support/a-busy-shop.ts";
import { aWalk, aWalkedFlow } from "../support/a-walked-flow.ts";
import { anAdmin } from "../support/an-admin.ts";
import { shippedFiles } from "../support/flow-files.ts";

const NONE = { entered: 0, left: 0, dropped: 0, handed: 0, here: 0, held_out: 0 };

test("at each step of a flow it is counted who came, went on, gave up, was held out or is still there; each once", async () => {
	const admin = await anAdmin();
	const { boris } = await aWalkedFlow(admin);
	const marketer = await admin.signedIn("marketer");

	const counts = flowCounts.parse((await marketer.get("/api/flows/abandoned-cart/counts?days=7")).json());

	expect(counts.steps).toEqual({
		"steps[0]": { ...NONE, entered: 4, left: 3, held_out: 1 },
		first_touch: { ...NONE, entered: 3, left: 1, dropped: 1, here: 1 },
		"steps[2]": { ...NONE, entered: 1, left: 1 },
		"steps[2].switch[0].then[0]": { ...NONE, entered: 1, left: 1 },
		wait_order: { ...NONE, entered: 1, left: 1 },
	});
	expect(counts.splits).toEqual([
		{ step: "steps[0]", variant: "brief", runs: 2, measured: 2, goals: 1 },
		{ step: "steps[0]", variant: "care", runs: 2, measured: 2, goals: 0 },
	]);
	expect(counts.entries).toEqual({
		...{ entries: 4, pending: 0, started: 4, refused: {} },
		...{ treated: { entries: 3, goals: 1 }, heldOut: { entries: 1, goals: 0 } },
	});
	const bought = visitors.parse(
		(await marketer.get("/api/flows/abandoned-cart/visitors?days=7&step=wait_order&went=left")).json(),
	);
	expect(bought.map(({ customer, outcome }) => [customer, outcome])).toEqual([
		[{ id: boris.id, name: "Борис" }, "bought"],
	]);
});

test("a person called by hand or by a word that works everywhere counts at the step where the customer stood", async () => {
	const admin = await anAdmin();
	const { anna, vera } = await aWalkedFlow(admin);
	const marketer = await admin.signedIn("marketer");
	const asked = ["first_touch", "choose", "asked"] as const;
	const runId = await aWalk(admin.shop, { who: anna, lines: [asked], status: "with_operator" });
	await admin.shop.db.flowStep.create({
		data: {
			...{ runId, conversationId: anna.conversationId, seq: 2, step: "always.operator.steps[0]", kind: "handoff" },
			...{
				decision: "support, open",
				file: "flows/_always.yaml",
				flow: "_always",
				line: 9,
				full: "a",
				at: admin.shop.now(),
			},
		},
	});
	await aWalk(admin.shop, {
		who: vera,
		lines: [
			asked,
			["first_touch", "handoff", "retries used up: support"],
			["first_touch", "hand-back", "control is back"],
		],
		status: "waiting_input",
	});

	const { steps } = flowCounts.parse((await marketer.get("/api/flows/abandoned-cart/counts?days=0")).json());

	expect(steps.first_touch).toMatchObject({ entered: 5, handed: 2, here: 1 });
});

test("what was a day ago is not counted as today's, and a step that a `when` passed over was not entered", async () => {
	const admin = await anAdmin({}, { today: "2026-03-10T00:30:00+03:00" });
	const { anna } = await aWalkedFlow(admin);
	admin.pass(86_400_000);
	await aWalk(admin.shop, {
		who: anna,
		lines: [
			["rescue", "if", "cart.count > 0: no"],
			["steps[4]", "say", "sent"],
		],
	});
	const marketer = await admin.signedIn("marketer");

	const today = flowCounts.parse((await marketer.get("/api/flows/abandoned-cart/counts?days=0")).json());

	expect(today.since).toBe("2026-03-10T21:00:00.000Z");
	expect(Object.keys(today.steps)).toEqual(["steps[4]"]);
});

test("a flow's page has its picture, its file and its versions; a paused one says who paused it and why", async () => {
	const admin = await anAdmin();
	await aWalkedFlow(admin);
	const marketer = await admin.signedIn("marketer", { name: "Марина" });

	expect((await marketer.post("/api/flows/abandoned-cart/pause", { reason: "Распродажа" })).status).toBe(204);
	const page = flowPage.parse((await marketer.get("/api/flows/abandoned-cart")).json());

	expect(page).toMatchObject({
		state: "paused",
		pause: { by: "Марина", reason: "Распродажа" },
		versions: [{ current: true, live: 1, runs: 4 }],
	});
	expect(page.diagram?.nodes.map(({ id }) => id)).toContain("first_touch");
	expect(page.source).toContain("flow: abandoned-cart");
	expect((await marketer.post("/api/flows/abandoned-cart/resume")).status).toBe(204);
	expect(await admin.shop.db.audit.findMany({ orderBy: { id: "asc" }, select: { act: true, actor: true } })).toEqual([
		{ act: "flow.pause", actor: `operator:${marketer.id}` },
		{ act: "flow.resume", actor: `operator:${marketer.id}` },
	]);
	expect((await marketer.get("/api/flows/no-such-flow")).status).toBe(404);
	expect((await (await admin.signedIn("operator")).post("/api/flows/abandoned-cart/pause", {})).status).toBe(403);
});

test("a broken file is on the list with its mistake, also one that has never loaded", async () => {
	const mistake = { line: 3, column: 10, severity: "error", code: "F012", message: "not allowed here" };
	const problems = ["order", "fresh"].map((id) => ({ ...mistake, file: `flows/${id}.flow.yaml` }));
	const admin = await anAdmin({ flows: { ...SHELF, problems: () => problems } });

	const { flows } = flowList.parse((await (await admin.signedIn()).get("/api/flows")).json());

	expect(flows.map(({ flow, state, mistake }) => [flow, state, mistake?.place ?? null])).toEqual([
		["order", "broken", "flows/order.flow.yaml:3:10"],
		["birthday", "paused", null],
		["fresh", "off", "flows/fresh.flow.yaml:3:10"],
	]);
});

test("whoever looks before applying reads that dialogs finish on their logic, unless a line of the file moves them", () => {
	const all = { from: "all", steps: {}, else: "keep" } as const;
	const standing = { logic: "f702", runs: 3, at: [{ step: "topic", runs: 3 }], movable: 3, stuck: [], rule: all };
	const change = { flow: "support", file: "flows/support.flow.yaml", change: "logic" as const, edits: [], renamed: {} };
	const moving = (migrate: readonly (typeof all)[]) =>
		presentChanges({ flows: [{ ...change, standing: [standing], migrate }], live: [], problems: [] }).flows[0];

	expect(moving([])?.standing).toMatchObject([{ movable: 3, moves: false }]);
	expect(moving([all])?.standing).toMatchObject([{ movable: 3, moves: true }]);
});

test("a template that WhatsApp has not approved is told on the flow's own page as on the list", async () => {
	const admin = await anAdmin();
	const one = { account: "whatsapp:1", name: "another", language: "ru", category: "utility", body: "Помочь?" };
	await admin.shop.db.channelTemplate.create({ data: { ...one, state: "approved", at: admin.shop.now() } });
	const marketer = await admin.signedIn("marketer");

	const { problems } = flowPage.parse((await marketer.get("/api/flows/birthday")).json());

	expect(problems).toMatchObject([
		{ code: "F045", file: "flows/birthday.flow.yaml", message: expect.stringContaining('"birthday"') },
	]);
});

test("a message is shown as each channel has it: buttons in Telegram, words with numbers on a linked phone", async () => {
	const admin = await anAdmin();
	const marketer = await admin.signedIn("marketer");
	async function firstTouch(channel: string) {
		const answer = await marketer.get(`/api/flows/abandoned-cart/preview?channel=${channel}&customer=long-name`);
		const { messages } = flowPreview.parse(answer.json());
		return messages.find(({ step }) => step === "first_touch");
	}

	const telegram = await firstTouch("telegram");
	const linked = await firstTouch("linked-phone");

	expect(telegram).toMatchObject({ part: "question", uninvited: true, where: ["tone = care"] });
	expect(telegram?.shown.at(-1)?.text).toContain("Константин-Александр, мы отложили");
	expect(
		telegram?.shown
			.at(-1)
			?.buttons.flat()
			.map(({ label }) => label),
	).toEqual(["Оформить", "Напомнить завтра", "Уже не нужно"]);
	expect(linked?.shown.at(-1)?.buttons).toEqual([]);
	expect(linked?.shown.at(-1)?.text).toContain("1. Оформить");
	expect((await marketer.get("/api/flows/abandoned-cart/preview?channel=pigeon")).status).toBe(400);
});

test("an edited file is shown with what it will do to whom, and is applied by a marketer; an operator may only look", async () => {
	const texts = readFolder("test/bench/flows");
	const loaded = loadFlows(texts, shopVocabulary);
	const edited = texts.map((file) =>
		file.path === "news.flow.yaml" ? { ...file, text: file.text.replace("title: ", "title: Ещё ") } : file,
	);
	const admin = await anAdmin({ flowFiles: { ...shippedFiles, loaded: () => loaded, texts: () => edited } });
	const marketer = await admin.signedIn("marketer");
	const operator = await admin.signedIn("operator");
	await applyFlows(admin.shop, { texts, vocabulary: shopVocabulary, actor: "terminal:test" });

	const before = flowChanges.parse((await operator.get("/api/flow-changes")).json());

	expect(before.flows).toMatchObject([{ flow: "news", change: "wording", edits: [{ sign: "~" }], standing: [] }]);
	expect(before.live).toEqual([]);
	expect((await operator.post("/api/flow-changes/apply")).status).toBe(403);
	expect((await marketer.post("/api/flow-changes/apply")).status).toBe(204);
	expect(flowChanges.parse((await operator.get("/api/flow-changes")).json()).flows).toEqual([]);
	expect(await admin.shop.db.audit.findMany({ where: { actor: `operator:${marketer.id}` } })).not.toEqual([]);
});

test("a flow is rehearsed beside the shop's work: begun, watched, taken as a file; another waits, a cancelled one leaves nothing", async () => {
	const admin = await anAdmin();
	await aWalkedFlow(admin);
	const marketer = await admin.signedIn("marketer");
	const path = "/api/flows/abandoned-cart/rehearsal";
	const state = async () => rehearsalState.parse((await marketer.get(path)).json());

	expect((await marketer.post(path, { days: 0 })).status).toBe(400);
	expect((await marketer.post(path, { days: 7 })).status).toBe(204);
	expect(await state()).toMatchObject({ state: "running", days: 7 });
	expect((await marketer.post("/api/flows/win-back/rehearsal", { days: 7 })).status).toBe(409);
	expect((await marketer.get(`${path}/file`)).status).toBe(404);
	await expect.poll(async () => (await state()).state, { timeout: 20_000 }).toBe("done");

	expect(await state()).toMatchObject({ state: "done", days: 7, result: { people: expect.any(Number) } });
	const file = await marketer.get(`${path}/file`);
	expect(rehearsalResult.parse(file.json()).messages).toHaveLength(rehearsalResult.parse(file.json()).all);

	expect((await marketer.post(path, { days: 30 })).status).toBe(204);
	expect((await marketer.remove(path)).status).toBe(204);
	expect(await state()).toEqual({ state: "none", busy: null });
});

test("a rehearsal of a flow that is not there says so", async () => {
	const admin = await anAdmin();
	const marketer = await admin.signedIn("marketer");
	const path = "/api/flows/no-such-flow/rehearsal";

	await marketer.post(path, { days: 7 });

	await expect
		.poll(async () => rehearsalState.parse((await marketer.get(path)).json()), { timeout: 20_000 })
		.toEqual({ state: "failed", days: 7, why: 'There is no flow "no-such-flow"' });
});

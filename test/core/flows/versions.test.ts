import { describe, expect, test } from "vitest";
import { handBack } from "#core/conversations/hand-back.ts";
import { take } from "#core/conversations/take.ts";
import { applyFlows } from "#core/flows/apply-flows.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { diffFlows } from "#core/flows/diff-flows.ts";
import { diffReport } from "#core/flows/diff-report.ts";
import { keepVersions, openKept } from "#core/flows/keep-versions.ts";
import { loadFlows, readChecked } from "#core/flows/load.ts";
import { moveRuns } from "#core/flows/move-runs.ts";
import { answer } from "#core/flows/run.ts";
import type { FlowsText } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { stopRun } from "#core/flows/stop-run.ts";
import { storedTexts } from "#core/flows/take-in.ts";
import { aBook, aCounter, type Counter, presses, writes } from "#test/support/counter.ts";

const TEA = `flow: tea
title: Tea
purpose: service
stage: care
start: [{says: [tea]}]
vars: {cups: int, sort: text, milk: yesno}
steps:
  - choose: sort
    text: Which tea?
    options:
      black: Black
      green: Green
  - ask: cups
    text: How many cups of {{ sort }}?
  - id: ask_milk
    ask: milk
    text: Milk?
  - say: "{{ cups }} {{ sort }}, coming."
  - end: poured
`;

/** One shop whose flows are applied as a marketer does, and the errands of a worker kept by hand. */
async function aTeaShop(text = TEA) {
	const vocabulary = shopVocabulary;
	const texts = (tea: string, always = (words: string) => words): FlowsText[] => [
		...bareFiles.map(({ path, text: words }) => ({
			name: `flows/${path}`,
			path,
			text: path === "_always.yaml" ? always(words) : words,
		})),
		{ name: "flows/tea.flow.yaml", path: "tea.flow.yaml", text: tea },
	];
	let book = aBook({ "tea.flow.yaml": text });
	const counter: Counter = await aCounter({}, { parts: { flows: () => book, refreshFlows: () => refresh() } });
	const refresh = async () => {
		book = await openKept(counter.shop, readChecked(await storedTexts(counter.shop)).book);
	};
	book = await keepVersions(counter.shop, loadFlows(texts(text), vocabulary));
	return {
		...counter,
		refresh,
		says: (words: string, chat = "ada") => counter.engine.receiveAndAnswer([writes(words, { chat })]),
		presses: async (label: string, chat = "ada") =>
			counter.engine.receiveAndAnswer([presses(await counter.token(label), { chat })]),
		diff: (tea: string) => diffFlows(counter.shop, { texts: texts(tea), vocabulary }),
		async apply(tea: string, always?: (words: string) => string) {
			const done = await applyFlows(counter.shop, { texts: texts(tea, always), vocabulary, actor: "terminal:vera" });
			await refresh();
			return done;
		},
		/** What a worker keeps now. */
		async keepPromises() {
			const due = await counter.shop.db.errand.findMany({
				where: { state: "waiting", dueAt: { lte: counter.shop.now() }, name: { in: ["move-runs", "stop-run"] } },
			});
			for (const { id, name, payload } of due) {
				const told = JSON.parse(JSON.stringify(payload));
				if (name === "move-runs") await counter.engine.moveRuns(counter.shop, told);
				else await counter.engine.stopRun(counter.shop, told);
				await counter.shop.db.errand.update({ where: { id }, data: { state: "done" } });
			}
		},
		run: (where: object = {}) =>
			counter.shop.db.flowRun.findFirstOrThrow({ where, orderBy: [{ startedAt: "desc" }, { id: "desc" }] }),
		audit: () => counter.shop.db.audit.findMany({ orderBy: { id: "asc" } }),
	};
}

function edited(from: string, to: string, text = TEA): string {
	expect(text).toContain(from);
	return text.replace(from, to);
}

const GREY = edited("      green: Green\n", "      green: Green\n      grey: Earl Grey\n");
const LONGER = edited("  - choose: sort", "  - say: Welcome to our tea.\n  - choose: sort");
const migrating = (text: string, line = "{from: all, else: keep}") =>
	edited("vars:", `migrate: [${line}]\nvars:`, text);

describe("a new version", () => {
	test("leaves a dialog that is under way on its logic, and says so beforehand with counts", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");
		await shop.says("tea", "bob");
		await shop.says("Green", "bob");

		const { logic } = await shop.run();
		const report = diffReport(await shop.diff(GREY));
		await shop.apply(GREY);
		await shop.says("grey");

		expect(report.split("\n").map((line) => line.replace(/logic [0-9a-f]{4}/, "logic ####"))).toEqual([
			`tea: new logic #### (was ${logic.slice(0, 4)})`,
			"  + options.grey in step sort (line 13)",
			`  2 dialogs are running on ${logic.slice(0, 4)}: cups 1, sort 1`,
			`  all 2 can be moved: add   migrate: [{from: "${logic.slice(0, 4)}", else: keep}]   or leave them to finish (default)`,
		]);
		expect((await shop.seen()).at(-1)).toContain("did not understand");
	});

	test("takes dialogs along where it says migrate: a place that shifted is found again, old buttons still count", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");
		const next = migrating(edited("green: Green", "green: Green\n      grey: Earl Grey", LONGER));
		const old = await shop.token("Green");

		await shop.apply(next);
		await shop.keepPromises();
		await shop.engine.receiveAndAnswer([presses(old)]);
		await shop.says("2");
		await shop.says("no");

		expect(await shop.seen()).toEqual(["Which tea?", "How many cups of green?", "Milk?", "2 green, coming."]);
		const run = await shop.run();
		expect(run).toMatchObject({ status: "ended", outcome: "poured" });
		const steps = await shop.shop.db.flowStep.findMany({ where: { runId: run.id, kind: "migrated" } });
		expect(steps.map(({ decision }) => decision)).toEqual([expect.stringMatching(/^[0-9a-f]{4} → [0-9a-f]{4}$/)]);
		expect(run.logic).toBe((await shop.shop.db.flowVersion.findFirstOrThrow({ orderBy: { id: "desc" } })).logic);
	});

	test("drops variables that vanished, leaves new ones empty, and keeps the deadline", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");
		await shop.presses("Black");
		const before = await shop.run();
		const next = migrating(
			edited("cups: int, sort: text, milk: yesno", "cups: int, leaf: text, milk: yesno")
				.replace("choose: sort", "choose: leaf")
				.replaceAll("{{ sort }}", "{{ leaf }}"),
		);

		await shop.apply(next);
		shop.pass(60_000);
		await shop.keepPromises();

		const after = await shop.run();
		const state = JSON.parse(JSON.stringify(after.state));
		expect(state.frames[0].vars).toEqual({ cups: null, leaf: null, milk: null });
		expect(after.wakeAt).toEqual(before.wakeAt);
		expect(state.journal).toEqual([]);
		expect(await shop.seen()).toHaveLength(2);
	});

	test("finds a renamed step by its old name; without it the file's word decides", async () => {
		const shop = await aTeaShop();
		for (const chat of ["ada", "bob", "eve"]) {
			for (const words of ["tea", "Green", "2"]) await shop.says(words, chat);
		}
		const renamed = edited("id: ask_milk", "id: milky");
		const from = (await shop.run()).logic.slice(0, 4);

		expect(diffReport(await shop.diff(renamed))).toContain(
			`add   migrate: [{from: "${from}", steps: {ask_milk: milky}, else: keep}]`,
		);
		await shop.apply(migrating(renamed, `{from: "${from}", steps: {ask_milk: milky}, else: end}`));
		await shop.keepPromises();
		await shop.says("yes");

		expect((await shop.seen()).at(-1)).toBe("2 green, coming.");
		expect(await shop.shop.db.flowRun.count({ where: { outcome: "stopped" } })).toBe(0);
	});

	test.each([
		["keep", { status: "waiting_input", outcome: null }],
		["end", { status: "ended", outcome: "stopped" }],
		["restart", { status: "ended", outcome: "dropped" }],
	])("whose step is gone: else %s", async (word, fate) => {
		const shop = await aTeaShop();
		await shop.says("tea");
		await shop.presses("Green");
		const first = await shop.run();
		const without = edited("  - ask: cups\n    text: How many cups of {{ sort }}?\n", "  - set: {cups: 1}\n");

		await shop.apply(migrating(without, `{from: all, else: ${word}}`));
		await shop.keepPromises();

		expect(await shop.run({ id: first.id })).toMatchObject(fate);
		const newest = await shop.run({ id: { not: first.id } }).catch(() => undefined);
		expect(newest?.status).toBe(word === "restart" ? "waiting_input" : undefined);
		expect((await shop.seen()).at(-1)).toBe(word === "restart" ? "Which tea?" : "How many cups of green?");
	});

	test("is read in by a process that has not heard of it yet, when a customer in it comes there", async () => {
		const shop = await aTeaShop();
		const before = aBook({ "tea.flow.yaml": TEA });
		let book = before;
		const deaf = shop.another({
			flows: () => book,
			async refreshFlows() {
				book = await openKept(shop.shop, readChecked(await storedTexts(shop.shop)).book);
			},
		});
		await shop.apply(GREY);
		await shop.says("tea");

		await deaf.receiveAndAnswer([writes("Earl Grey")]);

		expect(book).not.toBe(before);
		expect((await shop.seen()).at(-1)).toBe("How many cups of grey?");
	});

	test("moves half of the dialogs, dies, and moves the others when the promise is kept again", async () => {
		const shop = await aTeaShop();
		const chats = ["ada", "bob", "eve", "dan"];
		for (const chat of chats) await shop.says("tea", chat);
		await shop.apply(migrating(GREY));
		const told = new Set<string>();
		const dying = shop.another({
			*answer(talk, cause, now) {
				told.add(cause.id);
				if (told.size > 2) throw new Error("killed");
				return yield* answer(talk, cause, now);
			},
		});

		await dying.moveRuns(shop.shop, { flow: "tea" }).catch(() => {});
		const moved = await shop.shop.db.flowStep.count({ where: { kind: "migrated" } });
		await Promise.all([shop.keepPromises(), shop.another({}).moveRuns(shop.shop, { flow: "tea" })]);

		expect(moved).toBe(2);
		expect(await shop.shop.db.flowStep.count({ where: { kind: "migrated" } })).toBe(4);
		for (const chat of chats) await shop.says("Green", chat);
		expect((await shop.seen("dan")).at(-1)).toBe("How many cups of green?");
	});

	test("without an option that somebody is just looking at asks them again", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");

		await shop.apply(migrating(edited("      green: Green\n", "      white: White\n")));
		await shop.keepPromises();
		await shop.says("Green");
		await shop.says("White");

		expect(await shop.seen()).toEqual([
			"Which tea?",
			expect.stringContaining("did not understand"),
			"How many cups of white?",
		]);
	});

	test("whose words changed asks a corrected customer again what it asks otherwise now, and nothing else", async () => {
		const correcting = edited("  - ask: cups", "  - ask: cups\n    keep: true", TEA).replace(
			"vars:",
			"during: [{says: [other tea], change: sort}]\nvars:",
		);
		const shop = await aTeaShop(correcting);
		for (const words of ["tea", "Green", "2"]) await shop.says(words);

		await shop.apply(edited("How many cups of {{ sort }}?", "How many cups?", correcting));
		await shop.says("other tea");
		await shop.says("Black");

		expect((await shop.seen()).slice(3)).toEqual(["Which tea?", "How many cups?"]);
	});

	test("that is taken back is the newest again, also for those who began before", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");
		await shop.apply(edited("How many cups of {{ sort }}?", "Cups?"));
		await shop.apply(TEA);
		await shop.apply(GREY);

		await shop.says("Green");

		expect((await shop.seen()).at(-1)).toBe("How many cups of green?");
	});

	test("of the handlers that hold everywhere leaves a handler that is under way on its own", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");
		await shop.says("operator");
		const { conversationId } = await shop.run();
		const staff = { id: "vera", leads: true };

		await shop.apply(TEA, (always) => edited("steps: [{handoff", "steps: [{say: One moment.}, {handoff", always));
		await take(shop.engine.staffTurn, { conversationId, staff });
		await handBack(shop.engine.staffTurn, { conversationId, staff, force: true });
		await shop.says("Green");

		expect((await shop.seen()).slice(-3)).toEqual(["Back to our talk.", "Which tea?", "How many cups of green?"]);
	});
});

describe("a dialog that staff stop", () => {
	test("ends with stopped, and the audit names who did it and why", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");
		const { id } = await shop.run();

		await stopRun(shop.shop, { runId: id, actor: "terminal:vera", reason: "asked by phone" });
		await shop.keepPromises();

		expect(await shop.run()).toMatchObject({ status: "ended", outcome: "stopped" });
		expect((await shop.audit()).at(-1)).toMatchObject({
			actor: "terminal:vera",
			act: "run.stop",
			thing: `run:${id}`,
			before: { flow: "tea", status: "waiting_input" },
			after: { outcome: "stopped", reason: "asked by phone" },
		});
		await expect(stopRun(shop.shop, { runId: id, actor: "terminal:vera" })).rejects.toMatchObject({ code: "too-late" });
	});

	test("no longer needs its version, so that a program that cannot read it may start", async () => {
		const shop = await aTeaShop();
		await shop.says("tea");
		const { id } = await shop.run();
		await shop.shop.db.flowVersion.updateMany({ where: { flow: "tea" }, data: { format: 0 } });
		await expect(shop.refresh()).rejects.toThrow(id);

		await stopRun(shop.shop, { runId: id, actor: "terminal:vera" });
		await shop.refresh();
		await shop.keepPromises();

		expect(await shop.run()).toMatchObject({ status: "ended", outcome: "stopped" });
	});
});

test("a person moves one dialog and leaves the other; the audit names both hashes", async () => {
	const shop = await aTeaShop();
	await shop.says("tea", "bob");
	const bob = await shop.run();
	await shop.says("tea");
	await shop.apply(GREY);

	const rule = { from: bob.logic.slice(0, 4), steps: {}, else: "keep" } as const;
	await moveRuns(shop.shop, { flow: "tea", rule, runIds: [bob.id], actor: "operator:vera" });
	await shop.keepPromises();

	const newest = await shop.shop.db.flowVersion.findFirstOrThrow({ where: { flow: "tea" }, orderBy: { id: "desc" } });
	expect(await shop.shop.db.flowRun.count({ where: { logic: newest.logic } })).toBe(1);
	expect(await shop.run({ id: bob.id })).toMatchObject({ logic: newest.logic });
	expect((await shop.audit()).map(({ actor, act }) => `${actor} ${act}`)).toEqual([
		"folder flows.apply",
		"terminal:vera flows.apply",
		"operator:vera runs.move",
	]);
});

test("a folder with one broken file is not applied at all", async () => {
	const shop = await aTeaShop();
	const broken = edited("ask: cups", "asc: cups");

	await expect(shop.apply(broken)).rejects.toThrow(/flows\/tea\.flow\.yaml:13:5 F003/);

	expect(await shop.shop.db.flowVersion.count({ where: { flow: "tea" } })).toBe(1);
});

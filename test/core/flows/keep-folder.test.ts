import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { approvedTemplates } from "#core/delivery/templates.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { runFlowsCommand } from "#core/flows/command.ts";
import { openFlowFolder } from "#core/flows/keep-folder.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { sweepUp } from "#core/insights/sweep-up.ts";
import type { Shop } from "#core/shop.ts";
import { aShop } from "#test/support/shop.ts";

/** The shipped folder, to be edited, and processes that run on it. */
async function aFolder() {
	const { shop, pass } = await aShop();
	const folder = mkdtempSync(join(tmpdir(), "flows-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	// The shipped handlers lead to flows that these tests leave out.
	const always = bareFiles.find(({ path }) => path === "_always.yaml");
	writeFileSync(join(folder, "_always.yaml"), always?.text ?? "");
	for (const file of ["_defaults", "_phrases", "_stages", "_reasons", "support.flow", "profile.flow"])
		cpSync(`flows/${file}.yaml`, join(folder, `${file}.yaml`));
	const said: string[] = [];
	const log = { info: () => {}, warn: (message: string) => said.push(message) };
	return {
		shop,
		pass,
		folder,
		said,
		start: (vocabulary = shopVocabulary) => openFlowFolder({ shop, folder, vocabulary, log }),
		edit(file: string, from: string, to: string) {
			const path = join(folder, file);
			const text = readFileSync(path, "utf8");
			expect(text).toContain(from);
			writeFileSync(path, text.replace(from, to));
		},
		flows: async (...args: string[]) => {
			const lines: string[] = [];
			const tell = (text: string) => lines.push(text);
			const code = await runFlowsCommand(args, {
				say: tell,
				error: tell,
				folder,
				shop: async () => terminal(shop, folder),
			});
			return { code, text: lines.join("\n") };
		},
	};
}

const terminal = (shop: Shop, folder: string) => ({
	shop,
	templates: () => approvedTemplates(shop),
	folder,
	zone: "Europe/Moscow",
	place: { zone: "Europe/Moscow", currency: "RUB", country: "RU" },
	actor: "terminal:vera",
	close: async () => {},
});

test("a file that breaks keeps its last good version over a restart and in every process, and is named with its place", async () => {
	const { start, edit, said } = await aFolder();
	const first = await start();
	edit("support.flow.yaml", "С чем помочь?", "Чем помочь?");
	await first.reload();
	const good = first.current().book.newest.get("support")?.full;

	edit("support.flow.yaml", "choose: topic", "chose: topic");
	await first.reload();
	const restarted = await start();
	edit("profile.flow.yaml", "Как к вам обращаться?", "Как вас зовут?");
	await restarted.reload();
	await first.refresh();

	for (const process of [first, restarted]) expect(process.current().book.newest.get("support")?.full).toBe(good);
	expect(restarted.problems()[0]).toMatchObject({ file: "flows/support.flow.yaml", line: 14, column: 5, code: "F003" });
	expect(said[0]).toContain("flows/support.flow.yaml:14:5");
	expect(first.current().book.newest.get("profile")).toEqual(restarted.current().book.newest.get("profile"));
});

test("settings that break hold their last good words over a restart as well", async () => {
	const { start, edit } = await aFolder();
	await start();
	edit("_phrases.yaml", "phrases:", "phrase:");

	const restarted = await start();

	expect(Object.keys(restarted.current().settings.phrases)).toContain("delivery_terms");
	expect(restarted.loaded().broken).toEqual(["_phrases.yaml"]);
});

test("at start the versions are named that need an action which this release no longer has", async () => {
	const { start, said } = await aFolder();
	await start();
	const { "ticket.find": _, ...actions } = shopVocabulary.actions;

	await start({ ...shopVocabulary, actions });

	const words = said.find((line) => line.includes("actions that are gone"));
	expect(words).toMatch(/support@[0-9a-f]{4} flows\/support\.flow\.yaml:\d+ do: ticket\.find/);
});

test("a marketer sees what an edit will do, applies it, and all processes have it", async () => {
	const { start, edit, flows } = await aFolder();
	const process = await start();
	edit("support.flow.yaml", "other: Другой вопрос", "other: Другой вопрос\n      thanks: Спасибо");
	edit("_phrases.yaml", "phrases:", "phrases:\n  thanks: Спасибо");

	const diff = await flows("diff", "support");
	const before = process.current().book.newest.get("support")?.logic;
	const applied = await flows("apply");
	await process.refresh();

	expect(diff.text).toMatch(
		/^support: new logic [0-9a-f]{4} \(was [0-9a-f]{4}\)\n {2}\+ options\.thanks in step topic \(line 20\)\n {2}no dialog is running$/,
	);
	expect(applied.text).toContain("_phrases.yaml: changed; all dialogs read it live");
	expect(process.current().book.newest.get("support")?.logic).not.toBe(before);
	expect((await flows("apply")).text).toBe("nothing has changed");
});

test("wrong calls end with 2, refusals with 1, and say what to do", async () => {
	const { start, flows, edit } = await aFolder();

	expect(await flows("diff")).toEqual({ code: 1, text: expect.stringContaining("has never run on this database") });
	await start();
	expect((await flows("runs")).code).toBe(2);
	expect((await flows("runs", "move", "support")).code).toBe(2);
	expect((await flows("trace")).code).toBe(2);
	expect(await flows("trace", "12345678")).toEqual({
		code: 1,
		text: expect.stringMatching(/^There is no dialog 12345678: npm run flows -- runs list --each/),
	});
	for (const call of [["diff"], ["runs", "list"], ["runs", "stop", "--flow"]])
		expect(await flows(...call, "suport")).toEqual({
			code: 1,
			text: 'There is no flow "suport" — did you mean "support"?',
		});
	expect(await flows("runs", "list")).toEqual({ code: 0, text: "no dialog is running" });
	edit("support.flow.yaml", "choose: topic", "chose: topic");
	expect(await flows("apply")).toEqual({ code: 1, text: expect.stringContaining("flows/support.flow.yaml:14:5 F003") });
});

test("a template that WhatsApp has not approved is told against the shop's list, and takes no flow out of use", async () => {
	const { shop, start, edit, flows, folder } = await aFolder();
	edit("support.flow.yaml", "    text: С чем помочь?", "    text: С чем помочь?\n    whatsapp: {template: helpp}");
	const process = await start();
	expect((await flows("check", "--shop")).text).toContain("read no list of WhatsApp's templates yet");
	const help = { account: "whatsapp:1", name: "help", language: "ru", category: "utility", body: "Помочь?" };
	await shop.db.channelTemplate.create({ data: { ...help, state: "approved", at: shop.now() } });

	const checked = await flows("check", "--shop");

	expect(checked).toMatchObject({
		code: 1,
		text: expect.stringContaining('no template "helpp" — did you mean "help"?'),
	});
	expect((await flows("check", join(folder, "support.flow.yaml"))).code).toBe(0);
	await process.reload();
	expect(process.loaded().broken).toEqual([]);
});

test("a version is forgotten when no dialog stands in it and no trace names it; a trace after ninety days", async () => {
	const { shop, start, edit, pass } = await aFolder();
	const process = await start();
	const old = process.current().book.newest.get("support");
	edit("support.flow.yaml", "С чем помочь?", "Чем помочь?");
	await process.reload();
	const line = { conversationId: crypto.randomUUID(), seq: 1, flow: "support", step: "topic", line: 13, kind: "say" };
	await shop.db.flowStep.create({ data: { ...line, file: "f", full: old?.full ?? "", at: new Date(shop.now()) } });
	const versions = () => shop.db.flowVersion.count({ where: { flow: "support" } });

	pass(89 * DAY);
	await sweepUp(shop);
	expect([await versions(), await shop.db.flowStep.count()]).toEqual([2, 1]);
	pass(2 * DAY);
	await sweepUp(shop);
	expect([await versions(), await shop.db.flowStep.count()]).toEqual([1, 0]);
	expect(await shop.db.flowVersion.findFirst({ where: { full: old?.full ?? "" } })).toBeNull();
});

const DAY = 86_400_000;

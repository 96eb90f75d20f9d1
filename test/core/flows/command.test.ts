import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runFlowsCommand } from "#core/flows/command.ts";
import { aFolder } from "./a-folder.ts";

let folder: string;
let said: string[];
let complained: string[];

beforeEach(() => {
	folder = aFolder();
	said = [];
	complained = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

function flows(...args: string[]): Promise<number> {
	return runFlowsCommand(args, { say: (text) => said.push(text), error: (text) => complained.push(text), folder });
}

function spoil(from: string, to: string): void {
	const path = join(folder, "support.flow.yaml");
	writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

test("a clean folder ends with 0 and a sum", async () => {
	expect(await flows("check")).toBe(0);
	expect(said.join("\n")).toMatch(/^\d+ files: 0 errors, 0 warnings$/);
});

test("an error ends with 1, and programs can read it", async () => {
	spoil("handoff: support", "handoff: suport");

	expect(await flows("check", "--json")).toBe(1);
	expect(JSON.parse(said.join(""))[0]).toMatchObject({ severity: "error", code: "F045", suggestion: "support" });
});

test("a warning ends with 1 only where it is strict", async () => {
	spoil("other: Другой вопрос", "other: Какой-нибудь другой вопрос");

	expect(await flows("check")).toBe(0);
	expect(await flows("check", "--strict")).toBe(1);
});

test("a wrong call ends with 2 and says how to call", async () => {
	expect(await flows("check", "--fast")).toBe(2);
	expect(await flows("chek")).toBe(2);
	expect(await flows("check", "nowhere.flow.yaml")).toBe(2);
	expect(complained.join("\n")).toContain("nowhere.flow.yaml");
});

test("a name that is nearly right is answered with the right one", async () => {
	for (const call of [["chek"], ["check", "suport"], ["preview", "suport"], ["diagram", "suport"], ["chat", "suport"]])
		expect(await flows(...call)).toBe(2);

	expect(complained.map((line) => /did you mean "(\w+)"\?/.exec(line)?.[1])).toEqual([
		"check",
		"support",
		"support",
		"support",
		"support",
	]);
});

test("help on one command says how all its parts are called, and is no mistake", async () => {
	expect(await flows("runs", "--help")).toBe(0);
	expect(await flows("help", "test")).toBe(0);

	expect(said[0]).toMatch(/runs stop --flow .*\n.*runs move FLOW/);
	expect(said[1]).toMatch(/^npm run flows -- …\n {2}test \[flows\]/);
	expect(complained).toEqual([]);
});

test("a folder that is not there is named with the setting that names it", async () => {
	const terminal = { say: (line: string) => said.push(line), error: (line: string) => complained.push(line) };

	expect(await runFlowsCommand(["check"], { ...terminal, folder: join(folder, "nowhere") })).toBe(2);
	expect(complained).toEqual([expect.stringMatching(/nowhere: FLOWS_DIR says/)]);
});

test("a picture that cannot be written is told, and nothing is thrown", async () => {
	expect(await flows("diagram", "support", "--out", join(folder, "nowhere", "support.svg"))).toBe(1);
	expect(complained).toEqual([expect.stringContaining("support.svg cannot be written")]);
});

test("a case that waits in vain for words says what keeps them back", async () => {
	const path = join(folder, "back-in-stock.test.yaml");
	const given = `test: back-in-stock\ngiven: {now: 2026-03-10T23:30:00+03:00, customer: {id: c1, consent: {processing: true}}}\n`;
	const steps =
		"      - event: product.back_in_stock\n        with: {product: {id: p1, title: Медовик}}\n      - bot: Медовик\n";
	writeFileSync(path, `${given}cases:\n  - name: ночью\n    dialog:\n${steps}`);

	expect(await flows("test", "back-in-stock")).toBe(1);
	expect(complained).toEqual([
		expect.stringMatching(
			/got nothing — held: waits_hours until 2026-03-11 \d\d:\d\d \(.*back-in-stock\.flow\.yaml:\d+\)/,
		),
	]);
});

test("a trap is repaired in the file itself", async () => {
	spoil("text: С чем помочь?", "text: Вопрос: с чем помочь?");

	expect(await flows("check")).toBe(1);
	expect(await flows("fix")).toBe(0);
	expect(await flows("check")).toBe(0);
	expect(readFileSync(join(folder, "support.flow.yaml"), "utf8")).toContain("text: |-\n      Вопрос: с чем помочь?\n");
});

test("outdated schemas are noticed, and written anew", async () => {
	writeFileSync(join(folder, ".schema", "offer.schema.json"), "{}\n");

	expect(await flows("schema", "--check")).toBe(1);
	expect(await flows("schema")).toBe(0);
	expect(await flows("schema", "--check")).toBe(0);
});

test("a case that fails is named with its line; a step that no case reaches is listed", async () => {
	const path = join(folder, "support.test.yaml");
	const withoutTheLast = readFileSync(path, "utf8").replace(/\n {2}- name: Опишет сам[\s\S]*$/, "");
	writeFileSync(path, withoutTheLast.replace('bot: "Заказ 1042', 'bot: "Заказ 1043'));

	expect(await flows("test", "support", "--coverage")).toBe(1);
	expect(complained).toEqual([
		expect.stringMatching(/support\.test\.yaml:\d+ expected "Заказ 1043.*", got "Заказ 1042/),
	]);
	expect(said.join("\n")).toMatch(/support\.flow\.yaml:\d+ no case reaches details\n/);
	expect(said.at(-2)).toMatch(/^\d+ of \d+ steps reached$/);
});

test("whoever tests one flow is told of another that is broken, and not stopped by it", async () => {
	const path = join(folder, "order.flow.yaml");
	writeFileSync(path, readFileSync(path, "utf8").replace("ask: qty", "asc: qty"));

	expect(await flows("test", "support")).toBe(0);
	expect(complained).toEqual(["order.flow.yaml is broken — see npm run flows -- check"]);
	expect(await flows("test", "order")).toBe(1);
});

test("who watches sees the cases played again after each change", async () => {
	const path = join(folder, "support.test.yaml");
	const text = readFileSync(path, "utf8");
	async function* changes() {
		writeFileSync(path, text.replace('bot: "Заказ 1042', 'bot: "Заказ 1043'));
		yield;
		writeFileSync(path, text);
		yield;
	}
	const terminal = { say: (line: string) => said.push(line), error: (line: string) => complained.push(line), folder };

	expect(await runFlowsCommand(["test", "support", "--watch"], { ...terminal, changes })).toBe(0);
	expect(said.filter((line) => line.endsWith("pass")).map((line) => line.slice(0, 1))).toEqual(["4", "3", "4"]);
	expect(complained).toHaveLength(1);
});

test("check and fix take the name of a flow, as test and preview do", async () => {
	spoil("text: С чем помочь?", "text: Вопрос: с чем помочь?");

	expect(await flows("check", "cart")).toBe(0);
	expect(await flows("check", "support")).toBe(1);
	expect(await flows("fix", "support")).toBe(0);
	expect(said.at(-1)).toBe(
		`${folder}/support.flow.yaml:15 repaired\n  -     text: Вопрос: с чем помочь?\n  +     text: |-\n  +       Вопрос: с чем помочь?`,
	);
});

test("the cases of a broken test file are not played, and its steps are not called unreached", async () => {
	const path = join(folder, "support.test.yaml");
	writeFileSync(path, readFileSync(path, "utf8").replace("test: support", "test: suport"));

	expect(await flows("test", "support", "--coverage")).toBe(1);
	expect(said).toEqual([]);
	expect(complained.at(-1)).toBe(`${folder}/support.test.yaml is broken: its cases are not played`);
	expect(complained.join("\n")).toContain('F080 there is no flow "suport" — did you mean "support"?');
});

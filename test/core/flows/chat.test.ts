import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runFlowsCommand } from "#core/flows/command.ts";
import { aFolder } from "./a-folder.ts";

let folder: string;
let said: string[];
let complained: string[];

beforeEach(() => {
	folder = aFolder({ translated: true });
	[said, complained] = [[], []];
});

afterEach(() => rmSync(folder, { recursive: true }));

function flows(args: readonly string[], typed: readonly string[] = []): Promise<number> {
	async function* lines() {
		yield* typed;
	}
	return runFlowsCommand(args, {
		say: (text) => said.push(text),
		error: (text) => complained.push(text),
		folder,
		lines,
	});
}

test("a talk is led by words and numbers, asked about, kept as a case, and the case passes", async () => {
	const tests = join(folder, "order.test.yaml");
	const before = readFileSync(tests, "utf8");

	const typed = ["заказать", "1", "Медовик — 1 500 ₽", "2", "/vars", "/why", "2", "1", "/later 30m", "/save"];
	expect(await flows(["chat", "order", "--as", "Мария"], typed)).toBe(0);

	const talk = said.join("\n");
	expect(talk).toContain("  1. [Торты]");
	expect(talk).toContain("qty = 2");
	expect(talk).toMatch(/more {2}choose: asked, .*\(.*order\.flow\.yaml:\d+\)/);
	expect(talk).toContain("row 4 (an answer to the question that waits): ");
	expect(talk).toContain("14:30 Корзину сохранил: 2 товара");
	expect(said.at(-1)).toMatch(/kept as the case «заказать → Торты → .*order\.test\.yaml:\d+/);
	const after = readFileSync(tests, "utf8");
	expect(after.startsWith(before.trimEnd())).toBe(true);
	expect(after).toContain("- expect: {outcome: abandoned, reason: went_quiet, called: {cart.add: {times: 1}}}");

	said = [];
	expect(await flows(["test", "order"])).toBe(0);
	const cases = after.match(/^ {2}- name:/gm)?.length;
	expect(said.at(-1)).toBe(`${cases} of ${cases} cases pass`);
});

test("a flow without tests gets a first one, with no more of its world than it needs", async () => {
	rmSync(join(folder, "back-in-stock.test.yaml"), { force: true });

	await flows(["chat", "back-in-stock", "--as", "no-name"], ["/event product.back_in_stock", "/save"]);

	expect(readFileSync(join(folder, "back-in-stock.test.yaml"), "utf8")).toContain(
		"  - name: product.back_in_stock\n    dialog:\n      - event: product.back_in_stock\n        with: {product: {title: Медовик}}\n",
	);
	expect(await flows(["test", "back-in-stock"])).toBe(0);
	expect(await flows(["check"])).toBe(0);
});

test("why says by the customer's clock until when a message is held", async () => {
	await flows(["chat", "back-in-stock"], ["/later 23:30", "/event product.back_in_stock", "/why"]);

	expect(said.join("\n")).toMatch(/held: waits_hours until Wed 11 Mar 10:00/);
	expect(said.join("\n")).not.toMatch(/\d\dT\d\d:/);
});

test("a colleague takes the talk, the bot is silent, and the question is repeated when they give it back", async () => {
	await flows(["chat", "order"], ["заказать", "/operator", "есть кто?", "/operator Я тут", "/operator close"]);

	expect(said.slice(-6)).toEqual([
		expect.stringContaining("a colleague has the talk"),
		"(colleague) Я тут",
		"Вернёмся к разговору.",
		"Что вам показать?",
		"  1. [Торты]",
		"  2. [Пироги]",
	]);
});

test("what cannot be done is said, with the way to do it", async () => {
	const answers: readonly (readonly [typed: string, answer: string])[] = [
		["/later 3 днй", "how much later?"],
		["/event order.creatd", 'there is no event "order.creatd" — did you mean "order.created"?'],
		["/event order.created {order", "is no JSON"],
		["/enters lost-60-day", 'did you mean "lost-60-days"?'],
		["/every wek", "every what?"],
		["/every rare-larg", 'did you mean "rare-large"?'],
		["/place here", "where?"],
		["/save", "nothing has been said yet"],
		["/save talk.txt", "ends with .test.yaml"],
	];

	await flows(
		["chat", "order"],
		answers.map(([typed]) => typed),
	);

	for (const [at, [, answer]] of answers.entries()) expect(said[said.length - answers.length + at]).toContain(answer);
});

test("a wrong call ends with 2 and says what is possible", async () => {
	expect(await flows(["chat", "ordr"])).toBe(2);
	expect(await flows(["chat", "order", "--channel", "fax"])).toBe(2);

	expect(complained).toEqual([
		expect.stringContaining('did you mean "order"?'),
		expect.stringContaining('there is no channel "fax" — telegram, '),
	]);
});

test("a broken flow is not talked to: the checker says what is wrong", async () => {
	const path = join(folder, "order.flow.yaml");
	writeFileSync(path, readFileSync(path, "utf8").replace("do: cart.add", "do: cart.ad"));

	expect(await flows(["chat", "order"])).toBe(2);
	expect(complained.join()).toContain("is broken");
});

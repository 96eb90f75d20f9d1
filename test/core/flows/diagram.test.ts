import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { runFlowsCommand } from "#core/flows/command.ts";
import { type Diagram, drawDiagram, ROOTS } from "#core/flows/diagram.ts";
import { type DrawnNode, layOutDiagram } from "#core/flows/diagram-layout.ts";
import { diagramMermaid } from "#core/flows/diagram-mermaid.ts";
import { diagramSvg } from "#core/flows/diagram-svg.ts";
import type { FlowFile } from "#core/flows/flow-file.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";

const { book } = loadFlows(readFolder("flows"), shopVocabulary);
const programs = openBook(book).book.newest;

describe.each([...book.flows.values()].map(({ flow }) => [flow.flow, flow] as const))("%s", (id, flow) => {
	const diagram = drawDiagram(flow, "ru");

	test("every step that a customer may come to is a node, with its line", () => {
		const drawn = diagram.nodes
			.filter(({ step }) => step !== undefined)
			.map(({ step, line, kind }) => [step, line, kind]);
		const steps = (programs.get(id)?.steps ?? []).map(({ key, line, verb }) => [key, line, verb]);

		expect(drawn.toSorted()).toEqual(steps.toSorted());
		expect(new Set(diagram.nodes.map((node) => node.id)).size).toBe(diagram.nodes.length);
	});

	test("every node is reached from the start, or from what may happen at any moment", () => {
		expect(diagram.nodes.map((node) => node.id).filter((node) => !reached(diagram).has(node))).toEqual([]);
	});

	test("no node lies on another, and none lies outside the picture", () => {
		const { nodes, width, height } = layOutDiagram(diagram, { room: 40 });

		expect(nodes.flatMap((a) => nodes.filter((b) => a !== b && overlap(a, b)).map((b) => [a.id, b.id]))).toEqual([]);
		expect(
			nodes.filter(({ x, y, ...box }) => x < 0 || y < 0 || x + box.width > width || y + box.height > height),
		).toEqual([]);
	});
});

test("a marketer reads on the lines what has to be so: options, silence, what did not work out", () => {
	const diagram = drawDiagram(shipped("abandoned-cart"), "ru");
	const ways = (from: string) =>
		diagram.edges.filter((edge) => edge.from === from).map(({ to, labels, kind }) => ({ to, labels, kind }));

	expect(ways("first_touch")).toEqual([
		{ to: "steps[2]", labels: ["Оформить", "Напомнить завтра", "молчит 20 ч"], kind: "way" },
		{ to: "why", labels: ["Уже не нужно"], kind: "way" },
	]);
	expect(ways("rescue")).toContainEqual({ to: "steps[3].if_none[0]", labels: ["ничего нет"], kind: "trouble" });
	expect(diagram.nodes.find(({ id }) => id === "first_touch")).toMatchObject({
		stage: "cart",
		text: "‹first_name›, мы отложили для вас «‹title›» и ещё ‹count›. Всё в силе?",
	});
	expect(diagram.nodes.filter(({ kind }) => kind === "stop").map(({ text }) => text)).toEqual([
		"order.created → bought, reminder",
		"cart.count == 0 → emptied, changed_mind",
	]);
});

test("an answer that is changed leads back to its question; another flow that begins is a node to go on from", () => {
	const order = drawDiagram(shipped("order"), "en");

	expect(order.edges).toContainEqual({ from: "fix", to: "ask_address", labels: ["Адрес"], kind: "back" });
	expect(order.nodes.find(({ id }) => id === "during[1].steps[0]")).toMatchObject({ kind: "call", flow: "show-cart" });
});

test("words of a file are words in the picture, whatever they hold", () => {
	const diagram = drawDiagram(shipped("hello"), "ru");
	const [node, ...nodes] = diagram.nodes;
	if (!node) throw new Error("the flow has a start");
	const svg = diagramSvg(
		layOutDiagram({ ...diagram, nodes: [{ ...node, text: `</text><script>"&\u0007` }, ...nodes] }),
	);

	expect(svg).toContain("&lt;/text&gt;&lt;script&gt;&quot;&amp;<");
	expect(svg).not.toContain("<script>");
});

test("Mermaid gets the same steps and ways, with its own signs written as entities", () => {
	const lines = diagramMermaid(drawDiagram(shipped("abandoned-cart"), "ru")).split("\n");

	expect(lines.slice(0, 4)).toEqual(["---", 'title: "Брошенная корзина"', "---", "flowchart TD"]);
	expect(lines).toContain('\tn4{{"Если<br>why != #quot;price#quot;"}}');
	expect(lines).toContain('\tn2 -->|"Оформить<br>Напомнить завтра<br>молчит 20 ч"| n6');
});

test("what a marketer writes is no Mermaid: neither its quotes, nor Markdown, nor a step that is called end", () => {
	const diagram = drawDiagram(shipped("abandoned-cart"), "ru");
	const [node, ...nodes] = diagram.nodes;
	if (!node) throw new Error("the flow has steps");
	const text = '1. `end` | "x" & <b>\n- дальше #1';

	const lines = diagramMermaid({
		...diagram,
		nodes: [{ ...node, id: "end", title: "end", text }, ...nodes],
		edges: [],
	}).split("\n");

	expect(lines[4]).toContain('"end<br>1#46; #96;end#96; #124; #quot;x#quot; #amp; #lt;b#gt;<br>#45; дальше #35;1"');
	expect(lines[4]).toMatch(/^\tn0\W/);
});

test("nor directives, formulas, icons and line breaks of Mermaid, and a title keeps its signs", () => {
	const diagram = drawDiagram(shipped("abandoned-cart"), "ru");
	const [node, ...nodes] = diagram.nodes;
	if (!node) throw new Error("the flow has steps");
	const text = "%%{init}%% $$x$$ fa:fa-bell a\\nb";

	const drawn = diagramMermaid({ ...diagram, title: "A & <B>", nodes: [{ ...node, text }, ...nodes], edges: [] });

	expect(drawn).toContain('title: "A ＆ ‹B›"');
	expect(drawn).toContain("#37;#37;{init}#37;#37; $\u2060$x$\u2060$ fa:\u2060fa-bell a\\\u2060nb");
});

test.each([
	...book.flows.keys(),
])("every line of %s is one that Mermaid reads: a safe name, and words in quotes", (id) => {
	const [, , , , ...lines] = diagramMermaid(drawDiagram(shipped(id), "ru"))
		.trimEnd()
		.split("\n");
	const node = /^\tn\d+(?:\(\[|\[\/|\{\{|\[\[|\[|>)"[^"]+"(?:\]\)|\/\]|\}\}|\]\]|\])$/;
	const edge = /^\tn\d+ (?:-->|-\.->)(?:\|"[^"|]+"\|)? n\d+$/;

	expect(lines.filter((line) => !node.test(line) && !edge.test(line))).toEqual([]);
});

test("the command writes a file; a misspelt name gets a suggestion, and a wrong call says how", async () => {
	const folder = mkdtempSync(join(tmpdir(), "diagram-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const said: string[] = [];
	const flows = (...args: string[]) =>
		runFlowsCommand(args, { say: (text) => said.push(text), error: (text) => said.push(text), folder: "flows" });

	expect(await flows("diagram", "order", "--out", join(folder, "order.svg"))).toBe(0);
	expect(readFileSync(join(folder, "order.svg"), "utf8")).toMatch(/^<svg .*<\/svg>\n$/s);
	expect(await flows("diagram", "ordr")).toBe(2);
	expect(said.at(-1)).toContain('did you mean "order"?');
	expect(await flows("diagram", "order", "--png")).toBe(2);
});

function shipped(id: string): FlowFile {
	const found = book.flows.get(id);
	if (!found) throw new Error(`${id} is shipped`);
	return found.flow;
}

function reached({ nodes, edges }: Diagram): Set<string> {
	const seen = new Set<string>();
	const next = nodes.filter(({ kind }) => ROOTS.has(kind)).map(({ id }) => id);
	for (let id = next.pop(); id !== undefined; id = next.pop()) {
		if (seen.has(id)) continue;
		seen.add(id);
		next.push(...edges.filter(({ from }) => from === id).map(({ to }) => to));
	}
	return seen;
}

function overlap(a: DrawnNode, b: DrawnNode): boolean {
	return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("a start tells its hours, and lengths of time are in the reader's language", () => {
	const flow = book.flows.get("nps")?.flow;
	if (!flow) throw new Error("nps is not shipped");
	const startIn = (language: "ru" | "en") => drawDiagram(flow, language).nodes.find(({ id }) => id === "start:")?.text;

	expect(startIn("ru")).toBe("событие order.delivered + 2 дня, между 12:00-19:00");
	expect(startIn("en")).toBe("event order.delivered + 2 days, between 12:00-19:00");
});

test("a weekly start is drawn with its day, in the reader's words", () => {
	const weekly = book.flows.get("activate");
	if (!weekly) throw new Error("activate is shipped");

	const told = (language: "ru" | "en") => drawDiagram(weekly.flow, language).nodes.map(({ text }) => text);

	expect(told("ru")).toContainEqual(expect.stringContaining("каждую неделю, вт, 12:00, rare-large"));
	expect(told("en")).toContainEqual(expect.stringContaining("every week, Tue, 12:00, rare-large"));
});

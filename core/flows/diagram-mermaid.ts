import type { Diagram, DiagramEdge, DiagramNode, NodeKind } from "./diagram.ts";

/** A diagram in Mermaid's words, for pages that draw it themselves: a pull request, a wiki. */
export function diagramMermaid({ title, nodes, edges }: Diagram): string {
	const names = new Map(nodes.map(({ id }, at) => [id, `n${at}`]));
	const name = (id: string) => names.get(id) ?? "lost";
	return [
		"---",
		`title: ${JSON.stringify(plainTitle(title))}`,
		"---",
		"flowchart TD",
		...nodes.map((node) => `\t${name(node.id)}${shaped(node)}`),
		...edges.map((edge) => `\t${name(edge.from)} ${arrow(edge)} ${name(edge.to)}`),
		"",
	].join("\n");
}

function shaped({ kind, title, text }: DiagramNode): string {
	const [left, right] = SHAPES[kind] ?? ["[", "]"];
	const words = text === "" ? quoted(title) : `${quoted(title)}<br>${quoted(text)}`;
	return `${left}"${words}"${right}`;
}

function arrow({ labels, kind }: DiagramEdge): string {
	const line = kind === "way" ? "-->" : "-.->";
	return labels.length === 0 ? line : `${line}|"${labels.map(quoted).join("<br>")}"|`;
}

const SHAPES: Partial<Record<NodeKind, readonly [string, string]>> = {
	start: ["([", "])"],
	handler: ["([", "])"],
	silence: ["([", "])"],
	stop: ["([", "])"],
	done: ["([", "])"],
	end: ["([", "])"],
	ask: ["[/", "/]"],
	choose: ["[/", "/]"],
	if: ["{{", "}}"],
	switch: ["{{", "}}"],
	split: ["{{", "}}"],
	wait: [">", "]"],
	call: ["[[", "]]"],
	launch: ["[[", "]]"],
	flow: ["[[", "]]"],
};

/** In a title Mermaid shows no entities, and takes tags away: their signs are written by ones that look alike. */
function plainTitle(title: string): string {
	return title.replaceAll("&", "＆").replaceAll("<", "‹").replaceAll(">", "›");
}

/** Begins a formula (`$$`), a line break (`\n`), an icon (`fa:fa-bell`): read after entities have become signs again. */
const LATE_SIGNS = /\$(?=\$)|\\(?=n)|fa[bklrs]?:(?=fa-)/g;
/** A word joiner, which nobody sees: it parts signs that Mermaid would read together. */
const UNSEEN = "\u2060";

/** Mermaid reads HTML, Markdown, directives and signs of its own even inside quotes: they are written as entities. */
function quoted(text: string): string {
	return text
		.replaceAll("#", "#35;")
		.replaceAll("&", "#amp;")
		.replaceAll('"', "#quot;")
		.replaceAll("`", "#96;")
		.replaceAll("|", "#124;")
		.replaceAll("<", "#lt;")
		.replaceAll(">", "#gt;")
		.replaceAll("%", "#37;")
		.replace(LATE_SIGNS, (sign) => `${sign}${UNSEEN}`)
		.replace(/^(\s*)([-*+])(?=\s)/gm, (_, lead: string, sign: string) => `${lead}#${sign.charCodeAt(0)};`)
		.replace(/^(\s*\d+)\.(?=\s)/gm, "$1#46;")
		.replaceAll("\n", "<br>");
}

import { Graph, layout } from "@dagrejs/dagre";
import type { Diagram, DiagramEdge, DiagramNode } from "./diagram.ts";
import { diagramWords } from "./diagram-words.ts";

/** A diagram with a place for everything, in pixels from the upper left corner. */
export type DrawnDiagram = Omit<Diagram, "nodes" | "edges"> & {
	readonly width: number;
	readonly height: number;
	readonly nodes: readonly DrawnNode[];
	readonly edges: readonly DrawnEdge[];
	/** Words above groups of nodes. */
	readonly captions: readonly Words[];
};

/** `x` and `y` are those of the upper left corner. */
export type DrawnNode = DiagramNode & Box & { readonly lines: readonly string[] };

export type DrawnEdge = Omit<DiagramEdge, "labels"> & {
	/** An SVG path that ends at the head of the arrow. */
	readonly path: string;
	/** Lines of its label, each centred at its place. */
	readonly labels: readonly Words[];
};

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** A line of words and the middle of its base; `width` is about what it takes. */
export type Words = { readonly x: number; readonly y: number; readonly width: number; readonly text: string };

/** Height of a line of text in a node. */
export const LINE = 16;
/** From a node's upper edge to the base of its title. */
export const TITLE = 19;

/**
 * Gives every node and edge its place: what begins at the start from above to below, and beneath it, in rows, what may
 * happen at any moment. `room` is left free at the foot of every step, for counts.
 */
export function layOutDiagram(diagram: Diagram, { room = 0 }: { room?: number } = {}): DrawnDiagram {
	const groups = groupsOf(diagram);
	const [main, ...others] = groups.map((group) => layOutGroup(group, room));
	if (!main) throw new Error(`The diagram of ${diagram.flow} has no start.`);
	const width = Math.max(main.width, ROW);
	const rows = inRows(others, { top: main.height + (others.length > 0 ? CAPTION : 0), width });
	const placed = [moved(main, (width - main.width) / 2, 0), ...rows.groups];
	const anytime = { x: MARGIN, y: main.height + CAPTION / 2, width: 0, text: diagramWords(diagram.language).anytime };
	return {
		flow: diagram.flow,
		title: diagram.title,
		language: diagram.language,
		width: Math.ceil(Math.max(width, rows.width)),
		height: Math.ceil(rows.height),
		nodes: placed.flatMap(({ nodes }) => nodes),
		edges: placed.flatMap(({ edges }) => edges),
		captions: others.length > 0 ? [anytime] : [],
	};
}

const WIDTH = 240;
/** Characters that fit into a line of a node. */
const LETTERS = 31;
const LINES = 4;
const MARGIN = 24;
const CAPTION = 48;
/** How wide rows are at the least. */
const ROW = 900;
const LABEL_LETTERS = 30;
const LABEL_LINES = 4;

type Group = { readonly nodes: readonly DiagramNode[]; readonly edges: readonly DiagramEdge[] };
type DrawnGroup = {
	readonly width: number;
	readonly height: number;
	readonly nodes: readonly DrawnNode[];
	readonly edges: readonly DrawnEdge[];
};

/** Nodes that hang together; the first group is that of the start. */
function groupsOf({ nodes, edges }: Diagram): Group[] {
	const leader = new Map(nodes.map(({ id }) => [id, id]));
	const find = (id: string): string => {
		const above = leader.get(id) ?? id;
		return above === id ? id : find(above);
	};
	for (const { from, to } of edges) leader.set(find(to), find(from));
	const leaders = [...new Set(nodes.map(({ id }) => find(id)))];
	return leaders.map((one) => ({
		nodes: nodes.filter(({ id }) => find(id) === one),
		edges: edges.filter(({ from }) => find(from) === one),
	}));
}

function layOutGroup({ nodes, edges }: Group, room: number): DrawnGroup {
	const graph = new Graph({ directed: true });
	graph.setGraph({ rankdir: "TB", nodesep: 28, edgesep: 14, ranksep: 30, marginx: MARGIN, marginy: MARGIN });
	graph.setDefaultEdgeLabel(() => ({}));
	const lines = new Map(nodes.map((node) => [node.id, wrap(node.text, LETTERS, LINES)]));
	for (const node of nodes) {
		const below = node.step === undefined ? 0 : room;
		graph.setNode(node.id, { width: WIDTH, height: TITLE + 12 + (lines.get(node.id)?.length ?? 0) * LINE + below });
	}
	for (const edge of edges) {
		const words = labelLines(edge);
		const size = { width: Math.max(0, ...words.map(widthOf)), height: words.length * LINE };
		// A way back should not turn the picture round: what leads on weighs more.
		const weight = edge.kind === "way" ? 3 : 1;
		graph.setEdge(edge.from, edge.to, { ...size, weight, labelpos: "c", minlen: 1 });
	}
	layout(graph);
	const { width = 0, height = 0 } = graph.graph();
	return {
		width,
		height,
		nodes: nodes.map((node) => {
			const { x = 0, y = 0, width = 0, height = 0 } = graph.node(node.id);
			return {
				...node,
				lines: lines.get(node.id) ?? [],
				...rounded({ x: x - width / 2, y: y - height / 2, width, height }),
			};
		}),
		edges: edges.map((edge) => {
			const { points = [], x = 0, y = 0 } = graph.edge(edge.from, edge.to);
			const words = labelLines(edge);
			const top = y - ((words.length - 1) * LINE) / 2 + 4;
			return {
				...edge,
				path: smooth(points),
				labels: words.map((text, at) => ({
					x: Math.round(x),
					y: Math.round(top + at * LINE),
					width: widthOf(text),
					text,
				})),
			};
		}),
	};
}

/** Side by side as long as they fit, then in the next row. */
function inRows(groups: readonly DrawnGroup[], { top, width }: { top: number; width: number }) {
	const placed: DrawnGroup[] = [];
	let [x, y, rowHeight, widest] = [0, top, 0, 0];
	for (const group of [...groups].sort((a, b) => a.height - b.height)) {
		if (x > 0 && x + group.width > width) {
			y += rowHeight;
			[x, rowHeight] = [0, 0];
		}
		placed.push(moved(group, x, y));
		x += group.width;
		widest = Math.max(widest, x);
		rowHeight = Math.max(rowHeight, group.height);
	}
	return { groups: placed, width: widest, height: y + rowHeight };
}

function moved(group: DrawnGroup, right: number, down: number): DrawnGroup {
	const [dx, dy] = [Math.round(right), Math.round(down)];
	return {
		...group,
		nodes: group.nodes.map((node) => ({ ...node, x: node.x + dx, y: node.y + dy })),
		edges: group.edges.map((edge) => ({
			...edge,
			path: movedPath(edge.path, dx, dy),
			labels: edge.labels.map((label) => ({ ...label, x: label.x + dx, y: label.y + dy })),
		})),
	};
}

function movedPath(path: string, dx: number, dy: number): string {
	return path.replace(/(-?\d+),(-?\d+)/g, (_pair, x: string, y: string) => `${Number(x) + dx},${Number(y) + dy}`);
}

/** A line through points with its corners rounded: each corner is the handle of a curve between two middles. */
function smooth(points: readonly { readonly x: number; readonly y: number }[]): string {
	const at = (x: number, y: number) => `${Math.round(x)},${Math.round(y)}`;
	const [first, ...rest] = points;
	const last = rest.at(-1);
	if (!first || !last) return "";
	let path = `M${at(first.x, first.y)}`;
	for (const [index, corner] of rest.slice(0, -1).entries()) {
		const next = rest[index + 1] ?? last;
		const end = index === rest.length - 2 ? next : { x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 };
		path += ` Q${at(corner.x, corner.y)} ${at(end.x, end.y)}`;
	}
	return rest.length === 1 ? `${path} L${at(last.x, last.y)}` : path;
}

/** What letters of this size take at the most, on any machine. */
function widthOf(text: string): number {
	return Math.ceil(text.length * 6.8);
}

function labelLines({ labels }: DiagramEdge): string[] {
	const shown = labels.slice(0, LABEL_LINES).map((label) => wrap(label, LABEL_LETTERS, 1)[0] ?? "");
	return labels.length > LABEL_LINES ? [...shown.slice(0, -1), `+${labels.length - LABEL_LINES + 1}`] : shown;
}

/** A text in lines; what does not fit ends with "…". */
function wrap(text: string, letters: number, most: number): string[] {
	const lines = text.split("\n").flatMap((part) => linesOf(part, letters));
	if (lines.length <= most) return lines;
	const last = lines[most - 1] ?? "";
	return [...lines.slice(0, most - 1), `${last.slice(0, letters - 1)}…`];
}

function linesOf(text: string, letters: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(" ").flatMap((one) => cutLong(one, letters))) {
		const line = lines.at(-1);
		if (line !== undefined && line.length + 1 + word.length <= letters) lines[lines.length - 1] = `${line} ${word}`;
		else lines.push(word);
	}
	return lines;
}

function cutLong(word: string, letters: number): string[] {
	const parts: string[] = [];
	for (let at = 0; at < word.length; at += letters) parts.push(word.slice(at, at + letters));
	return parts;
}

function rounded({ x, y, width, height }: Box): Box {
	return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

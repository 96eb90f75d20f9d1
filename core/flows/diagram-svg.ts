import { type DrawnDiagram, type DrawnEdge, type DrawnNode, LINE, TITLE } from "./diagram-layout.ts";

/** A drawn diagram as an SVG file of its own: any browser shows it, by day and by night. */
export function diagramSvg({ title, width, height, nodes, edges, captions }: DrawnDiagram): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
		`<title>${escapeXml(title)}</title>`,
		`<style>${STYLE}</style>`,
		`<defs>${MARKER}</defs>`,
		`<rect class="ground" width="${width}" height="${height}"/>`,
		...edges.map(edgeSvg),
		...nodes.map(nodeSvg),
		...captions.map(({ x, y, text }) => `<text class="caption" x="${x}" y="${y}">${escapeXml(text)}</text>`),
		"</svg>",
		"",
	].join("\n");
}

function nodeSvg({ id, kind, line, stage, x, y, width, height, title, lines }: DrawnNode): string {
	const hint = [id, stage, `:${line}`].filter(Boolean).join(" · ");
	const words = lines.map(
		(text, at) => `<text x="${x + 10}" y="${y + TITLE + (at + 1) * LINE}">${escapeXml(text)}</text>`,
	);
	return [
		`<g class="node ${kind}"><title>${escapeXml(hint)}</title>`,
		`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${ROUND.has(kind) ? height / 2 : 8}"/>`,
		`<text class="title" x="${x + 10}" y="${y + TITLE}">${escapeXml(title)}</text>`,
		...words,
		"</g>",
	].join("");
}

function edgeSvg({ kind, path, labels }: DrawnEdge): string {
	const words = labels.map(
		({ x, y, width, text }) =>
			`<rect x="${x - width / 2}" y="${y - 12}" width="${width}" height="${LINE}"/><text x="${x}" y="${y}">${escapeXml(text)}</text>`,
	);
	return `<g class="edge ${kind}"><path d="${path}" marker-end="url(#head)"/>${words.join("")}</g>`;
}

/** Characters that XML keeps for itself, and those it does not allow at all. */
function escapeXml(text: string): string {
	return text
		.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;");
}

const ROUND: ReadonlySet<string> = new Set(["done"]);
const MARKER = `<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0,0 L8,4 L0,8 z"/></marker>`;
const STYLE = `
svg{color-scheme:light dark;font:12px system-ui,"Noto Sans",sans-serif}
.ground{fill:light-dark(#f4f2ec,#16181a)}
.node rect{fill:light-dark(#fff,#202326);stroke:light-dark(#a9a594,#565d63)}
.node text{fill:light-dark(#22261f,#e8e8e3)}
.node .title{font-weight:600}
.start rect,.handler rect,.stop rect,.silence rect{fill:light-dark(#e9e5d8,#292d31)}
.ask rect,.choose rect{fill:light-dark(#d8e6f4,#1f3550)}
.wait rect{fill:light-dark(#fbe8c4,#4a3a17)}
.handoff rect{fill:light-dark(#f8d8d2,#55241c)}
.end rect,.done rect{fill:light-dark(#d9eee2,#1f3d2e)}
.flow rect,.call rect,.launch rect{stroke-dasharray:5 3}
.edge path{fill:none;stroke:light-dark(#62685c,#a2a79c);stroke-width:1.4}
.edge.silence path{stroke-dasharray:2 4}
.edge.trouble path{stroke:light-dark(#b0402c,#e08a7a)}
.edge.back path{stroke-dasharray:7 4}
.edge text{fill:light-dark(#62685c,#a2a79c);text-anchor:middle}
.edge rect{fill:light-dark(#f4f2ec,#16181a)}
marker path{fill:light-dark(#62685c,#a2a79c)}
.caption{font-size:15px;font-weight:600;fill:light-dark(#62685c,#a2a79c)}
`.trim();

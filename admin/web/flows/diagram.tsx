import type { KeyboardEvent } from "react";
import type { DrawnDiagramView, DrawnNodeView, StepCountsView } from "#admin/contract/flow-page.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { parts } from "./step-counts.ts";
import { usePanZoom } from "./use-pan-zoom.ts";

type Drawing = {
	readonly diagram: DrawnDiagramView;
	readonly counts: Readonly<Record<string, StepCountsView>>;
	readonly chosen: string | null;
	readonly choose: (id: string) => void;
};

/** A flow drawn, with counts in its steps. Moved by mouse, finger and arrow keys; a step is chosen by a press. */
export function Diagram({ diagram, counts, chosen, choose }: Drawing) {
	const { t } = useSpeech();
	const chosenNode = diagram.nodes.find(({ id }) => id === chosen);
	const { frame, view, zoom, showAll, onKeyDown, pointer, dragged } = usePanZoom(diagram, {
		from: diagram.nodes[0],
		look: chosenNode,
	});
	return (
		<div className="diagram">
			<fieldset className="zoom">
				<legend>{t("zoom")}</legend>
				<button type="button" aria-label={t("zoomIn")} onClick={() => zoom(1.25)}>
					+
				</button>
				<button type="button" aria-label={t("zoomOut")} onClick={() => zoom(0.8)}>
					−
				</button>
				<button type="button" aria-label={t("zoomFit")} onClick={showAll}>
					⤢
				</button>
			</fieldset>
			<section
				className="canvas"
				ref={frame}
				aria-label={t("diagramHint")}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what is moved by arrow keys has to be reached by Tab
				tabIndex={0}
				onKeyDown={onKeyDown}
				{...pointer}
			>
				<svg aria-label={t("flowPicture")}>
					<defs>
						<marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
							<path d="M0,0 L8,4 L0,8 z" />
						</marker>
					</defs>
					<g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
						{diagram.edges.map((edge) => (
							<g key={`${edge.from} ${edge.to}`} className={`edge ${edge.kind}`}>
								<path d={edge.path} markerEnd="url(#arrow)" />
								{keyed(edge.labels, ({ text }) => text).map(({ key, item: label }) => (
									<g key={key}>
										<rect x={label.x - label.width / 2} y={label.y - 12} width={label.width} height={16} />
										<text x={label.x} y={label.y}>
											{label.text}
										</text>
									</g>
								))}
							</g>
						))}
						{diagram.captions.map(({ x, y, text }) => (
							<text key={text} className="caption" x={x} y={y}>
								{text}
							</text>
						))}
						{diagram.nodes.map((node) => (
							<Node
								key={node.id}
								node={node}
								counts={node.step === null ? undefined : counts[node.step]}
								chosen={node.id === chosen}
								choose={() => dragged() || choose(node.id)}
							/>
						))}
					</g>
				</svg>
			</section>
		</div>
	);
}

const LINE = 16;
const TITLE = 19;

type Shown = {
	readonly node: DrawnNodeView;
	readonly counts: StepCountsView | undefined;
	readonly chosen: boolean;
	readonly choose: () => void;
};

function Node({ node, counts, chosen, choose }: Shown) {
	const { x, y, width, height, title, lines, kind } = node;
	function press(event: KeyboardEvent) {
		if (event.key !== "Enter" && event.key !== " ") return;
		event.preventDefault();
		choose();
	}
	return (
		// biome-ignore lint/a11y/useSemanticElements: inside a picture there are no buttons
		<g
			className={`node ${kind}${chosen ? " chosen" : ""}`}
			role="button"
			tabIndex={0}
			aria-pressed={chosen}
			aria-label={[title, ...lines, counts?.entered].filter(Boolean).join(" ")}
			onClick={choose}
			onKeyDown={press}
		>
			<rect x={x} y={y} width={width} height={height} rx={8} />
			<text className="title" x={x + 10} y={y + TITLE}>
				{title}
			</text>
			{keyed(lines, (text) => text).map(({ key, item: text }, at) => (
				<text key={key} x={x + 10} y={y + TITLE + (at + 1) * LINE}>
					{text}
				</text>
			))}
			{counts && <Counts node={node} counts={counts} />}
		</g>
	);
}

/** How many were here, and below, as parts of one bar, what became of them. */
function Counts({ node: { x, y, width, height }, counts }: { node: DrawnNodeView; counts: StepCountsView }) {
	const { t } = useSpeech();
	const shown = parts(counts);
	const room = width - 20;
	let from = x + 10;
	return (
		<>
			<text className="entered" x={x + width - 10} y={y + TITLE}>
				{counts.entered}
			</text>
			<text className="parts" x={x + 10} y={y + height - 16}>
				{shown.map(({ word, count }) => `${t(word)} ${count}`).join(" · ")}
			</text>
			{shown.map(({ went, count }) => {
				const left = from;
				const wide = (room * count) / counts.entered;
				from += wide;
				return <rect key={went} className={`part ${went}`} x={left} y={y + height - 9} width={wide} height={4} />;
			})}
		</>
	);
}

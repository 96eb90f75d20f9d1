import { drawDiagram } from "#core/flows/diagram.ts";
import type { LoadedFlow } from "#core/flows/flow-book.ts";
import type { Loaded } from "#core/flows/load.ts";
import type { OpenBook } from "#core/flows/open-book.ts";
import type { FlowsText } from "#core/flows/shelf.ts";
import type { Vocabulary } from "#core/flows/vocabulary.ts";
import type { DrawnFlow } from "#core/insights/flow-visitors-sql.ts";

/** The marketers' folder: what is in use, and what lies in it now. */
export type FlowFiles = {
	loaded(): Loaded;
	open(): OpenBook;
	/** Read from the disk. */
	texts(): readonly FlowsText[];
	readonly vocabulary: Vocabulary;
};

/** What counting needs to know of a flow: which of its steps decide, are passed through aside, or end. */
export function countedFlow({ flow, logic }: LoadedFlow, { book }: Loaded): DrawnFlow {
	const steps = drawDiagram(flow, "ru").nodes.flatMap(({ step, kind, aside }) =>
		step === undefined ? [] : [{ step, kind, aside }],
	);
	const keys = (isMeant: (step: (typeof steps)[number]) => boolean) => steps.filter(isMeant).map(({ step }) => step);
	return {
		flow: flow.flow,
		logic,
		deciding: keys(({ kind }) => kind === "if" || kind === "switch"),
		aside: keys(({ aside }) => aside),
		ending: keys(({ kind }) => kind === "end"),
		won: book.settings.reasons.filter(({ kind }) => kind === "won").map(({ id }) => id),
	};
}

import type { Shop } from "#core/shop.ts";
import { BARE_NAME } from "./bare-files.ts";
import { type Edit, flowEdits } from "./flow-edits.ts";
import { type Loaded, loadFlows, readChecked } from "./load.ts";
import { openBook } from "./open-book.ts";
import type { Problem } from "./problem.ts";
import type { Program } from "./program.ts";
import { readFlowsFile } from "./read-file.ts";
import type { FileKind } from "./schema.ts";
import { type FlowsText, nameTells } from "./shelf.ts";
import { type Standing, standingRuns } from "./standing-runs.ts";
import { storedTexts } from "./take-in.ts";
import type { MoveRule } from "./talk.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What applying a folder would do (§12), before it is done. */
export type FlowsDiff = {
	readonly flows: readonly FlowChange[];
	/** Files that all dialogs read live: settings, phrases, offers, segments, translations. Paths below `flows/`. */
	readonly live: readonly { readonly path: string; readonly change: "new" | "changed" | "gone" }[];
	/** What the checker says of the folder; with an error nothing can be applied. */
	readonly problems: readonly Problem[];
};

/** What becomes of one flow, or of `_always.yaml` (`_always`). */
export type FlowChange = {
	readonly flow: string;
	/** `flows/order.flow.yaml` */
	readonly file: string;
	/** `wording`: every dialog gets it with its next message. `logic`: running dialogs finish on theirs, or move. */
	readonly change: "new" | "wording" | "logic" | "gone";
	/** Logic hashes. */
	readonly was?: string | undefined;
	readonly is?: string | undefined;
	readonly edits: readonly Edit[];
	/** Dialogs on older logics; of a new wording, those that get it. */
	readonly standing: readonly Standing[];
	/** Its own lines of `migrate`. */
	readonly migrate: readonly MoveRule[];
	/** Steps that are gone and that a new one of the same kind may stand for: `{ask_adress: "ask_address"}`. */
	readonly renamed: Readonly<Record<string, string>>;
};

/** Compares texts of a folder with what the shop runs on. Writes nothing. */
export async function diffFlows(
	shop: Shop,
	{ texts, vocabulary, flows }: { texts: readonly FlowsText[]; vocabulary: Vocabulary; flows?: readonly string[] },
): Promise<FlowsDiff> {
	const before = readChecked(await storedTexts(shop));
	const after = loadFlows(texts, vocabulary, before);
	return diffLoaded(shop, { before, after, flows });
}

/** The same for what is loaded already. */
export async function diffLoaded(
	shop: Shop,
	{ before, after, flows }: { before: Loaded; after: Loaded; flows?: readonly string[] | undefined },
): Promise<FlowsDiff> {
	const was = programsIn(before);
	const is = programsIn(after);
	const ids = [...new Set([...was.keys(), ...is.keys()])].sort();
	const wanted = ids.filter((id) => flows === undefined || flows.includes(id));
	const changes: FlowChange[] = [];
	for (const flow of wanted) {
		const change = changeOf(was.get(flow), is.get(flow));
		if (change)
			changes.push(await describe(shop, { flow, change, was: was.get(flow), is: is.get(flow), before, after }));
	}
	return { flows: changes, live: flows === undefined ? liveChanges(before, after) : [], problems: after.problems };
}

function programsIn({ book, good }: Loaded): Map<string, Program> {
	const { book: open, settings } = openBook(book);
	const own = [...good.values()].some(({ path, name }) => path === "_always.yaml" && name !== BARE_NAME);
	return new Map([...open.newest, ...(own ? [["_always", settings.always] as const] : [])]);
}

function changeOf(was: Program | undefined, is: Program | undefined): FlowChange["change"] | undefined {
	if (!was) return "new";
	if (!is) return "gone";
	if (was.full === is.full) return undefined;
	return was.logic === is.logic ? "wording" : "logic";
}

type Described = {
	flow: string;
	change: FlowChange["change"];
	was: Program | undefined;
	is: Program | undefined;
	before: Loaded;
	after: Loaded;
};

async function describe(shop: Shop, { flow, change, was, is, before, after }: Described): Promise<FlowChange> {
	const renamed = change === "logic" && was && is ? renamedSteps(was, is) : {};
	const migrate = is?.migrate ?? [];
	const rules = [...migrate, { from: "all", steps: renamed, else: "keep" } as const];
	const older = change === "new" || (change === "wording" && migrate.length === 0);
	const standing = older ? [] : await standingRuns(shop, flow, { to: is, rules });
	const hearing = change === "wording" ? await standingRuns(shop, flow, { to: undefined, rules: [] }) : [];
	return {
		flow,
		file: is?.file ?? was?.file ?? flow,
		change,
		was: was?.logic,
		is: is?.logic,
		edits: was && is ? flowEdits(readIn(before, flow), readIn(after, flow)) : [],
		standing: [...hearing.filter(({ logic }) => logic === is?.logic), ...standing],
		migrate,
		renamed,
	};
}

function readIn({ good }: Loaded, flow: string) {
	const path = flow === "_always" ? "_always.yaml" : `${flow}.flow.yaml`;
	const kind: FileKind = flow === "_always" ? "always" : "flow";
	return readFlowsFile(kind, `flows/${path}`, good.get(path)?.text ?? "");
}

/** A named step that is gone, and the only new one with its verb and variable. */
function renamedSteps(was: Program, is: Program): Record<string, string> {
	const named = ({ key }: { key: string }) => !key.includes("[");
	const gone = was.steps.filter((step) => named(step) && !is.steps.some(({ key }) => key === step.key));
	const come = is.steps.filter((step) => named(step) && !was.steps.some(({ key }) => key === step.key));
	return Object.fromEntries(
		gone.flatMap(({ key, verb, variable }) => {
			const alike = (step: { verb: string; variable?: string }) => step.verb === verb && step.variable === variable;
			const [first, second] = come.filter(alike);
			return first && !second && gone.filter(alike).length === 1 ? [[key, first.key]] : [];
		}),
	);
}

function liveChanges(before: Loaded, after: Loaded): FlowsDiff["live"] {
	const isLive = (path: string) => {
		const told = nameTells(path);
		return typeof told === "object" && !["flow", "flow-test", "always"].includes(told.kind);
	};
	const paths = [...new Set([...before.good.keys(), ...after.good.keys()])].filter(isLive).sort();
	return paths.flatMap((path) => {
		const was = before.good.get(path);
		const is = after.good.get(path);
		if (was?.text === is?.text) return [];
		const change = !was || was.name === BARE_NAME ? "new" : !is || is.name === BARE_NAME ? "gone" : "changed";
		return [{ path, change }];
	});
}

import type { Shop } from "#core/shop.ts";
import type { FlowBook } from "./flow-book.ts";
import type { Loaded } from "./load.ts";
import { REVIVABLE_MS } from "./load-talk.ts";
import { type OpenBook, openBook } from "./open-book.ts";
import { PROGRAM_FORMAT, type Program } from "./program.ts";
import { takeIn } from "./take-in.ts";

/**
 * Takes in what was loaded and opens the book that turns read. Called at start and after a change of files; `actor` is
 * who brought the files.
 */
export async function keepVersions(shop: Shop, loaded: Loaded, { actor = "folder" } = {}): Promise<OpenBook> {
	await takeIn(shop, loaded, { actor });
	return openKept(shop, loaded.book);
}

/**
 * Opens the book that turns read: the loaded flows, and beside them the stored programs that running dialogs still need.
 * Throws, naming the runs, where a program is of a format that this version of Prilavok cannot read: changing the
 * compiler needs a converter.
 */
export async function openKept(shop: Shop, loaded: FlowBook): Promise<OpenBook> {
	const older = await neededPrograms(shop);
	const paused = await shop.db.flowPause.findMany({ select: { flow: true } });
	return openBook(loaded, { older, paused: paused.map(({ flow }) => flow) });
}

/** The newest wording of each logic that a run still stands in, frames of called flows among them. */
export async function neededPrograms(shop: Shop): Promise<Program[]> {
	const rows = await shop.db.written<NeededRow>(NEEDED, [new Date(shop.now().getTime() - REVIVABLE_MS)]);
	const unreadable = rows.filter(({ format }) => format !== PROGRAM_FORMAT);
	if (unreadable.length > 0) {
		const list = unreadable.map(({ flow, logic, runs }) => `${flow} ${logic.slice(0, 4)}: ${runs.join(", ")}`);
		throw new Error(
			`Stored flows are of a format that this version cannot read. End these runs with "npm run flows -- runs stop", or ` +
				`install the version that wrote them. ${list.join("; ")}`,
		);
	}
	return rows.map(({ program }) => program);
}

type NeededRow = { flow: string; logic: string; format: number; program: Program; runs: string[] };

/**
 * Where runs stand that go on, and those that a signed link may still take up. A run that is promised to be stopped
 * needs no version: that is the way out where its program cannot be read.
 */
const NEEDED = {
	name: "versions-needed",
	text: `WITH live AS (
			SELECT id, state FROM flow_run WHERE status NOT IN ('ended', 'failed')
			UNION ALL
			SELECT id, state FROM flow_run WHERE status = 'ended' AND ended_at > $1 AND state->'revive' IS NOT NULL
		), stand AS (
			SELECT l.id, f->>'flow' AS flow, f->>'logic' AS logic FROM live l,
				jsonb_array_elements(coalesce(l.state->'revive'->'frames', '[]') || coalesce(l.state->'frames', '[]')) f
			UNION
			SELECT id, state->>'flow', state->>'logic' FROM live
		), leaving AS (
			SELECT payload->>'runId' AS id FROM errand WHERE name = 'stop-run' AND state IN ('waiting', 'doing')
		)
		SELECT DISTINCT ON (v.flow, v.logic) v.flow, v.logic, v.format, v.program,
			(SELECT array_agg(DISTINCT s.id::text) FROM stand s WHERE s.flow = v.flow AND s.logic = v.logic) AS runs
		FROM flow_version v
		WHERE EXISTS (SELECT 1 FROM stand s WHERE s.flow = v.flow AND s.logic = v.logic
			AND s.id::text NOT IN (SELECT id FROM leaving))
		ORDER BY v.flow, v.logic, v.activated_at DESC, v.id DESC`,
};

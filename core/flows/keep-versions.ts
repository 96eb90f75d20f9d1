import type { Shop } from "#core/shop.ts";
import type { FlowBook } from "./flow-book.ts";
import { type OpenBook, openBook } from "./open-book.ts";
import { PROGRAM_FORMAT, type Program } from "./program.ts";

/**
 * Keeps every version that was loaded, and opens the book that turns read: the loaded flows, and beside them the stored programs
 * that running dialogs still need. Throws, naming the runs, where a program is of a format that this version of
 * Prilavok cannot read: changing the compiler needs a converter. Called at start, after a reload, and whenever
 * another process tells that it has loaded something or paused a flow.
 */
export async function keepVersions(shop: Shop, loaded: FlowBook): Promise<OpenBook> {
	const fresh = openBook(loaded);
	await writeVersions(shop, loaded, fresh);
	const older = await neededPrograms(shop);
	const paused = await shop.db.flowPause.findMany({ select: { flow: true } });
	return openBook(loaded, { older, paused: paused.map(({ flow }) => flow) });
}

/** NOTIFY channel on which processes tell each other that versions or pauses have changed. */
export const FLOWS_CHANNEL = "prilavok_flows";

/** Under a lock, since several processes load the same folder at the same moment. */
async function writeVersions(shop: Shop, loaded: FlowBook, { book, settings }: OpenBook): Promise<void> {
	const programs = [...book.newest.values(), settings.always];
	await shop.atomically(async (inside) => {
		await inside.db.written(LOCK, [VERSIONS_LOCK]);
		const rows = programs.map((program) => ({ ...versionOf(program), source: sourceOf(loaded, program.flow) }));
		const added = await inside.db.written(WRITE, [JSON.stringify(rows), inside.now()]);
		if (added.length > 0) await inside.db.written(NOTIFY, [FLOWS_CHANNEL]);
	});
}

function versionOf(program: Program) {
	const { flow, full, logic, format } = program;
	return { flow, full, logic, format, program };
}

function sourceOf({ flows, always }: FlowBook, flow: string): string {
	return flows.get(flow)?.source ?? always.source;
}

/** The newest wording of each logic that a run still stands in, frames of called flows among them. */
async function neededPrograms(shop: Shop): Promise<Program[]> {
	const rows = await shop.db.written<NeededRow>(NEEDED, []);
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

const VERSIONS_LOCK = 7_401_002;
const LOCK = { name: "versions-lock", text: "SELECT pg_advisory_xact_lock($1)::text" };
const NOTIFY = { name: "versions-notify", text: "SELECT pg_notify($1::text, 'versions')::text" };
const WRITE = {
	name: "versions-write",
	text: `INSERT INTO flow_version (flow, "full", logic, format, source, program, activated_at)
		SELECT v.flow, v."full", v.logic, v.format, v.source, v.program, $2
		FROM json_to_recordset($1::json)
			AS v(flow text, "full" text, logic text, format int, source text, program jsonb)
		ON CONFLICT (flow, "full") DO UPDATE SET activated_at = EXCLUDED.activated_at, program = EXCLUDED.program,
			format = EXCLUDED.format
		WHERE flow_version.format <> EXCLUDED.format OR flow_version.program <> EXCLUDED.program
		RETURNING id`,
};
const NEEDED = {
	name: "versions-needed",
	text: `WITH live AS (
			SELECT id, state FROM flow_run WHERE status NOT IN ('ended', 'failed')
			UNION ALL
			SELECT id, state FROM flow_run WHERE status = 'ended' AND state->'revive' IS NOT NULL
		), stand AS (
			SELECT l.id, f->>'flow' AS flow, f->>'logic' AS logic FROM live l,
				jsonb_array_elements(coalesce(l.state->'revive'->'frames', '[]') || coalesce(l.state->'frames', '[]')) f
			UNION
			SELECT id, state->>'flow', state->>'logic' FROM live
		)
		SELECT DISTINCT ON (v.flow, v.logic) v.flow, v.logic, v.format, v.program,
			(SELECT array_agg(DISTINCT s.id::text) FROM stand s WHERE s.flow = v.flow AND s.logic = v.logic) AS runs
		FROM flow_version v
		WHERE EXISTS (SELECT 1 FROM stand s WHERE s.flow = v.flow AND s.logic = v.logic)
		ORDER BY v.flow, v.logic, v.activated_at DESC, v.id DESC`,
};

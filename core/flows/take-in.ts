import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { BARE_NAME } from "./bare-files.ts";
import type { Loaded } from "./load.ts";
import { openBook } from "./open-book.ts";
import type { Program } from "./program.ts";
import { type FlowsText, nameTells } from "./shelf.ts";
import { tellProcesses } from "./tell-processes.ts";

/** A version, by its two hashes. */
export type VersionName = { readonly full: string; readonly logic: string };

/** A flow whose version is another than before; `was` absent: it is new; `is` absent: its file is gone. */
export type Replaced = {
	readonly flow: string;
	readonly was?: VersionName | undefined;
	readonly is?: VersionName | undefined;
};

/**
 * Takes what was loaded into the database: the texts, so that any process can load them and fall back on them, and a
 * version of each flow. All in one transaction under a lock, since several processes load the same folder at the same
 * moment. Where a new version says `migrate`, moving the running dialogs is promised with it. Taking in the same again
 * changes nothing and tells nobody.
 */
export async function takeIn(shop: Shop, loaded: Loaded, { actor }: { actor: string }): Promise<readonly Replaced[]> {
	const { book, settings } = openBook(loaded.book);
	const programs = [...book.newest.values(), settings.always];
	const texts = [...loaded.good.values()].filter(isKept);
	return shop.atomically(async (inside) => {
		await inside.db.written(LOCK, [VERSIONS_LOCK]);
		const before = await inside.db.written<CurrentRow>(CURRENT, []);
		const written = await writeTexts(inside, texts, { programs, actor });
		const versions = await writeVersions(inside, loaded, programs);
		const replaced = replacedBy(programs, before);
		if (written + versions === 0) return replaced;
		if (replaced.length > 0) await noteReplaced(inside, replaced, actor);
		for (const { flow, migrate } of programs)
			if (migrate.length > 0 && replaced.some((one) => one.flow === flow)) await promiseMoves(inside, flow);
		await tellProcesses(inside);
		return replaced;
	});
}

/** The texts that processes run on, as `readFolder` would give them. */
export async function storedTexts(shop: Shop): Promise<FlowsText[]> {
	const rows = await shop.db.flowSource.findMany({ select: { path: true, text: true }, orderBy: { path: "asc" } });
	return rows.map(({ path, text }) => ({ name: `flows/${path}`, path, text }));
}

/** What another part of the shop reads, and what nobody does, is not ours to keep; tests are no part of what runs. */
function isKept({ name, path }: FlowsText): boolean {
	const told = nameTells(path);
	return name !== BARE_NAME && typeof told === "object" && told.kind !== "flow-test";
}

async function writeTexts(
	inside: Shop,
	texts: readonly FlowsText[],
	{ programs, actor }: { programs: readonly Program[]; actor: string },
): Promise<number> {
	const rows = texts.map(({ path, text }) => {
		const told = nameTells(path);
		const flow = path === "_always.yaml" ? "_always" : typeof told === "object" && told.kind === "flow" ? told.id : "";
		const program = programs.find((one) => one.flow === flow);
		return { path, text, flow: program?.flow ?? null, full: program?.full ?? null };
	});
	const changed = await inside.db.written(WRITE_TEXTS, [JSON.stringify(rows), actor, inside.now()]);
	const { count } = await inside.db.flowSource.deleteMany({
		where: { path: { notIn: texts.map(({ path }) => path) } },
	});
	return changed.length + count;
}

async function writeVersions(inside: Shop, { book }: Loaded, programs: readonly Program[]): Promise<number> {
	const rows = programs.map((program) => {
		const { flow, full, logic, format } = program;
		return { flow, full, logic, format, program, source: book.flows.get(flow)?.source ?? book.always.source };
	});
	const written = await inside.db.written(WRITE_VERSIONS, [JSON.stringify(rows), inside.now()]);
	return written.length;
}

function replacedBy(programs: readonly Program[], before: readonly CurrentRow[]): Replaced[] {
	const was = new Map(before.map(({ flow, full, logic }) => [flow, { full, logic }]));
	const gone = before.filter(({ flow, kept }) => kept && !programs.some((program) => program.flow === flow));
	return [
		...programs
			.filter(({ flow, full }) => was.get(flow)?.full !== full)
			.map(({ flow, full, logic }) => ({ flow, was: was.get(flow), is: { full, logic } })),
		...gone.map(({ flow }) => ({ flow, was: was.get(flow) })),
	];
}

async function noteReplaced(inside: Shop, replaced: readonly Replaced[], actor: string): Promise<void> {
	const hashes = (side: "was" | "is") =>
		Object.fromEntries(replaced.map((one) => [one.flow, one[side] ? one[side] : null]));
	await noteAudit(inside, { actor, act: "flows.apply", thing: "flows", before: hashes("was"), after: hashes("is") });
}

/**
 * A second time a little later: until it hears of the version, another process may begin a dialog on the old one.
 */
async function promiseMoves(inside: Shop, flow: string): Promise<void> {
	await inside.later("move-runs", { flow }, { key: `move-runs ${flow}` });
	const later = new Date(inside.now().getTime() + STRAGGLERS_MS);
	await inside.later("move-runs", { flow, again: true }, { key: `move-runs ${flow} again`, at: later });
}

const STRAGGLERS_MS = 60_000;

/** The version of each flow that became the newest last; `kept`: its file is still there. */
type CurrentRow = VersionName & { readonly flow: string; readonly kept: boolean };

const VERSIONS_LOCK = 7_401_002;
const LOCK = { name: "versions-lock", text: "SELECT pg_advisory_xact_lock($1)::text" };
const CURRENT = {
	name: "versions-current",
	text: `SELECT DISTINCT ON (v.flow) v.flow, v."full", v.logic,
			EXISTS (SELECT 1 FROM flow_source s WHERE s.flow = v.flow) AS kept
		FROM flow_version v ORDER BY v.flow, v.activated_at DESC, v.id DESC`,
};
const WRITE_TEXTS = {
	name: "flow-sources-write",
	text: `INSERT INTO flow_source (path, text, flow, "full", by, at)
		SELECT s.path, s.text, s.flow, s."full", $2, $3
		FROM json_to_recordset($1::json) AS s(path text, text text, flow text, "full" text)
		ON CONFLICT (path) DO UPDATE SET text = EXCLUDED.text, flow = EXCLUDED.flow, "full" = EXCLUDED."full",
			by = EXCLUDED.by, at = EXCLUDED.at
		WHERE flow_source.text <> EXCLUDED.text OR flow_source."full" IS DISTINCT FROM EXCLUDED."full"
		RETURNING path`,
};
/**
 * A version that comes back (an edit taken back) is the newest again: of all wordings of one logic the last one put into
 * use wins. The moment is never that of another version of the flow, also on a clock that stands still.
 */
const WRITE_VERSIONS = {
	name: "versions-write",
	text: `INSERT INTO flow_version (flow, "full", logic, format, source, program, activated_at)
		SELECT v.flow, v."full", v.logic, v.format, v.source, v.program,
			greatest($2, (SELECT max(o.activated_at) + interval '1 millisecond' FROM flow_version o WHERE o.flow = v.flow))
		FROM json_to_recordset($1::json)
			AS v(flow text, "full" text, logic text, format int, source text, program jsonb)
		ON CONFLICT (flow, "full") DO UPDATE SET activated_at = EXCLUDED.activated_at, program = EXCLUDED.program,
			format = EXCLUDED.format, source = EXCLUDED.source
		WHERE flow_version.format <> EXCLUDED.format OR flow_version.program <> EXCLUDED.program
			OR EXISTS (SELECT 1 FROM flow_version n WHERE n.flow = flow_version.flow
				AND (n.activated_at, n.id) > (flow_version.activated_at, flow_version.id))
		RETURNING id`,
};

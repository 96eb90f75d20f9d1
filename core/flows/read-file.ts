import type { AlwaysFile, DefaultsFile, FlowFile, ReasonsFile, StagesFile } from "./flow-file.ts";
import type { Places } from "./places.ts";
import type { Problem } from "./problem.ts";
import { isPlainMap, lined, listed, nameSteps, type StepNode, StepReader } from "./read-steps.ts";
import { readWords } from "./read-words.ts";
import { type Leaf, Reading } from "./reading.ts";
import { type FileKind, shallow } from "./schema.ts";
import type { SourceFile } from "./source-file.ts";
import { Where } from "./where.ts";
import { readYaml } from "./yaml.ts";
import { plain } from "./yaml-nodes.ts";

/** A file read by the schema of its kind, as far as it could be. Whoever uses `content` looks at `problems` first. */
export interface ReadFile {
	kind: FileKind;
	source: SourceFile;
	/** False: not even YAML; there is nothing to check. */
	readable: boolean;
	/** Faults of form, as YAML and by the schema. */
	problems: Problem[];
	/** What the file holds; of the type that belongs to the kind if there are no problems. */
	content: Record<string, unknown>;
	/** The data as YAML gives them, what the hashes are taken of: made when asked for, as few ask and once. */
	data(): unknown;
	leaves: Leaf[];
	steps: StepNode[];
	/** All steps, those not understood too. */
	stepCount: number;
	places: Places;
}

/** Reads the text of a file. */
export function readFlowsFile(kind: FileKind, name: string, text: string): ReadFile {
	const yaml = readYaml(name, text);
	const steps = new StepReader();
	const reading = new Reading(yaml.source, [...yaml.problems], steps.read);
	const words = yaml.root ? readWords(reading, shallow[kind], yaml.root, Where.root) : {};
	const content = isPlainMap(words) ? words : {};
	complete(kind, reading, content);
	nameSteps(steps.nodes);
	return {
		kind,
		source: yaml.source,
		readable: yaml.root !== undefined,
		problems: reading.problems,
		content,
		data: () => plain(yaml.root ?? null),
		leaves: reading.leaves,
		steps: steps.nodes,
		stepCount: steps.count,
		places: reading.places,
	};
}

/** The content as a flow. Only what was read without problems may be run; checks look at broken ones too. */
export function asFlow(file: ReadFile): FlowFile {
	return file.content as unknown as FlowFile;
}

export function asAlways(file: ReadFile): AlwaysFile {
	return file.content as unknown as AlwaysFile;
}

export function asDefaults(file: ReadFile): DefaultsFile {
	return file.content as unknown as DefaultsFile;
}

export function asStages(file: ReadFile): StagesFile {
	return file.content.stages as StagesFile;
}

export function asReasons(file: ReadFile): ReasonsFile {
	return file.content.reasons as ReasonsFile;
}

function complete(kind: FileKind, reading: Reading, content: Record<string, unknown>): void {
	if (kind === "flow") completeFlow(reading, content);
	if (kind === "always") completeAlways(reading, content);
	if (kind === "defaults" && isPlainMap(content.silence)) lined(reading, content.silence);
	if (kind === "stages") content.stages = listed(reading, isPlainMap(content.stages) ? content.stages : {});
	if (kind === "reasons")
		content.reasons = [...reasonsOf(reading, content, "lost"), ...reasonsOf(reading, content, "won")];
}

function completeFlow(reading: Reading, content: Record<string, unknown>): void {
	for (const word of ["vars", "always"]) content[word] ??= {};
	for (const word of ["stop_when", "during", "migrate", "start", "steps"]) content[word] ??= [];
	for (const word of ["start", "stop_when", "during"])
		for (const [at, item] of itemsOf(content[word]).entries()) {
			lined(reading, item);
			if (word === "during") item.key = item.id ?? `during[${at}]`;
		}
	if (isPlainMap(content.silence)) lined(reading, content.silence);
}

/** `always:` is a map by name; `stop` is built in, the others are handlers in file order. */
function completeAlways(reading: Reading, content: Record<string, unknown>): void {
	const { stop, ...handlers } = isPlainMap(content.always) ? content.always : {};
	content.stop = isPlainMap(stop) ? stop : { says: [], say: "" };
	if (isPlainMap(content.stop)) lined(reading, content.stop);
	content.handlers = Object.entries(handlers).flatMap(([key, handler]) => {
		if (!isPlainMap(handler) || !reading.places.has(handler)) return [];
		lined(reading, handler);
		return [Object.assign(handler, { key, says: handler.says ?? [] })];
	});
}

function reasonsOf(reading: Reading, content: Record<string, unknown>, kind: "lost" | "won"): object[] {
	const list = content[kind];
	return listed(reading, isPlainMap(list) ? list : {}).map((reason) => Object.assign(reason, { kind }));
}

function itemsOf(list: unknown): Record<string, unknown>[] {
	return Array.isArray(list) ? list.filter(isPlainMap) : [];
}

import { type GlobalMeta, z } from "zod";
import { parseDuration } from "./durations.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { addLeaf, type Reading, wrongKind } from "./reading.ts";
import type { Lang } from "./schema-shared.ts";
import { blank, branchesOf, fits, takesText } from "./schema-walk.ts";
import type { Where } from "./where.ts";
import type { YamlNode, YamlScalar } from "./yaml-nodes.ts";

/** Reads a single value: first what YAML may have made of it, then whether it may stand here. */
export function readLeaf(reading: Reading, schema: z.ZodType, meta: GlobalMeta, node: YamlNode, where: Where): unknown {
	if (node.is === "alias") return blank(schema); // told by the YAML reader
	if (node.is !== "scalar") {
		wrongKind(reading, node, wantedOf(schema, meta));
		return blank(schema);
	}
	if (!unharmed(reading, schema, meta, node)) return blank(schema);
	const told = meta.lang === "duration" ? faultOfDuration(node.value) : faultOf(schema, meta, node.value);
	if (told) reading.error("F012", node.start, told.message, told.suggestion);
	else addLeaf(reading, meta, node, where);
	return node.value;
}

/** Texts that a person will read: YAML may not make anything else of them. */
const PROSE: ReadonlySet<Lang> = new Set<Lang>(["text", "label", "note", "phrase", "words"]);
/** Texts for customers, in which `#` is a sign like any other. */
const SPOKEN: ReadonlySet<Lang> = new Set<Lang>(["text", "label", "note", "phrase"]);
/** Texts of which every line counts. */
const TYPESET: ReadonlySet<Lang> = new Set<Lang>(["text", "note"]);

/** What a number alone is not, and quotes do not mend: a better word is said of it. */
const SAYS_ITS_FORM: ReadonlySet<Lang> = new Set<Lang>(["duration", "share", "budget", "cap"]);

/** Whether YAML left the text as it was written. */
function unharmed(reading: Reading, schema: z.ZodType, meta: GlobalMeta, node: YamlScalar): boolean {
	const { lang } = meta;
	const { start, style, value, source } = node;
	if (typeof value !== "string" && style === "plain" && takesText(schema) && !fits(schema, value)) {
		if (lang !== undefined && SAYS_ITS_FORM.has(lang)) return true;
		reading.error("F020", start, `YAML reads ${source} as ${madeOf(value)} — put it in quotes`);
		return false;
	}
	if (lang === undefined) return true;
	if (PROSE.has(lang) && style === "folded" && TYPESET.has(lang)) {
		reading.error("F023", start, "> glues the lines of a text together — write |");
		return false;
	}
	if (SPOKEN.has(lang) && style === "plain") return uncut(reading, node);
	return true;
}

function madeOf(value: unknown): string {
	if (value === null) return "nothing";
	return typeof value === "boolean" ? "yes or no" : "a number";
}

/** A plain text ends where ` #` begins a comment, and nobody notices. */
function uncut(reading: Reading, node: YamlScalar): boolean {
	const { end } = node;
	COMMENT.lastIndex = end;
	const rest = COMMENT.exec(reading.source.text);
	if (!rest) return true;
	const cut = (rest[1] ?? "").trimEnd();
	const shown = [...cut].length > 12 ? `${[...cut].slice(0, 12).join("")}…` : cut;
	reading.error(
		"F021",
		end + rest[0].indexOf("#") - 1,
		`the text is cut at " #${shown}" — put the whole text in quotes`,
	);
	return false;
}

const COMMENT = /[ \t]+#([^\n\r]*)/y;

function faultOfDuration(value: unknown): Fault | undefined {
	const known = typeof value === "string" && parseDuration(value) !== undefined;
	return known ? undefined : { message: "not a length of time; write 30m, 2h or 3 days" };
}

interface Fault {
	message: string;
	suggestion?: string;
}

function faultOf(schema: z.ZodType, meta: GlobalMeta, value: unknown): Fault | undefined {
	if (fits(schema, value)) return undefined;
	const shown = typeof value === "string" ? `"${value}"` : String(value);
	const allowed = allowedBy(schema);
	const suggestion = allowed && typeof value === "string" ? nearest(value, allowed) : undefined;
	const hours = meta.lang === "window" ? /^"(\d{1,2}) ?- ?(\d{1,2})"$/.exec(shown) : null;
	if (hours) return { message: `${shown} is not allowed here — write it like ${hours[1]}:00-${hours[2]}:00` };
	if (suggestion !== undefined) return { message: `${shown} is not allowed here${didYouMean(suggestion)}`, suggestion };
	return { message: `${shown} is not allowed here — write ${remedy(schema, meta, allowed)}` };
}

function remedy(schema: z.ZodType, meta: GlobalMeta, allowed: string[] | undefined): string {
	if (meta.instead !== undefined) return meta.instead;
	if (allowed) return oneOf(allowed);
	const byLang = meta.lang === undefined ? undefined : EXAMPLES[meta.lang];
	if (byLang !== undefined) return byLang;
	if (meta.ids === "dashed") return "a–z, digits and -, beginning with a letter, 40 at most";
	if (meta.ids === "underscored") return "a–z, digits and _, beginning with a letter, 40 at most";
	if (schema instanceof z.ZodBoolean) return "true or false";
	if (schema instanceof z.ZodNumber) return `${schema.isInt ? "a whole number" : "a number"}${rangeOf(schema)}`;
	return wantedOf(schema, meta);
}

const EXAMPLES: Partial<Record<Lang, string>> = {
	budget: "30000 per month",
	cap: "2 per 7 days",
	clock: '"11:00"',
	each: "x in list",
	field: "customer.first_name",
	outcome: "a–z, digits and _, beginning with a letter, 40 at most",
	share: "10%",
	window: "21:00-10:00",
};

function rangeOf(schema: z.ZodNumber): string {
	const { minValue, maxValue } = schema;
	const low = minValue !== null && minValue > Number.MIN_SAFE_INTEGER ? minValue : undefined;
	const high = maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER ? maxValue : undefined;
	if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
	return low === undefined ? "" : ` not under ${low}`;
}

function oneOf(words: string[]): string {
	return words.length === 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** The closed list of words that may stand here, if it is one. */
function allowedBy(schema: z.ZodType): string[] | undefined {
	if (schema instanceof z.ZodEnum) return schema.options.map(String);
	if (schema instanceof z.ZodLiteral) return [...schema.values].map(String);
	if (schema instanceof z.ZodUnion) {
		const all = branchesOf(schema).map(allowedBy);
		return all.some((words) => words === undefined) ? undefined : all.flatMap((words) => words ?? []);
	}
	return undefined;
}

/** What was expected where something of another kind stands. */
function wantedOf(schema: z.ZodType, meta: GlobalMeta): string {
	if (meta.lang === "formula") return "a formula";
	if (meta.lang === "duration") return "a length of time";
	if (schema instanceof z.ZodNumber) return "a number";
	if (schema instanceof z.ZodBoolean) return "true or false";
	return meta.lang !== undefined && PROSE.has(meta.lang) ? "a text" : "a single word";
}

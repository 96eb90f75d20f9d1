import type { Context, Emitter, Liquid } from "liquidjs";
import { LiquidError, Output, Parser, type Template, type TopLevelToken, TypeGuards } from "liquidjs";
import { oneTooMany } from "./line-faults.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { TextContext } from "./text-context.ts";

/** What is wrong with a text. `row` and `column` count from 1 within the text's own source. */
export type TextFault = {
	readonly code: "F022" | "F030" | "F031" | "F032" | "F033" | "F034";
	readonly message: string;
	readonly row: number;
	readonly column: number;
	/** The nearest known word; the message holds it already. */
	readonly suggestion?: string;
};

/** The longest text that is read at all; the checker warns far below that. */
export const LONGEST = 20_000;
/** Tags within tags. */
const DEEPEST = 40;

/** The tags in which filters may stand. */
const filteringTags = new Set(["assign", "case"]);

/** LiquidJS' parser, which stops at nothing it can name: faults are collected, with their places. */
export class TextParser extends Parser {
	readonly faults: TextFault[] = [];
	private readonly source: string;
	private readonly engine: Liquid;
	private depth = 0;

	constructor(engine: Liquid, source: string) {
		super(engine);
		this.engine = engine;
		this.source = source;
	}

	/** The templates of the whole text; of no use if there are faults. */
	read(): Template[] {
		if (this.source.length > LONGEST) {
			this.fault("F022", `the text is longer than ${LONGEST} characters`, 0);
			return [];
		}
		const many = /\{\{\{|\}\}\}/.exec(this.source);
		if (many && !hidesBrackets(this.source)) {
			this.fault("F022", oneTooMany(many[0].slice(1, 2)), many.index);
			return [];
		}
		const open = openBracket(this.source);
		if (open !== undefined) {
			this.unclosed(open);
			return [];
		}
		try {
			return this.parse(this.source);
		} catch (reason) {
			if (!LiquidError.is(reason)) throw reason;
			this.explain(reason);
			return [];
		}
	}

	/** Notes a fault at an offset of the source. */
	fault(code: TextFault["code"], message: string, at: number, suggestion?: string): void {
		this.faults.push({ code, message, ...placeOf(this.source, at), ...(suggestion !== undefined && { suggestion }) });
	}

	override parseToken(token: TopLevelToken, remaining: TopLevelToken[]): ReturnType<Parser["parseToken"]> {
		if (++this.depth > DEEPEST) throw new Error("nested too deeply");
		const parsed = this.parseOne(token, remaining);
		this.depth--;
		return parsed;
	}

	private parseOne(token: TopLevelToken, remaining: TopLevelToken[]): ReturnType<Parser["parseToken"]> {
		// Tags first: a tag's token has all that an output's has, and the compiler would take it for one.
		if (TypeGuards.isTagToken(token)) {
			if (filteringTags.has(token.name)) this.checkFilters(...token.contentRange);
		} else if (TypeGuards.isOutputToken(token)) {
			this.checkFilters(...token.contentRange);
			return new ShownOutput(token, this.engine);
		}
		return super.parseToken(token, remaining);
	}

	private checkFilters(begin: number, end: number): void {
		for (const { name, at } of filtersIn(this.source, begin, end)) {
			if (Object.hasOwn(this.engine.filters, name)) continue;
			const suggestion = nearest(name, Object.keys(this.engine.filters));
			this.fault("F022", `unknown filter "${name}"${didYouMean(suggestion)}`, at, suggestion);
		}
	}

	/** LiquidJS' own complaint in the words of a marketer. */
	private explain(complaint: LiquidError): void {
		const { token } = complaint;
		const written = this.source.slice(token.begin, token.end);
		const said = complaint.originalError?.message ?? complaint.message;
		const tag = /^\{%-?\s*([^\s%}-]*)/.exec(written)?.[1];
		const unclosed = /(?:tag|output) .*not closed/s.test(said);
		if (tag !== undefined && unclosed) {
			const missing = /%\}$/.test(written) ? `{% end${tag} %}` : "%}";
			this.fault("F022", `{% ${tag} %} is not closed — add ${missing}`, token.begin);
		} else if (unclosed) this.fault("F022", "{{ is not closed — add }}", token.begin);
		else if (tag !== undefined && / not found/.test(said)) this.unknownTag(tag, token.begin + written.indexOf(tag));
		else this.fault("F022", `this cannot be read: ${plainWords(said)}`, token.begin);
	}

	private unclosed(at: number): void {
		const tag = /^\{%-?\s*([\p{L}\w]*)/u.exec(this.source.slice(at))?.[1];
		this.fault("F022", tag === undefined ? "{{ is not closed — add }}" : `{% ${tag} %} is not closed — add %}`, at);
	}

	private unknownTag(tag: string, at: number): void {
		if (/^(else|elsif|when|end\w*)$/.test(tag)) {
			this.fault("F022", `{% ${tag} %} stands here without the tag it belongs to`, at);
			return;
		}
		const suggestion = nearest(tag, Object.keys(this.engine.tags));
		this.fault("F022", `unknown tag "${tag}"${didYouMean(suggestion)}`, at, suggestion);
	}
}

/** `{{ … }}`: writes a value as a person reads it, and tells when there is none. */
class ShownOutput extends Output {
	override *render(ctx: Context, emitter: Emitter): IterableIterator<unknown> {
		const value: unknown = yield this.value.value(ctx, false);
		emitter.write(TextContext.of(ctx).show(value, this.token.begin, this.token.end, this.token.input));
	}
}

/**
 * Where a bracket of Liquid opens that is not closed before the next one. LiquidJS would read on to the end of that one,
 * and find fault with whatever stands between.
 */
function openBracket(source: string): number | undefined {
	if (hidesBrackets(source)) return undefined;
	let open: { readonly sign: string; readonly at: number } | undefined;
	for (const { 0: sign, index } of source.matchAll(/\{\{|\{%|\}\}|%\}|"[^"\n]*"|'[^'\n]*'/g)) {
		if (open && opens(sign)) return open.at;
		if (opens(sign)) open = { sign, at: index };
		else if (sign === (open?.sign === "{{" ? "}}" : "%}")) open = undefined;
	}
	return open?.at;
}

/** What stands within these tags may look like anything. */
function hidesBrackets(source: string): boolean {
	return /\{%-?\s*(raw|comment)\b/.test(source);
}

function opens(sign: string): boolean {
	return sign === "{{" || sign === "{%";
}

/** Row and column of an offset, both from 1. */
export function placeOf(source: string, at: number): { row: number; column: number } {
	let row = 1;
	let lineStart = 0;
	for (let end = source.indexOf("\n"); end >= 0 && end < at; end = source.indexOf("\n", lineStart)) {
		row++;
		lineStart = end + 1;
	}
	return { row, column: at - lineStart + 1 };
}

/** The filters named within a stretch of the source, each with its place; quotes hide what is in them. */
function filtersIn(source: string, begin: number, end: number): { name: string; at: number }[] {
	const stretch = source.slice(begin, end);
	if (!stretch.includes("|")) return [];
	const found = stretch.matchAll(/"[^"]*"|'[^']*'|\|\s*([^\s|:"']+)/g);
	return [...found].flatMap((match) => {
		const name = match[1];
		return name === undefined ? [] : [{ name, at: begin + match.index + match[0].length - name.length }];
	});
}

/** LiquidJS puts its own file, line and column behind a message. */
function plainWords(said: string): string {
	return said.replace(/, (?:file|line):?.*$/s, "").slice(0, 120);
}

import {
	type Context,
	type Emitter,
	type Liquid,
	type Parser,
	Tag,
	type TagToken,
	type Template,
	type TopLevelToken,
} from "liquidjs";
import { type Formula, holds, parseFormula } from "./expression.ts";
import { TextContext } from "./text-context.ts";
import { TextParser } from "./text-parser.ts";

/** One arm of a condition. `at` is where its formula begins in the text. */
export type Branch = { readonly formula: Formula; readonly at: number; readonly templates: Template[] };

/** `{% if %}` and `{% unless %}`, with our formulas instead of LiquidJS' conditions (flow-language.md §3). */
export class ConditionTag extends Tag {
	readonly branches: Branch[] = [];
	readonly otherwise: Template[] = [];

	constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
		super(token, remaining, liquid);
		let templates = this.branch(token, parser);
		let last = false;
		const stream = parser
			.parseStream(remaining)
			.on("tag:elsif", (elsif: TagToken) => {
				if (last) throw new Error("{% elsif %} stands behind {% else %}");
				templates = this.branch(elsif, parser);
			})
			.on("tag:else", (otherwise: TagToken) => {
				if (last) throw new Error("{% else %} stands here twice");
				if (otherwise.args !== "") throw new Error("{% else %} takes no condition — write {% elsif … %}");
				last = true;
				templates = this.otherwise;
			})
			.on(`tag:end${token.name}`, () => {
				stream.stop();
			})
			.on("template", (template: Template) => {
				templates.push(template);
			})
			.on("end", () => {
				throw new Error(`tag ${token.getText()} not closed`);
			});
		stream.start();
	}

	*render(ctx: Context, emitter: Emitter): Generator<unknown, void, unknown> {
		const { inner } = TextContext.of(ctx);
		const unless = this.name === "unless" ? this.branches[0] : undefined;
		const taken = this.branches.find((branch) => holds(branch.formula, inner) !== (branch === unless));
		yield this.liquid.renderer.renderTemplates(taken?.templates ?? this.otherwise, ctx, emitter);
	}

	*children(): Generator<unknown, Template[]> {
		return [...this.branches.flatMap(({ templates }) => templates), ...this.otherwise];
	}

	/** A formula that cannot be read is noted where it stands, and the rest of the text is read on. */
	private branch({ tokenizer }: TagToken, parser: Parser): Template[] {
		const at = tokenizer.p;
		const parsed = parseFormula(tokenizer.input.slice(at, tokenizer.N));
		const templates: Template[] = [];
		if ("formula" in parsed) this.branches.push({ formula: parsed.formula, at, templates });
		else if (parser instanceof TextParser) parser.fault(parsed.fault.code, parsed.fault.message, at + parsed.fault.at);
		return templates;
	}
}

/** `{% phrase "delivery_terms" %}`: that entry of `_phrases.yaml`, in the same scope. */
export class PhraseTag extends Tag {
	readonly phrase: string;
	/** Where its name begins in the text, behind the quote. */
	readonly at: number;

	constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid, parser: Parser) {
		super(token, remaining, liquid);
		const quoted = /^(["'])([a-z][a-z0-9_]{0,39})\1$/.exec(token.args);
		this.phrase = quoted?.[2] ?? "";
		this.at = token.tokenizer.p + 1;
		if (!quoted && parser instanceof TextParser) {
			parser.fault("F022", 'a phrase is written {% phrase "delivery_terms" %}', token.begin);
		}
	}

	*render(ctx: Context, emitter: Emitter): Generator<unknown, void, unknown> {
		const context = TextContext.of(ctx);
		const words = context.inPhrase ? undefined : context.inner.phrase(this.phrase);
		if (words === undefined) return context.notFound(`phrase "${this.phrase}"`);
		const parser = new TextParser(this.liquid, words);
		const templates = parser.read();
		if (parser.faults.length > 0) return context.notFound(`phrase "${this.phrase}"`);
		context.inPhrase = true;
		yield this.liquid.renderer.renderTemplates(templates, ctx, emitter);
		context.inPhrase = false;
	}
}

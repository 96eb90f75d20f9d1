import {
	type FilteredValueToken,
	ForTag,
	Output,
	type PropertyAccessToken,
	type Template,
	type Token,
	TypeGuards,
	toValueSync,
	Value,
} from "liquidjs";
import { checkCondition, namesInFormula } from "./expression.ts";
import { ConditionTag, PhraseTag } from "./liquid-tags.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { fieldsOf, type Scope } from "./scope.ts";
import type { TextFault } from "./text-parser.ts";
import { describeType, type Fields, type ValueType } from "./types.ts";

/** What a walk through a text meets. Places are offsets in its source. */
export type Met =
	| { readonly kind: "name"; readonly path: readonly string[]; readonly at: number }
	| { readonly kind: "phrase"; readonly id: string; readonly at: number };

/** What does not fit, at an offset of the source. */
export type Misfit = Omit<TextFault, "row" | "column"> & { readonly at: number };

/** Walks through a text in order and tells every name and phrase it meets; names that the text makes itself are left out. */
export function metInText(templates: readonly Template[]): Met[] {
	const walk = new Walk(undefined);
	walk.all(templates, {});
	return walk.met;
}

/** Every name, field and condition that does not fit, in order, loop variables and assigned names included. */
export function misfitsInText(templates: readonly Template[], scope: Scope): Misfit[] {
	const walk = new Walk(scope);
	walk.all(templates, {});
	return walk.misfits;
}

const anything: ValueType = { is: "anything" };

class Walk {
	readonly met: Met[] = [];
	/** Where there is a scope to hold the text against; then `met` is not asked for. */
	readonly misfits: Misfit[] = [];
	private readonly scope: Scope | undefined;
	/** Names that `assign` and `capture` made so far. */
	private made: Fields = {};

	constructor(scope: Scope | undefined) {
		this.scope = scope;
	}

	/** `own` are the names of the loops round these templates. */
	all(templates: readonly Template[], own: Fields): void {
		for (const template of templates) {
			// Nearly all templates are these two, and to ask the second by LiquidJS' generators takes longer than the answer.
			if (TypeGuards.isHTMLToken(template.token)) continue;
			if (template instanceof Output) this.filtered(template.value, own);
			else this.one(template, own);
		}
	}

	private one(template: Template, own: Fields): void {
		if (template instanceof PhraseTag && !this.scope)
			this.met.push({ kind: "phrase", id: template.phrase, at: template.at });
		if (template instanceof ConditionTag) {
			for (const branch of template.branches) this.condition(branch, own);
		}
		const types = template.arguments ? Array.from(template.arguments(), (one) => this.typeOf(one, own)) : [];
		for (const made of template.localScope?.() ?? []) {
			this.made = { ...this.made, [made.content]: types[0] ?? { is: "text" } };
		}
		if (!template.children) return;
		const inside = toValueSync(template.children(false, true));
		this.all(inside, template instanceof ForTag ? { ...own, ...loopNames(template, types[0]) } : own);
	}

	private condition({ formula, at }: ConditionTag["branches"][number], own: Fields): void {
		const { scope } = this;
		if (!scope) {
			for (const name of namesInFormula(formula))
				if (name.path[0] === undefined || this.local(name.path[0], own) === undefined)
					this.met.push({ kind: "name", path: name.path, at: at + name.at });
			return;
		}
		const inside: Scope = {
			vocabulary: scope.vocabulary,
			typeOf: (name) => this.local(name, own) ?? scope.typeOf(name),
			names: () => [...Object.keys({ ...this.made, ...own }), ...scope.names()],
		};
		for (const fault of checkCondition(formula, inside)) {
			this.misfits.push({ ...fault, at: at + fault.at });
		}
	}

	private typeOf(argument: Value | Token, own: Fields): ValueType {
		if (argument instanceof Value) return this.filtered(argument, own);
		if (TypeGuards.isPropertyAccessToken(argument)) return this.path(argument, own);
		if (TypeGuards.isQuotedToken(argument)) return { is: "text" };
		if (TypeGuards.isNumberToken(argument)) return { is: "number" };
		if (TypeGuards.isRangeToken(argument)) {
			this.typeOf(argument.lhs, own);
			this.typeOf(argument.rhs, own);
			return { is: "list", of: { is: "int" } };
		}
		return TypeGuards.isFilteredValueToken(argument) ? this.tokens(argument, own) : anything;
	}

	/** Behind a filter the type is not followed any further. */
	private filtered({ initial, filters }: Value, own: Fields): ValueType {
		const types = initial.postfix.map((token) => this.typeOf(token, own));
		for (const argument of filters.flatMap(({ args }) => args)) {
			const value = Array.isArray(argument) ? argument[1] : argument;
			if (value) this.typeOf(value, own);
		}
		return filters.length === 0 && types.length === 1 ? (types[0] ?? anything) : anything;
	}

	private tokens({ initial }: FilteredValueToken, own: Fields): ValueType {
		for (const token of initial.postfix) this.typeOf(token, own);
		return anything;
	}

	/** `cart.items[0].title`, from left to right; after a fault nothing more is said about it. */
	private path(token: PropertyAccessToken, own: Fields): ValueType {
		const [root, ...props] = token.props;
		if (token.variable || !root || !TypeGuards.isWordToken(root)) return anything;
		const name = root.content;
		const local = this.local(name, own);
		if (local === undefined && !this.scope) {
			const fields = props.filter(TypeGuards.isWordToken).map(({ content }) => content);
			this.met.push({ kind: "name", path: [name, ...fields], at: root.begin });
		}
		let type: ValueType | undefined = local ?? this.rootType(name, root.begin);
		let said = name;
		for (const prop of props) {
			type = this.propType(type, prop, said, own);
			said = token.input.slice(token.begin, prop.end) + (TypeGuards.isWordToken(prop) ? "" : "]");
		}
		return type ?? anything;
	}

	private rootType(name: string, at: number): ValueType {
		if (!this.scope) return anything;
		const type = this.scope.typeOf(name);
		return type ?? this.unknown(`unknown name "${name}"`, name, this.scope.names(), at);
	}

	private propType(of: ValueType | undefined, prop: Token, said: string, own: Fields): ValueType {
		if (TypeGuards.isPropertyAccessToken(prop)) this.path(prop, own);
		if (of === undefined || of.is === "anything" || !this.scope) return anything;
		if (of.is === "list" && isElement(prop)) return of.of;
		if (!TypeGuards.isWordToken(prop)) return anything;
		if (prop.content === "size" && (of.is === "list" || of.is === "text")) return { is: "int" };
		const fields = fieldsOf(of, this.scope.vocabulary);
		const field = prop.content;
		if (!fields) {
			const message = `"${said}" is ${describeType(of)} and has no fields`;
			this.misfits.push({ code: "F031", message, at: prop.begin });
			return anything;
		}
		if (Object.hasOwn(fields, field)) return fields[field] ?? anything;
		return this.unknown(`"${said}" has no field "${field}"`, field, Object.keys(fields), prop.begin);
	}

	private unknown(message: string, word: string, known: Iterable<string>, at: number): ValueType {
		const suggestion = nearest(word, known);
		const told = message + didYouMean(suggestion);
		this.misfits.push({ code: "F031", message: told, at, ...(suggestion !== undefined && { suggestion }) });
		return anything;
	}

	/** The type of a name that the text makes itself. */
	private local(name: string, own: Fields): ValueType | undefined {
		if (Object.hasOwn(own, name)) return own[name];
		return Object.hasOwn(this.made, name) ? this.made[name] : undefined;
	}
}

/** `list[0]`, `list.first`, `list.last`. */
function isElement(prop: Token): boolean {
	return !TypeGuards.isWordToken(prop) || prop.content === "first" || prop.content === "last";
}

function loopNames(template: ForTag, collection: ValueType | undefined): Fields {
	return { [template.variable]: collection?.is === "list" ? collection.of : anything, forloop: anything };
}

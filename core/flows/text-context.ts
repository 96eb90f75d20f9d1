import { Context, Drop, type Liquid } from "liquidjs";
import { escapeMarkup } from "#core/delivery/markup.ts";
import { shownValue } from "./shown-value.ts";
import type { Value } from "./types.ts";
import type { World } from "./world.ts";

/** Whether values are kept from becoming markup. */
export type Look = "marked" | "plain";

/** What LiquidJS carries through a rendering: the world behind its names, and how values are shown. */
export class TextContext extends Context {
	/** The world as a formula inside the text sees it: loop variables and assigned names come first. */
	readonly inner: World;
	/** True while a phrase is rendered: phrases do not nest. */
	inPhrase = false;
	private readonly world: World;
	private readonly look: Look;
	private readonly missing: ((name: string) => void) | undefined;

	constructor(engine: Liquid, world: World, look: Look, missing?: (name: string) => void) {
		super(Object.create(null), engine.options, { sync: true, globals: new Names(world) }, { liquid: engine });
		this.world = world;
		this.look = look;
		this.missing = missing;
		this.inner = {
			lookup: (name) => valueIn(this.getSync([name])),
			call: (fn, args) => world.call(fn, args),
			phrase: (id) => world.phrase(id),
			now: world.now,
			zone: world.zone,
			language: world.language,
			currency: world.currency,
		};
	}

	/** The context of ours that LiquidJS hands to a tag. */
	static of(ctx: Context): TextContext {
		if (ctx instanceof TextContext) return ctx;
		throw new Error("Texts are rendered by renderText and renderPlain alone.");
	}

	/** Notes that something a text names is not there; it renders as nothing. */
	notFound(name: string): void {
		this.missing?.(name);
	}

	/** A value as it stands in the message; `begin` and `end` are the place of its `{{ }}`. */
	show(value: unknown, begin: number, end: number, source: string): string {
		const shown = shownValue(valueIn(value), this.world);
		if (shown === undefined) {
			this.notFound(source.slice(begin, end).replace(/^\{\{-?\s*|\s*-?\}\}$/g, ""));
			return "";
		}
		return this.look === "marked" ? escapeMarkup(shown) : shown;
	}
}

/** Where LiquidJS looks for a name that the text itself did not make. */
class Names extends Drop {
	/** Hidden from LiquidJS too: a field of that name could be read by a text. */
	readonly #world: World;

	constructor(world: World) {
		super();
		this.#world = world;
	}

	override liquidMethodMissing(name: string | number): Value | undefined {
		if (name === "now") return this.#world.now.toISOString();
		return this.#world.lookup(String(name));
	}
}

function valueIn(raw: unknown): Value {
	return isValue(raw) ? raw : null;
}

/** What a text can get hold of comes from the world or from filters; only LiquidJS' own words (`nil`, `forloop`) are no values. */
function isValue(raw: unknown): raw is Value {
	return raw !== undefined && typeof raw !== "function" && !(raw instanceof Drop);
}

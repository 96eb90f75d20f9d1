import type { Fields, Value, ValueType } from "./types.ts";
import type { World } from "./world.ts";

/** What names exist: everything that formulas, texts and steps may mention. */
export type Vocabulary = {
	/** Root → its type. `event`, `answer`, `it` and `error` exist in places only, so they are no part of it. */
	readonly roots: Fields;
	/** Record type → its fields. */
	readonly records: Readonly<Record<string, Fields>>;
	readonly functions: Readonly<Record<string, FunctionSpec>>;
	readonly actions: Readonly<Record<string, ActionSpec>>;
	/** Event → the fields of its data. */
	readonly events: Readonly<Record<string, Fields>>;
	/** Fields that `save:` may write, as written (`customer.first_name`), and what they take. */
	readonly writable: Readonly<Record<string, Writable>>;
	/** Dates that recur each year, as written: `customer.birthday`. */
	readonly yearly: readonly string[];
	/** Approved templates of WhatsApp, where their mirror is at hand; absent: nothing can be said about their names. */
	readonly templates?: readonly TemplateSpec[];
};

/** A template that WhatsApp has approved, and how many values it takes. */
export type TemplateSpec = { readonly name: string; readonly places: number };

/** A field of the customer that a question may fill; a consent goes to the ledger with the text that was shown. */
export type Writable = { readonly type: ValueType; readonly consent?: "advertising" | "processing" };

/** What may be handed in: a value of one of these types. */
export type Parameter = { readonly types: readonly ValueType[]; readonly optional: boolean };

/** A function of formulas. `read` ones may wait for the database, and are registered by the shop under their names. */
export type FunctionSpec = ReadFunctionSpec | PureFunctionSpec;

export type ReadFunctionSpec = Signature & { readonly cost: "read" };

/** Computed at once. Only the language itself has such (`built-in-functions.ts`): a shop's own functions are `read`. */
export type PureFunctionSpec = Signature & { readonly cost: "pure"; readonly compute: Compute };

type Signature = {
	readonly params: readonly (Parameter & { readonly name: string })[];
	readonly gives: ValueType;
};

/** Computes a pure function. Total: what makes no sense gives `none`. */
export type Compute = (args: readonly Value[], world: Pick<World, "now" | "zone">) => Value;

/** What a flow may ask of the shop by `do`. Registered under its name by the shop; here is only its contract. */
export type ActionSpec = {
	readonly with: Readonly<Record<string, Parameter>>;
	/** Absent: nothing to save. */
	readonly gives?: ValueType;
	/** `read` changes nothing, `idempotent` may be done twice with one key, `once` may not. */
	readonly effect: "read" | "idempotent" | "once";
	/** `step` joins the turn's statement, `turn` runs in its transaction, `outside` is a call over the network. */
	readonly where: "step" | "turn" | "outside";
};

/** A vocabulary with more names: custom fields of a shop, its own functions, actions and events. */
export function extendVocabulary(base: Vocabulary, more: Partial<Vocabulary>): Vocabulary {
	const records = { ...base.records };
	for (const [record, fields] of Object.entries(more.records ?? {}))
		records[record] = { ...records[record], ...fields };
	return {
		roots: { ...base.roots, ...more.roots },
		records,
		functions: { ...base.functions, ...more.functions },
		actions: { ...base.actions, ...more.actions },
		events: { ...base.events, ...more.events },
		writable: { ...base.writable, ...more.writable },
		yearly: [...base.yearly, ...(more.yearly ?? [])],
		...(base.templates || more.templates ? { templates: [...(base.templates ?? []), ...(more.templates ?? [])] } : {}),
	};
}

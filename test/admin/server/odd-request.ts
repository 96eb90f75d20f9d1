import type { Dice } from "#test/standins/dice.ts";

/** What the description of the API says of a value, as far as oddities are drawn from it. */
export type Described = {
	readonly type?: string | readonly string[];
	readonly const?: unknown;
	readonly enum?: readonly unknown[];
	readonly anyOf?: readonly Described[];
	readonly oneOf?: readonly Described[];
	readonly allOf?: readonly Described[];
	readonly properties?: Readonly<Record<string, Described>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: Described | boolean;
	readonly items?: Described;
};

/**
 * A value that nearly is what was described: of the right shape mostly, with whatever a person or a program might put there.
 * `known` are ids of things that there are.
 */
export function oddValue(described: Described, dice: Dice, known: readonly string[], depth = 0): unknown {
	const odd: Odd = {
		dice,
		known,
		pick: (choices) => choices[dice.between(0, choices.length - 1)],
		within: (inner) => oddValue(inner ?? {}, dice, known, depth + 1),
	};
	if (depth > 6 || dice.draw() < 0.05) return odd.pick(STRANGERS);
	if (described.const !== undefined) return described.const;
	if (described.enum) return odd.pick(dice.draw() < 0.9 ? described.enum : TEXTS);
	const ways = described.anyOf ?? described.oneOf;
	if (ways) return odd.within(odd.pick(ways));
	if (described.allOf) return Object.assign({}, ...described.allOf.map(odd.within));
	return ofType(described, odd);
}

type Odd = {
	readonly dice: Dice;
	readonly known: readonly string[];
	pick<Choice>(choices: readonly Choice[]): Choice | undefined;
	within(inner: Described | undefined): unknown;
};

function ofType(described: Described, odd: Odd): unknown {
	const { dice, known, pick, within } = odd;
	switch (typeof described.type === "object" ? pick(described.type) : described.type) {
		case "array":
			return Array.from({ length: pick([0, 1, 2, 60]) ?? 0 }, () => within(described.items));
		case "string":
			return pick(known.length > 0 && dice.draw() < 0.5 ? known : TEXTS);
		case "integer":
		case "number":
			return pick(NUMBERS);
		case "boolean":
			return dice.draw() < 0.5;
		case "object":
			return anObject(described, odd);
		default:
			return pick(STRANGERS);
	}
}

function anObject({ properties = {}, required = [], additionalProperties: others }: Described, odd: Odd): object {
	const { dice, known, pick, within } = odd;
	const own = Object.entries(properties).filter(([name]) => dice.draw() < (required.includes(name) ? 0.97 : 0.6));
	const given: [string, unknown][] = own.map(([name, inner]) => [name, within(inner)]);
	if (typeof others === "object") given.push([pick(["a", "__proto__", ...known]) ?? "a", within(others)]);
	return Object.fromEntries(given);
}

const STRANGERS = [null, [], {}, "x", -1, 1e20, true] as const;

const NUMBERS = [0, 1, 2, -1, 0.5, 100, 1e9, 2_147_483_648, Number.MAX_SAFE_INTEGER] as const;

const TEXTS = [
	...[
		"",
		" ",
		"\0",
		"a\0b",
		"\ud800",
		"x".repeat(5000),
		"=1+1",
		"<script>",
		"'; DROP TABLE customer--",
		"%",
		"_",
		"\\",
	],
	...["1", "-1", "99999999999999999999", "1e309", "null", "true", "x", "😀", "{{ x }}", "{% if %}", "../../etc/passwd"],
	...["2026-11-22", "2026-02-30", "2026-11-22T10:00:00.000Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
	...["+79001234567", "Europe/Nowhere", "ru", "order", "telegram", "00000000-0000-4000-8000-000000000000"],
] as const;

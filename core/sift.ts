/** What a list may be sifted by: for each wish its condition, in which `$` is what is wished. */
export type Sieve = Readonly<Record<string, string>>;

/** The conditions of a statement, what they are called together, and their values. */
export type Sifted = { readonly name: string; readonly where: string; readonly values: readonly unknown[] };

/**
 * The conditions of those wishes that somebody has; their values are parameters from `first` on. A condition that may be switched off by
 * its value would stand in the way of every index.
 */
export function sift(sieve: Sieve, wishes: Readonly<Record<string, unknown>>, first: number): Sifted {
	const wished = Object.entries(sieve).filter(([wish]) => wishes[wish] !== undefined && wishes[wish] !== null);
	const values: unknown[] = [];
	const conditions = wished.map(([wish, condition]) => {
		if (!condition.includes("$")) return condition;
		values.push(wishes[wish]);
		return condition.replaceAll("$", () => `$${first + values.length - 1}`);
	});
	return {
		name: wished.map(([wish]) => wish).join("-"),
		where: conditions.map((condition) => ` AND (${condition})`).join(""),
		values,
	};
}

import type { Value } from "#core/flows/types.ts";
import { valueFrom } from "#core/flows/types.ts";
import type { World } from "#core/flows/world.ts";

/** A world in Moscow on Tuesday, 10 March 2026, 15:00, where these names hold these values. */
export function aWorld(names: Record<string, unknown> = {}, more: Partial<World> = {}): World {
	const values = new Map<string, Value>(Object.entries(names).map(([name, raw]) => [name, valueFrom(raw)]));
	return {
		lookup: (name) => values.get(name),
		call: (fn) => {
			throw new Error(`${fn} was not expected to be called.`);
		},
		phrase: () => undefined,
		now: new Date("2026-03-10T12:00:00.000Z"),
		zone: "Europe/Moscow",
		language: "ru",
		currency: "RUB",
		...more,
	};
}

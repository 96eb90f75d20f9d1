import type { Demo } from "#admin/server/demo.ts";
import { Refusal } from "#core/refusal.ts";

/** A demo without a messenger: no phones, and a clock that only counts. */
export function aDemo(parts: Partial<Demo> = {}): Demo {
	let shifted = 0;
	const missing = new Refusal("not-found", "There is no such phone.");
	return {
		clock: {
			now: () => new Date(Date.UTC(2026, 2, 10, 11) + shifted * 60_000),
			shiftedMinutes: () => shifted,
			async move(minutes) {
				shifted += minutes;
			},
		},
		phones: {
			list: () => [],
			add() {
				throw missing;
			},
			act() {
				throw missing;
			},
			watch: () => () => {},
			async picture() {
				throw missing;
			},
		},
		...parts,
	};
}

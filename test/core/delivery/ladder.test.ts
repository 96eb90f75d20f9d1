import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeliveryState } from "#core/conversations/heard.ts";
import { rankOf, type Standing, stepUp } from "#core/delivery/ladder.ts";

const STATES: readonly DeliveryState[] = ["sent", "failed", "delivered", "read", "played"];

/** All orders of all selections. */
function arrangements<T>(items: readonly T[]): T[][] {
	return [
		[],
		...items.flatMap((item, at) =>
			arrangements([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]),
		),
	];
}

function follow(begin: Standing, told: readonly DeliveryState[]): Standing[] {
	const seen = [begin];
	for (const state of told) {
		const now = seen.at(-1) ?? begin;
		const step = stepUp(now, state);
		seen.push({
			state: step.row ?? now.state,
			evidence: step.evidence ?? now.evidence,
			status: step.status ?? now.status,
		});
	}
	return seen;
}

const highest = (told: readonly DeliveryState[]) => [...told].sort((a, b) => rankOf(b) - rankOf(a))[0] ?? null;

test("in every order, with every omission, a message's status only rises, to the furthest that was told", () => {
	const orders = arrangements(STATES);
	expect(orders).toHaveLength(326);
	for (const told of orders) {
		const seen = follow({ state: "sent", evidence: null, status: "sent" }, told);
		const ranks = seen.map(({ status }) => rankOf(status));
		expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
		expect(seen.at(-1)?.evidence).toBe(highest(told));
	}
});

test("told twice or mixed with old news, it ends the same", () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...STATES), { maxLength: 20 }), (told) => {
			const once = follow({ state: "unknown", evidence: null, status: "unknown" }, [...new Set(told)]).at(-1);
			const often = follow({ state: "unknown", evidence: null, status: "unknown" }, told).at(-1);
			expect(often?.evidence).toBe(once?.evidence);
			expect(often?.status).toBe(once?.status);
		}),
	);
});

test.each<[string, string, DeliveryState, string | undefined]>([
	["a send that was unclear turns out well", "unknown", "delivered", "sent"],
	["a send that waits for another try is not tried again", "pending", "sent", "sent"],
	["a send that was unclear turns out badly", "unknown", "failed", "failed"],
	["what was accepted is taken back late", "sent", "failed", "failed"],
	["while the call is under way only the evidence is kept", "attempting", "delivered", undefined],
	["what was refused stays refused for the row", "failed", "delivered", undefined],
	["what was called off stays so", "cancelled", "sent", undefined],
])("%s", (_, state, told, row) => {
	expect(stepUp({ state, evidence: null, status: state }, told).row).toBe(row);
});

test("a failure after delivery is no failure", () => {
	expect(stepUp({ state: "sent", evidence: "delivered", status: "delivered" }, "failed")).toEqual({});
});

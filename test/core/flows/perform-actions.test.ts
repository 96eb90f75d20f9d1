import { describe, expect, test } from "vitest";
import type { Hands } from "#core/flows/hands.ts";
import { Refusal } from "#core/refusal.ts";
import { aCounter, writes } from "#test/support/counter.ts";

const TICKET = `
flow: ticket
title: Ticket
purpose: service
stage: care
start: [{says: [help]}]
vars: {}
steps:
  - do: ticket.open
    with: {title: Help}
    on_error:
      - say: "No: {{ error.code }}"
      - end: refused
  - say: Done.
`;

/** An action outside, and how often it was called. */
function outside(effect: "idempotent" | "once", act: (call: number) => void = () => {}) {
	const calls: string[] = [];
	const hands: Partial<Hands> = {
		kind: () => ({ effect, where: "outside" }),
		async act(_shop, _who, { key }) {
			calls.push(key);
			act(calls.length);
			return { ended: "done", result: null, effect };
		},
	};
	return { calls, hands };
}

describe("an action outside", () => {
	test("is promised with the turn, performed after it, and its run goes on", async () => {
		const { calls, hands } = outside("once");
		const counter = await aCounter({ "ticket.flow.yaml": TICKET }, { hands });
		await counter.engine.receiveAndAnswer([writes("help")]);
		expect(calls).toEqual([]);

		await Promise.all([counter.engine.workActions(), counter.another().workActions()]);

		expect(calls).toHaveLength(1);
		expect(await counter.seen()).toEqual(["Done."]);
		expect(await counter.shop.db.flowAction.findMany()).toMatchObject([{ state: "done", attempts: 1 }]);
	});

	test("keeps what the customer writes meanwhile waiting, and then answers it", async () => {
		const { hands } = outside("once");
		let rung = 0;
		const onInbox = () => {
			rung += 1;
		};
		const counter = await aCounter({ "ticket.flow.yaml": TICKET }, { hands, parts: { onInbox } });
		await counter.engine.receiveAndAnswer([writes("help")]);
		await counter.engine.receiveAndAnswer([writes("and now?")]);
		while ((await counter.engine.workInbox()) > 0);
		const waiting = await counter.shop.db.inbox.count({ where: { state: "waiting" } });
		const before = rung;

		await counter.engine.workActions();
		expect(rung - before).toBe(waiting);
		while ((await counter.engine.workInbox()) > 0);

		expect(waiting).toBeLessThanOrEqual(1);
		expect(await counter.thread()).toContain("> and now?");
		expect(await counter.seen()).toContain("Done.");
		expect(await counter.shop.db.inbox.count({ where: { state: "waiting" } })).toBe(0);
	});

	test("that may be repeated is tried again after a second", async () => {
		const { calls, hands } = outside("idempotent", (call) => {
			if (call === 1) throw new Error("the line is busy");
		});
		const counter = await aCounter({ "ticket.flow.yaml": TICKET }, { hands });
		await counter.engine.receiveAndAnswer([writes("help")]);

		await counter.engine.workActions();
		expect(await counter.engine.workActions()).toBe(0);
		expect(await counter.engine.nextDue()).toEqual(new Date(counter.shop.now().getTime() + 1000));
		counter.pass(1000);
		await counter.engine.workActions();

		expect(new Set(calls).size).toBe(1);
		expect(calls).toHaveLength(2);
		expect(await counter.seen()).toEqual(["Done."]);
	});

	test("that must happen once and died on the way is not repeated: a person looks", async () => {
		const { calls, hands } = outside("once");
		const counter = await aCounter({ "ticket.flow.yaml": TICKET }, { hands });
		await counter.engine.receiveAndAnswer([writes("help")]);
		await counter.shop.db.flowAction.updateMany({
			data: { state: "doing", attempts: 1, settledAt: counter.shop.now() },
		});

		counter.pass(121_000);
		await counter.engine.workActions();

		expect(calls).toEqual([]);
		expect(await counter.shop.db.flowAction.findMany()).toMatchObject([{ state: "unknown" }]);
		expect(await counter.seen()).not.toContain("Done.");
	});

	test("that is refused takes the flow's own way out", async () => {
		const { hands } = outside("once", () => {
			throw new Refusal("limit", "Too many tickets.");
		});
		const counter = await aCounter({ "ticket.flow.yaml": TICKET }, { hands });
		await counter.engine.receiveAndAnswer([writes("help")]);

		await counter.engine.workActions();

		expect(await counter.seen()).toEqual(["No: limit"]);
	});
});

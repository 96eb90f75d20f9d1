import { expect, test } from "vitest";
import { errandWork, type Keepers, replayErrand, takeBackErrands } from "#core/platform/keep-errands.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";

/** Keepers of those errands that are promised here. */
function keepersThat(keep: (name: string, payload: unknown) => Promise<void>): Keepers {
	const names = ["tell-flows", "fetch-media", "weigh-channel", "begin-day"];
	const keepers = names.map((name) => [name, (_: Shop, payload: unknown) => keep(name, payload)]);
	return Object.fromEntries(keepers) as Keepers;
}

function workOf({ shop, log }: TestShop, keepers: Keepers, owner = "worker-1") {
	return errandWork({ shop, keepers, owner, realNow: () => shop.now(), log });
}

test("a promise that is due is kept once, one for later at its time", async () => {
	const test = await aShop();
	const kept: unknown[] = [];
	const work = workOf(
		test,
		keepersThat(async (name, payload) => void kept.push([name, payload])),
	);
	const tomorrow = new Date("2026-03-11T00:00:00+03:00");
	await test.shop.later("weigh-channel", { messageId: "7" });
	await test.shop.later("begin-day", { day: "2026-03-11" }, { at: tomorrow });

	expect(await work()).toEqual(tomorrow);
	await work();
	expect(kept).toEqual([["weigh-channel", { messageId: "7" }]]);
	test.setNow(tomorrow);
	await work();

	expect(kept.at(-1)).toEqual(["begin-day", { day: "2026-03-11" }]);
	expect((await test.shop.db.errand.findMany()).map(({ state }) => state)).toEqual(["done", "done"]);
});

test("a promise that fails is tried again, ever later, until a person has to look; then it can be begun anew", async () => {
	const test = await aShop();
	let tries = 0;
	let broken = true;
	const work = workOf(
		test,
		keepersThat(async () => {
			tries += 1;
			if (broken) throw new Error("no way through");
		}),
	);
	await test.shop.later("weigh-channel", { messageId: "7" });

	await work();
	await work();
	expect(tries).toBe(1);
	for (let again = 0; again < 12; again++) {
		test.pass(600_000);
		await work();
	}
	expect(tries).toBe(10);
	const dead = await test.shop.db.errand.findFirstOrThrow();
	expect(dead).toMatchObject({ state: "dead", attempts: 10, error: "no way through" });
	broken = false;
	await replayErrand(test.shop, { id: dead.id });
	await work();

	expect(await test.shop.db.errand.findFirst()).toMatchObject({ state: "done" });
	await expect(replayErrand(test.shop, { id: dead.id })).rejects.toMatchObject({ code: "not-found" });
});

test("a refusal is an answer: it is not asked for again", async () => {
	const test = await aShop();
	const work = workOf(
		test,
		keepersThat(async () => {
			throw new Refusal("not-found", "The file is gone.");
		}),
	);
	await test.shop.later("fetch-media", { messageId: "7", index: 0 });

	await work();

	expect(await test.shop.db.errand.findFirst()).toMatchObject({
		state: "dead",
		attempts: 1,
		error: "The file is gone.",
	});
});

test("what happened to one customer is told in order, though another one's is slow", async () => {
	const test = await aShop();
	const told: string[] = [];
	let finish = () => {};
	const slow = new Promise<void>((done) => {
		finish = done;
	});
	const work = workOf(
		test,
		keepersThat(async (_, payload) => {
			const { diaryId, customerId } = payload as { diaryId: string; customerId: string };
			if (customerId === "ada" && diaryId === "1") await slow;
			told.push(`${customerId} ${diaryId}`);
		}),
	);
	for (const [diaryId, customerId] of [
		["1", "ada"],
		["2", "bob"],
		["3", "ada"],
		["4", "bob"],
	] as const)
		await test.shop.later("tell-flows", { diaryId, customerId, name: "cart.changed" });

	const working = work();
	await expect.poll(() => told).toEqual(["bob 2", "bob 4"]);
	finish();
	await working;

	expect(told).toEqual(["bob 2", "bob 4", "ada 1", "ada 3"]);
});

test("a promise whose worker died is kept by another one, and two workers never keep the same", async () => {
	const test = await aShop();
	const kept: string[] = [];
	const keepers = (owner: string) => keepersThat(async () => void kept.push(owner));
	await test.shop.later("weigh-channel", { messageId: "7" });
	await test.shop.db.errand.updateMany({
		data: { state: "doing", owner: "dead", attempts: 1, heldUntil: new Date(test.shop.now().getTime() + 300_000) },
	});
	for (let number = 0; number < 40; number++) await test.shop.later("weigh-channel", { messageId: String(number) });
	const [one, other] = [workOf(test, keepers("one"), "one"), workOf(test, keepers("other"), "other")];

	await Promise.all([one(), other()]);
	expect(kept.length).toBe(40);
	test.pass(300_001);
	await Promise.all([one(), other()]);

	expect(kept.length).toBe(41);
});

test("a promise made again under its key while it is being kept is not lost", async () => {
	const test = await aShop();
	let kept = 0;
	const work = workOf(
		test,
		keepersThat(async () => {
			kept += 1;
			if (kept === 1) await test.shop.later("begin-day", { day: "2026-03-11" }, { key: "day" });
		}),
	);
	await test.shop.later("begin-day", { day: "2026-03-10" }, { key: "day" });

	await work();
	await work();

	expect(kept).toBe(2);
});

test("what a killed worker was at is kept as soon as its successor bears its name, and by nobody else before", async () => {
	const test = await aShop();
	const kept: string[] = [];
	await test.shop.later("weigh-channel", { messageId: "7" });
	const dying = keepersThat(() => new Promise(() => {}));
	void workOf(test, dying)();
	await expect.poll(() => test.shop.db.errand.count({ where: { state: "doing" } })).toBe(1);
	const keepers = keepersThat(async (name) => void kept.push(name));

	await workOf(test, keepers, "worker-2")();
	expect(kept).toEqual([]);
	expect(await takeBackErrands(test.shop, { owner: "worker-1" })).toBe(1);
	await workOf(test, keepers)();

	expect(kept).toEqual(["weigh-channel"]);
});

test("each process keeps its share alone, and knows when the next of its own is due", async () => {
	const test = await aShop();
	const kept: unknown[] = [];
	const keepers = keepersThat(async (name, payload) => void kept.push([name, payload]));
	const tomorrow = new Date("2026-03-11T00:00:00+03:00");
	const only = errandWork({
		...test,
		keepers,
		share: { only: ["fetch-media"] },
		owner: "bots",
		realNow: test.shop.now,
	});
	const rest = errandWork({
		...test,
		keepers,
		share: { but: ["fetch-media"] },
		owner: "worker",
		realNow: test.shop.now,
	});
	await test.shop.later("fetch-media", { messageId: "7", index: 0 });
	await test.shop.later("weigh-channel", { messageId: "8" });
	await test.shop.later("fetch-media", { messageId: "9", index: 0 }, { at: tomorrow });

	expect(await rest()).toBeUndefined();
	expect(kept).toEqual([["weigh-channel", { messageId: "8" }]]);
	expect(await only()).toEqual(tomorrow);
	expect(kept.slice(1)).toEqual([["fetch-media", { messageId: "7", index: 0 }]]);
});

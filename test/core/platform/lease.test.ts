import { expect, test } from "vitest";
import { type Lease, takeName } from "#core/platform/lease.ts";
import { manualTimers } from "#test/support/manual-timers.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";

async function aBearer(test: TestShop) {
	const timers = manualTimers((milliseconds) => test.pass(milliseconds));
	const losses: string[] = [];
	const lease: Lease = await takeName({
		database: test.database,
		kind: "sender telegram:7000001",
		owner: "this process",
		timers,
		realNow: () => test.shop.now(),
		lost: () => void losses.push("lost"),
		log: test.log,
	});
	return { lease, timers, losses };
}

test("two processes bear different names, and a name given back is free again", async () => {
	const test = await aShop();
	const one = await aBearer(test);
	const other = await aBearer(test);
	expect([one.lease.name, other.lease.name]).toEqual(["sender telegram:7000001-1", "sender telegram:7000001-2"]);

	await one.lease.release();
	const next = await aBearer(test);

	expect(next.lease.name).toBe("sender telegram:7000001-1");
	await other.lease.release();
	await next.lease.release();
});

test("a bearer shows that it lives every five seconds", async () => {
	const test = await aShop();
	const { lease, timers } = await aBearer(test);
	const before = test.shop.now().getTime();

	timers.pass(5_000);

	const heartbeat = async () => (await test.shop.db.lease.findFirstOrThrow()).heartbeat.getTime();
	await expect.poll(heartbeat).toBe(before + 5_000);
	expect(lease.alive()).toBe(true);
	await lease.release();
});

test("a bearer that has slept too long does not trust its name any more", async () => {
	const test = await aShop();
	const { lease } = await aBearer(test);

	test.pass(15_000);

	expect(lease.alive()).toBe(false);
	await lease.release();
});

test("a bearer whose session is cut is told, and its name is free", async () => {
	const test = await aShop();
	const { lease, losses } = await aBearer(test);

	await test.database.pool.query(
		"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
	);

	await expect.poll(() => losses).toEqual(["lost"]);
	expect(lease.alive()).toBe(false);
	const next = await aBearer(test);
	expect(next.lease.name).toBe("sender telegram:7000001-1");
	await next.lease.release();
});

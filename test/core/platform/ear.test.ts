import { expect, onTestFinished, test } from "vitest";
import { openEar } from "#core/platform/ear.ts";
import { aShop } from "#test/support/shop.ts";

test("an ear whose connection was cut listens again, and says that it may have missed something", async () => {
	const { database, log } = await aShop();
	const heard: string[] = [];
	let wake = () => {};
	const next = () => new Promise<void>((resolve) => (wake = resolve));
	const note = (word: string) => {
		heard.push(word);
		wake();
	};
	const ear = await openEar({
		database,
		channel: "an_ear",
		heard: note,
		missed: () => note("missed"),
		log,
		wait: (_ms, then) => then(),
	});
	onTestFinished(() => ear.close());
	const tell = (word: string) => database.pool.query("SELECT pg_notify('an_ear', $1)", [word]);

	for (const step of [() => tell("one"), () => database.pool.query(CUT), () => tell("two")]) {
		const told = next();
		await step();
		await told;
	}

	expect(heard).toEqual(["one", "missed", "two"]);
});

const CUT =
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN an_ear'";

import { expect, test } from "vitest";
import { openGroupCommit } from "#core/flows/group-commit.ts";

/** A writer that ends when told, and remembers what went together. */
function aWriter() {
	const batches: { items: readonly string[]; end: (error?: Error) => void }[] = [];
	const write = (items: readonly string[]) =>
		new Promise<string[]>((resolve, reject) => {
			const end = (error?: Error) => (error ? reject(error) : resolve(items.map((item) => item.toUpperCase())));
			batches.push({ items, end });
		});
	return { batches, write, together: () => batches.map(({ items }) => items.join("")) };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test("what comes while two statements are under way goes together in the next", async () => {
	const { batches, write, together } = aWriter();
	const commit = openGroupCommit({ write, most: 3 });

	const all = Promise.all([..."abcdef"].map(commit));
	expect(together()).toEqual(["a", "b"]);
	batches[0]?.end();
	await soon();
	expect(together()).toEqual(["a", "b", "cde"]);
	for (const { end } of batches) end();
	await soon();
	batches.at(-1)?.end();

	expect(await all).toEqual([..."ABCDEF"]);
});

test("one bad item in a batch harms nobody else", async () => {
	const commit = openGroupCommit({
		underWay: 1,
		write: async (items: readonly string[]) => {
			if (items.includes("bad")) throw new Error("a bad row");
			return items;
		},
	});

	const ends = await Promise.allSettled(["first", "good", "bad", "fine"].map(commit));

	expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
});

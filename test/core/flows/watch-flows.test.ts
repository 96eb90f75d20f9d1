import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { watchFlows } from "#core/flows/watch-flows.ts";

const left: (() => void)[] = [];
afterEach(() => {
	for (const leave of left.splice(0)) leave();
});

test("a file that an editor saved by putting another in its place is still heard when it is written on", async () => {
	const { file, heard } = aWatchedFolder();
	writeFileSync(file("new"), "flow: hello # typo mended");
	renameSync(file("new"), file("hello.flow.yaml"));
	await heard();

	appendFileSync(file("hello.flow.yaml"), "\n# and once more");

	expect(await heard()).toBe("changed");
});

test("a folder that is made while the program runs is watched too, and one that goes ends nothing", async () => {
	const { file, heard } = aWatchedFolder();
	mkdirSync(file("offers"));
	await heard();

	writeFileSync(file("offers/weekend.yaml"), "offer: weekend");
	expect(await heard()).toBe("changed");
	rmSync(file("offers"), { recursive: true });
	expect(await heard()).toBe("changed");
	writeFileSync(file("hello.flow.yaml"), "flow: hello");
	expect(await heard()).toBe("changed");
});

test("a folder that goes and comes back is heard again", async () => {
	const { folder, file, heard } = aWatchedFolder();
	rmSync(folder, { recursive: true });
	mkdirSync(folder);
	writeFileSync(file("hello.flow.yaml"), "flow: hello");
	expect(await heard()).toBe("changed");

	appendFileSync(file("hello.flow.yaml"), "\n# mended");
	expect(await heard()).toBe("changed");
});

/** A folder with one file; `heard` comes true with the next change that is told. */
function aWatchedFolder() {
	const folder = mkdtempSync(join(tmpdir(), "watched-flows-"));
	const file = (name: string) => join(folder, name);
	writeFileSync(file("hello.flow.yaml"), "flow: hello # tpyo");
	let tell: (word: string) => void = () => {};
	let next = new Promise<string>((resolve) => {
		tell = resolve;
	});
	const renew = () => {
		next = new Promise((resolve) => {
			tell = resolve;
		});
	};
	const stop = watchFlows(folder, () => tell("changed"), 20);
	left.push(stop, () => rmSync(folder, { recursive: true, force: true }));
	const heard = async () => {
		const word = await next;
		renew();
		return word;
	};
	return { folder, file, heard };
}

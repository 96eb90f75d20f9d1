import { expect, test } from "vitest";
import { readRunLink, signRunLink } from "#core/flows/run-link.ts";
import { openSeal } from "#core/flows/seal.ts";

const run = "152118e8-fc76-83da-82e8-be987af53111";
const seal = openSeal("ours");

test("a link leads back to its run, and fits where Telegram takes 64 characters", () => {
	const payload = signRunLink(run, seal);

	expect(payload).toMatch(/^[\w-]{1,64}$/);
	expect(readRunLink(payload, seal)).toBe(run);
});

test.each([
	["another run under the same signature", signRunLink(run, seal).replace("152118e8", "152118e9")],
	["a signature of somebody else's", signRunLink(run, openSeal("theirs"))],
	["no signature", `r${run.replaceAll("-", "")}`],
	["an ordinary start link", "order"],
	["nothing", ""],
])("%s leads nowhere", (_words, payload) => {
	expect(readRunLink(payload, seal)).toBeUndefined();
});

test("runs and entries are sealed as ids their tables take, everything else as a short token", () => {
	expect(seal("run/a/b/1")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(seal("run/a/b/1")).toBe(seal("run/a/b/1"));
	expect(seal("token")).toMatch(/^[\w-]{22}$/);
	expect(openSeal("theirs")("token")).not.toBe(seal("token"));
});

import { afterEach, expect, test, vi } from "vitest";
import { send } from "#admin/web/api.ts";

/** A server that answers when it is told to. */
function aSlowServer() {
	const waiting: (() => void)[] = [];
	const fetched = vi.fn(
		(_path: string, _asked: RequestInit) =>
			new Promise<Response>((answer) => waiting.push(() => answer(new Response('{"done":true}')))),
	);
	vi.stubGlobal("fetch", fetched);
	const answer = () => {
		for (const one of waiting.splice(0)) one();
	};
	return { fetched, answer };
}
afterEach(() => vi.unstubAllGlobals());

test("a button pressed twice in a hurry asks once, and both presses hear the answer", async () => {
	const { fetched, answer } = aSlowServer();

	const presses = [send("POST", "/api/orders", { qty: 1 }), send("POST", "/api/orders", { qty: 1 })];
	answer();

	expect(await Promise.all(presses)).toEqual([{ done: true }, { done: true }]);
	expect(fetched).toHaveBeenCalledTimes(1);
});

test("what is pressed again after the answer, or means something else, is asked for", async () => {
	const { fetched, answer } = aSlowServer();

	const first = [send("POST", "/api/orders", { qty: 1 }), send("POST", "/api/orders", { qty: 2 })];
	answer();
	await Promise.all(first);
	const later = send("POST", "/api/orders", { qty: 1 });
	answer();
	await later;

	expect(fetched).toHaveBeenCalledTimes(3);
});

test("a text that goes back to what it was a moment ago is set to that again", async () => {
	const { fetched, answer } = aSlowServer();

	const drafts = ["a", "ab", "a"].map((text) => send("PUT", "/api/draft", { text }));
	answer();
	await Promise.all(drafts);

	expect(fetched.mock.calls.map(([, { body }]) => body)).toEqual(['{"text":"a"}', '{"text":"ab"}', '{"text":"a"}']);
});

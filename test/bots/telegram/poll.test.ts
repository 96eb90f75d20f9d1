import { describe, expect, test } from "vitest";
import { openHealth } from "#bots/health.ts";
import type { Answer, Call } from "#bots/telegram/call.ts";
import { TELEGRAM_HEALTH } from "#bots/telegram/health.ts";
import { parcelsOf } from "#bots/telegram/parcel.ts";
import { poll } from "#bots/telegram/poll.ts";
import type { Receive } from "#core/delivery/channel.ts";

const NOW = new Date("2026-03-01T09:00:00Z");
const update = (id: number) => ({
	update_id: id,
	message: { message_id: id, date: 1_772_355_600, chat: { id: 42, type: "private" }, text: `№${id}` },
});
const yes = (...ids: number[]): Answer => ({ kind: "yes", result: ids.map(update) });
const no = (code: number, description: string, retryAfter?: number): Answer => ({
	kind: "no",
	code,
	description,
	...(retryAfter !== undefined && { retryAfter }),
});
const CONFLICT = no(409, "Conflict: terminated by other getUpdates request");
const silence: Answer = { kind: "unanswered", reason: "socket hang up" };

/** Runs a poller against scripted answers; it stops when they are used up. */
async function polling(
	answers: readonly Answer[],
	{ position = null, receive }: { position?: string | null; receive?: Receive } = {},
) {
	const stopping = new AbortController();
	const script = [...answers];
	const asked: Call<"getUpdates">["params"][] = [];
	const others: string[] = [];
	const pauses: number[] = [];
	const kept: { texts: string[]; next: string | undefined }[] = [];
	const states: string[] = [];
	const log = (message: string, fields?: Record<string, unknown>) =>
		void states.push(String(fields?.detail ?? message));
	const health = openHealth({
		log: { info: log, warn: log, error: log },
		now: () => NOW,
		account: "telegram:1",
		words: TELEGRAM_HEALTH,
	});
	await poll(
		{
			async call(call) {
				if (call.method !== "getUpdates") {
					others.push(call.method);
					return { kind: "yes", result: true };
				}
				asked.push(call.params as Call<"getUpdates">["params"]);
				const answer = script.shift();
				if (!answer) stopping.abort();
				return answer ?? silence;
			},
			timeout: 60_000,
			unpack: (updates) => parcelsOf(updates, { account: "telegram:1", at: NOW }),
			receive:
				receive ??
				(async (parcels, next) => {
					kept.push({
						texts: parcels.map(({ heard }) => (heard.what.kind === "message" ? heard.what.text : heard.what.kind)),
						next,
					});
				}),
			health,
			now: () => NOW,
			wait: async (ms) => void pauses.push(ms),
			random: () => 0.5,
			signal: stopping.signal,
		},
		position,
	);
	return { asked, others, pauses, kept, states, health: health.now(), offsets: asked.map(({ offset }) => offset) };
}

describe("updates are confirmed only when they are safe", () => {
	test("a batch is committed before the next is asked for, behind the last one received", async () => {
		const { kept, offsets } = await polling([yes(10, 11), yes(12)]);
		expect(kept).toEqual([
			{ texts: ["№10", "№11"], next: "12" },
			{ texts: ["№12"], next: "13" },
		]);
		expect(offsets).toEqual([undefined, 12, 13]);
	});

	test("polling goes on where the inbox stands, whatever else is written there", async () => {
		expect((await polling([], { position: "77" })).offsets).toEqual([77]);
		expect((await polling([], { position: "-1" })).offsets).toEqual([undefined]);
		expect((await polling([], { position: "rubbish" })).offsets).toEqual([undefined]);
	});

	test("an inbox that does not take a batch gets it again: nothing is lost", async () => {
		let tries = 0;
		const taken: string[] = [];
		const receive: Receive = async (parcels) => {
			tries += 1;
			if (tries === 1) throw new Error("the database is away");
			taken.push(...parcels.map(({ heard }) => heard.key));
		};
		const { offsets, pauses, states } = await polling([yes(10, 11), yes(10, 11)], { receive });
		expect(taken).toEqual(["10", "11"]);
		expect(offsets).toEqual([undefined, undefined, 12]);
		expect(pauses).toEqual([3_000]);
		expect(states[0]).toContain("the database is away");
	});

	test("after a week of silence ids start anew, lower perhaps, and are followed", async () => {
		const { kept, offsets } = await polling([yes(5_000), yes(12), yes(13)], { position: "5000" });
		expect(kept.map(({ next }) => next)).toEqual(["5001", "13", "14"]);
		expect(offsets).toEqual([5_000, 5_001, 13, 14]);
	});

	test("where new, lower ids come within one batch, the last one received counts", async () => {
		expect((await polling([yes(5_000, 12)])).offsets).toEqual([undefined, 13]);
	});

	test("a batch of rubbish is kept unread, and not asked for in circles", async () => {
		const { kept, pauses, offsets } = await polling([{ kind: "yes", result: ["?", null] }], { position: "5" });
		expect(kept).toEqual([{ texts: ["unread", "unread"], next: "5" }]);
		expect(pauses).toEqual([3_000]);
		expect(offsets).toEqual([5, 5]);
	});

	test("an update that nobody can read does not hold up the others", async () => {
		const { kept, offsets } = await polling([{ kind: "yes", result: [update(1), "?", update(3)] }]);
		expect(kept).toEqual([{ texts: ["№1", "unread", "№3"], next: "4" }]);
		expect(offsets).toEqual([undefined, 4]);
	});
});

describe("Telegram's bad days", () => {
	test("all kinds of updates are asked for at the start and after trouble, since the list sticks", async () => {
		const { asked } = await polling([yes(1), yes(2), silence, yes(3)]);
		expect(asked.map(({ allowed_updates }) => allowed_updates?.includes("message_reaction") ?? false)).toEqual([
			true,
			false,
			false,
			true,
			false,
		]);
		expect(asked[0]).toMatchObject({ limit: 100, timeout: 50 });
	});

	test.each<[string, Answer, number, string]>([
		["a reset", silence, 3_000, "socket hang up"],
		["no connection", { kind: "unsent", reason: "ECONNREFUSED" }, 3_000, "ECONNREFUSED"],
		["an error of Telegram's", no(502, "Bad Gateway"), 3_000, "Bad Gateway"],
		["a limit, for as long as it says", no(429, "Too Many Requests", 17), 17_000, "Too Many Requests"],
		[
			"a second poller, for a while that differs from its own",
			CONFLICT,
			9_000,
			CONFLICT.kind === "no" ? CONFLICT.description : "",
		],
	])("%s is waited out, and polling goes on", async (_, trouble, pause, detail) => {
		const { pauses, states, kept, health } = await polling([yes(1), trouble, yes(2)]);
		expect(pauses).toEqual([pause]);
		expect(states).toContain(detail);
		expect(kept.map(({ next }) => next)).toEqual(["2", "3"]);
		expect(health.state).toBe("ok");
	});

	test("after any conflict polling goes on within a minute", async () => {
		const { pauses } = await polling([CONFLICT, CONFLICT, CONFLICT, CONFLICT]);
		for (const pause of pauses) expect(pause).toBeLessThanOrEqual(60_000);
		expect(pauses).toHaveLength(4);
	});

	test("a webhook that somebody set is taken away, and what waits is kept", async () => {
		const { others } = await polling([no(409, "Conflict: can't use getUpdates method while webhook is active")]);
		expect(others).toEqual(["deleteWebhook"]);
	});

	test.each([401, 404])("a token that is refused with %i ends polling, and is shown", async (code) => {
		const { asked, health } = await polling([no(code, "Unauthorized"), yes(1)]);
		expect(asked).toHaveLength(1);
		expect(health).toMatchObject({ state: "unauthorized", detail: "Unauthorized" });
	});

	test("a server that answers nothing at once is not asked in circles", async () => {
		expect((await polling([yes(), yes()])).pauses).toEqual([1_000, 1_000]);
	});

	test("a state is told once, however long it lasts", async () => {
		const { states } = await polling([yes(1), silence, silence, silence, yes(2)]);
		expect(states).toHaveLength(3);
	});
});

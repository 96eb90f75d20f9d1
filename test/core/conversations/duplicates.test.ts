import { expect, test } from "vitest";
import { seeded } from "#core/chance.ts";
import type { Arrival } from "#core/conversations/receive.ts";
import { atNight } from "#test/support/at-night.ts";
import { aCounter, heard, presses, writes } from "#test/support/counter.ts";

const HELLO = `
flow: hello
title: Hello
purpose: service
stage: care
start: [{says: [hello]}]
steps:
  - say: Hello!
  - end: done
`;

/** P7 of channels-and-delivery.md §9: strangers whose messages come one to five times, a press or an album before anything else. */
test("whatever is told again or overtakes, each message is one row of one conversation of one customer, in its order", {
	timeout: atNight ? 600_000 : 120_000,
}, async () => {
	const counter = await aCounter({ "hello.flow.yaml": HELLO });
	const { shop, engine } = counter;
	const other = counter.another();
	const dice = seeded("p7");
	const chats = Array.from({ length: atNight ? 5_000 : 200 }, (_, index) => `chat-${index}`);
	const told = new Map(chats.map((chat) => [chat, whatComes(chat, dice)]));
	const firsts = interleaved([...told.values()], dice);
	let repeats: Arrival[] = [];

	while (firsts.length > 0) {
		const batch = firsts.splice(0, 120);
		const again = repeats.splice(0, 300);
		// The messenger tells it once more, to another process and among what is new.
		await Promise.all([engine.receive(batch), other.receive(again)]);
		await Promise.all([engine.workInbox(), other.workInbox()]);
		repeats = dice.shuffle([...repeats, ...batch.flatMap((one) => Array<Arrival>(dice.int(0, 4)).fill(one))]);
	}
	while (repeats.length > 0) await other.receive(repeats.splice(0, 400));
	while ((await engine.workInbox()) + (await other.workInbox()) > 0);

	const distinct = [...told.values()].flat().length;
	expect(await shop.db.inbox.count()).toBe(distinct);
	expect(await shop.db.inbox.count({ where: { state: { not: "done" } } })).toBe(0);
	expect(await shop.db.customer.count()).toBe(chats.length);
	expect(await shop.db.conversation.count()).toBe(chats.length);
	const lines = await shop.db.message.findMany({
		where: { direction: "heard", kind: "message" },
		orderBy: { id: "asc" },
		include: { conversation: { include: { chats: true } } },
	});
	const heardIn = new Map<string, string[]>();
	for (const { text, conversation } of lines) {
		const chat = conversation.chats[0]?.nativeId ?? "";
		heardIn.set(chat, [...(heardIn.get(chat) ?? []), text]);
	}
	for (const [chat, arrivals] of told) {
		const written = arrivals.flatMap(({ heard: { what } }) => (what.kind === "message" ? what.text : []));
		expect(heardIn.get(chat) ?? []).toEqual(written);
	}
});

/** A newcomer's press or album, or neither, and then some words. */
function whatComes(chat: string, dice: ReturnType<typeof seeded>): Arrival[] {
	const words = ["hello", "two", "three"].slice(0, dice.int(1, 3)).map((text) => writes(text, { chat }));
	if (dice.chance(0.2)) return [presses("a-button-of-nobody", { chat }), ...words];
	if (dice.chance(0.1)) return [...album(chat), ...words];
	return words;
}

function album(chat: string): Arrival[] {
	return Array.from({ length: 10 }, (_, at) => {
		const media = [{ kind: "photo" as const, ref: `${chat}-${at}` }];
		return heard({ kind: "message", id: `${chat}-${at}`, text: `photo ${at}`, media, album: chat }, { chat });
	});
}

/** Each chat keeps its order; which chat is next is a matter of chance. */
function interleaved(queues: readonly (readonly Arrival[])[], dice: ReturnType<typeof seeded>): Arrival[] {
	const order = dice.shuffle(queues.flatMap((queue, index) => queue.map(() => index)));
	const places = new Map<number, number>();
	return order.flatMap((index) => {
		const place = places.get(index) ?? 0;
		places.set(index, place + 1);
		return queues[index]?.[place] ?? [];
	});
}

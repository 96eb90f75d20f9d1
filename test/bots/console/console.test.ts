import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { consoleChannel } from "#bots/console/console.ts";
import { anInbox } from "#test/contracts/channel.ts";

const NOW = new Date("2026-03-01T09:00:00Z");

function aTerminal(left = () => {}, now = NOW) {
	const input = new PassThrough();
	const output = new PassThrough();
	const channel = consoleChannel({ input, output, now: () => now, styled: false, left });
	return { input, output, channel, printed: () => String(output.read() ?? "") };
}

test("a whole dialogue on a pipe is heard in order, and then the person has left", async () => {
	const inbox = anInbox();
	const gone = new Promise<string[]>((resolve) => {
		const told = () => resolve(inbox.all.map(({ what }) => (what.kind === "message" ? what.text : what.kind)));
		const { input, channel } = aTerminal(told);
		void channel.start(inbox.receive, null);
		input.end("раз\n\n  \nдва\nтри");
	});
	expect(await gone).toEqual(["раз", "два", "три"]);
});

test("lines of two evenings never share a key", async () => {
	const keys: string[] = [];
	for (const evening of ["2026-03-01T20:00:00Z", "2026-03-02T20:00:00Z"]) {
		const inbox = anInbox();
		const { input, channel } = aTerminal(undefined, new Date(evening));
		await channel.start(inbox.receive, null);
		input.write("Здравствуйте\n");
		keys.push((await inbox.next("message")).key);
		await channel.stop();
	}
	expect(new Set(keys).size).toBe(2);
});

test("a line that could not be kept is marked, and the terminal goes on", async () => {
	const inbox = anInbox();
	const { input, output, channel, printed } = aTerminal();
	let away = true;
	await channel.start(async (parcels) => {
		if (away) throw new Error("the database is away");
		await inbox.receive(parcels);
	}, null);
	input.write("раз\n");
	await once(output, "readable");
	expect(channel.health()).toMatchObject({ state: "down", detail: expect.stringContaining("the database is away") });
	expect(printed()).toContain("✗");
	away = false;
	input.write("два\n");
	expect((await inbox.next("message")).what).toMatchObject({ text: "два" });
	await channel.stop();
	expect(channel.health().state).toBe("ok");
});

test("a number pressed under the newest message only: an older menu is history", async () => {
	const inbox = anInbox();
	const { input, channel } = aTerminal();
	await channel.start(inbox.receive, null);
	const letter = { id: "l", attempt: 1, chat: "terminal" };
	await channel.deliver({ ...letter, content: { text: "?", buttons: [{ label: "Да", token: "y" }] } });
	await channel.deliver({ ...letter, content: { text: "Сколько пачек?\n1. одна\n2. две" } });
	input.write("1\n");
	expect((await inbox.next("message")).what).toMatchObject({ text: "1" });
	await channel.stop();
});

test("a terminal that is closed has been told nothing", async () => {
	const { output, channel } = aTerminal();
	output.end();
	const outcome = await channel.deliver({ id: "l", attempt: 1, chat: "terminal", content: { text: "Есть кто?" } });
	expect(outcome).toEqual({ outcome: "not-sent", reason: "The terminal is closed." });
});

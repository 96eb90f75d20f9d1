import { PassThrough } from "node:stream";
import { consoleChannel } from "#bots/console/console.ts";
import { channelContract } from "./channel.ts";

channelContract("console", async () => {
	const input = new PassThrough();
	const output = new PassThrough();
	const printed: string[] = [];
	output.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
	const channel = consoleChannel({ input, output, now: () => new Date("2026-03-01T09:00:00Z"), styled: false });
	const shown = () => printed.join("");
	return {
		channel,
		chat: "terminal",
		picture: "tea/assam.jpg",
		writes: (text) => void input.write(`${text}\n`),
		presses(label) {
			const number = new RegExp(`^ +(\\d+)\\. ${label}$`, "m").exec(shown())?.[1];
			input.write(`${number}\n`);
		},
		shown,
		close: () => channel.stop(),
	};
});

import { readConfig } from "#core/platform/config.ts";
import { openLog } from "#core/platform/log.ts";
import { fillDemo } from "../../demo.ts";
import { runProgram } from "../../run-program.ts";
import { consoleChannel } from "./console.ts";

/**
 * `npm run chat`: the shop in a terminal. The same program with one channel: what is typed goes through inbox, flows and
 * outbox into the same database as everything else. An empty database gets the demo shop.
 */
async function chat(): Promise<void> {
	const { input, output } = { input: process.stdin, output: process.stdout };
	let leave = () => {};
	const left = new Promise<void>((done) => {
		leave = done;
	});
	const running = await runProgram({
		config: { ...readConfig(), demo: false, services: ["bots", "worker"] },
		log: openLog({ level: "warn", forPeople: true }),
		tell: () => {},
		channels: ({ now }) => [consoleChannel({ input, output, now, styled: output.isTTY === true, left: leave })],
		fill: fillDemo,
	});
	output.write(
		"Пишите магазину (Ctrl-D — выйти). Попробуйте: заказать · Write to the shop (Ctrl-D leaves). Try: /order\n",
	);
	process.once("SIGINT", leave);
	process.once("SIGTERM", leave);
	await left;
	await running.stop();
	process.exit(0);
}

chat().catch((error) => {
	process.stderr.write(`${error?.stack ?? error}\n`);
	process.exit(1);
});

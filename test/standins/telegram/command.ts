/**
 * The stand-in as a process of its own, for demos, for benchmarks, and to be killed:
 *
 *     npx tsx test/standins/telegram/command.ts --port 8081 --token 1:t --limits off
 *
 * It prints `READY http://127.0.0.1:8081` when it listens.
 */
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { startTelegramStandin } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "0" },
		token: { type: "string", multiple: true, default: ["1:t"] },
		seed: { type: "string", default: "1" },
		factor: { type: "string", default: "1" },
		limits: { type: "string", default: "guided" },
		journal: { type: "string", default: "full" },
		strangers: { type: "string", default: "refused" },
		shuffle: { type: "boolean", default: false },
	},
});

const standin = await startTelegramStandin({
	port: Number(values.port),
	tokens: values.token,
	seed: Number(values.seed),
	clock: Number(values.factor),
	limits: oneOf("limits", values.limits, ["guided", "off"]),
	journal: oneOf("journal", values.journal, ["full", "counts"]),
	strangers: oneOf("strangers", values.strangers, ["refused", "welcome"]),
	shuffleWebhook: values.shuffle,
});

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void standin.close());
stdout.write(`READY ${standin.root}\n`);

function oneOf<const Word extends string>(option: string, value: string, words: readonly Word[]): Word {
	const word = words.find((one) => one === value);
	if (!word) throw new Error(`--${option} is ${words.join(" or ")}, not "${value}".`);
	return word;
}

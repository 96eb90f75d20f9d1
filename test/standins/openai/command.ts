/**
 * The stand-in as a process of its own, to be scripted over its control door, and to be killed:
 *
 *     npx tsx test/standins/openai/command.ts --port 8082 --key sk-standin
 *
 * It prints `READY http://127.0.0.1:8082/v1` when it listens.
 */
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { startOpenAiStandin } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "0" },
		key: { type: "string", multiple: true, default: ["sk-standin"] },
		seed: { type: "string", default: "1" },
		factor: { type: "string", default: "1" },
	},
});

const standin = await startOpenAiStandin({
	port: Number(values.port),
	keys: values.key,
	seed: Number(values.seed),
	clock: Number(values.factor),
});

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void standin.close());
stdout.write(`READY ${standin.baseUrl}\n`);

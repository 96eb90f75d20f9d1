/**
 * The stand-in as a process of its own, for demos, for benchmarks, and to be killed:
 *
 *     npx tsx test/standins/whatsapp-cloud/command.ts --port 8082 --token secret
 *
 * It prints `READY http://127.0.0.1:8082/v23.0` when it listens.
 */
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { startWhatsAppStandin } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "0" },
		token: { type: "string", default: "stand-in-token" },
		"app-secret": { type: "string", default: "stand-in-app-secret" },
		"phone-id": { type: "string", default: "106540352242922" },
		seed: { type: "string", default: "1" },
		factor: { type: "string", default: "1" },
		limits: { type: "string", default: "guided" },
	},
});
if (values.limits !== "guided" && values.limits !== "off") throw new Error("--limits is guided or off.");

const standin = await startWhatsAppStandin({
	port: Number(values.port),
	facts: { token: values.token, appSecret: values["app-secret"], phoneId: values["phone-id"] },
	seed: Number(values.seed),
	clock: Number(values.factor),
	limits: values.limits,
});

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void standin.close());
stdout.write(`READY ${standin.root}\n`);

/**
 * The stand-in as a process of its own:
 *
 *     npx tsx test/standins/whatsapp-web/command.ts --phone 79990000001
 *
 * It prints what WHATSAPP_WEB_URL_HOST_RULES has to be, and where its back door is.
 */
import { stdout } from "node:process";
import { parseArgs } from "node:util";
import { listenOnLoopback } from "../loopback.ts";
import { controlDoor } from "./control-door.ts";
import { startWhatsAppWebStandin } from "./server.ts";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: "0" },
		control: { type: "string", default: "0" },
		phone: { type: "string", default: "79990000001" },
	},
});

const standin = await startWhatsAppWebStandin({ port: Number(values.port), phone: values.phone });
const control = controlDoor(standin.service);
const door = await listenOnLoopback(
	(request, response) => void control.answer(request, response),
	Number(values.control),
);

for (const signal of ["SIGTERM", "SIGINT"] as const)
	process.once(signal, () => void Promise.all([standin.close(), door.close()]));
stdout.write(`READY ${door.root}/control/\nWHATSAPP_WEB_URL_HOST_RULES=${standin.hostRules}\n`);

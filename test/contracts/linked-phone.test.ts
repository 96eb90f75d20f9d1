import { afterAll } from "vitest";
import { linkedDesk, oneProcess } from "#test/bots/whatsapp/linked-counter.ts";
import { startWhatsAppWebStandin, type WhatsAppWebStandin } from "#test/standins/whatsapp-web/server.ts";
import { channelContract } from "./channel.ts";

let standin: WhatsAppWebStandin | undefined;
const phone = oneProcess();
let people = 0;

afterAll(async () => {
	await phone.end();
	await standin?.close();
});

channelContract("a linked phone", async () => {
	standin ??= await startWhatsAppWebStandin();
	const { service } = standin;
	const desk = await linkedDesk({ standin, otherwise: { open: phone.open } });
	desk.channel.linking?.hear(() => {
		if (desk.channel.linking?.now().state === "scan") service.scan();
	});
	// Each test has a customer of its own: the phone remembers what was written to others.
	people += 1;
	const chat = service.addPerson({ name: "Ada", phone: String(79990000100 + people) });
	const shown = () =>
		service
			.sees(chat)
			.map(({ text }) => text)
			.join("\n");
	return {
		channel: desk.channel,
		chat,
		picture: "tea/assam.gif",
		async writes(text) {
			await desk.until(
				() => desk.channel.health().state !== "connecting" && desk.channel.health().state !== "unauthorized",
			);
			service.write(chat, { text });
		},
		presses(label) {
			const number = new RegExp(`^(\\d+)\\. ${label}$`, "m").exec(shown())?.[1];
			service.write(chat, { text: String(number) });
		},
		shown,
		close: () => desk.channel.stop(),
	};
});

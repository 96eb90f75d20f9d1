import { z } from "zod";
import { type BackDoor, openBackDoor, type Routes } from "../back-door.ts";
import type { Service } from "./service.ts";

/** The back door over HTTP, for what runs beside the page: be the phone's owner, be a customer, let things go wrong. */
export function controlDoor(service: Service): BackDoor {
	return openBackDoor(routesOf(service));
}

function routesOf(service: Service): Routes {
	return {
		"POST people": (asked) => ({ chat: service.addPerson(person.parse(asked)) }),
		"POST scan": () => service.scan(),
		"POST refresh": () => service.refresh(),
		"POST remove": () => service.remove(),
		"POST reload": () => service.reload(),
		"POST hang": () => service.hang(),
		"POST forget": () => service.forgetUnsent(),
		"POST state": (asked) => service.setState(state.parse(asked).state),
		"POST acks": (asked) => service.setAcks(acks.parse(asked).mode),
		"POST write": (asked) => {
			const { chat, ...said } = writing.parse(asked);
			return service.write(chat, said);
		},
		"POST phone": (asked) => {
			const { chat, ...said } = writing.parse(asked);
			return service.writeOnPhone(chat, said);
		},
		"POST react": (asked) => {
			const { chat, key, emoji } = reaction.parse(asked);
			service.react(chat, key, emoji);
		},
		"POST read": (asked) => service.read(inChat.parse(asked).chat),
		"GET sights": (asked) => service.sees(inChat.parse(asked).chat),
		"GET facts": () => ({ pages: service.pages, code: service.code ?? null, unsent: service.unsent.length }),
	};
}

const person = z.strictObject({
	name: z.string().min(1),
	phone: z.string().regex(/^\d{7,15}$/),
	lid: z.string().regex(/^\d+$/).exactOptional(),
});
const state = z.strictObject({
	state: z.enum([
		"CONNECTED",
		"CONFLICT",
		"OPENING",
		"PAIRING",
		"TIMEOUT",
		"UNPAIRED",
		"UNPAIRED_IDLE",
		"TOS_BLOCK",
		"SMB_TOS_BLOCK",
		"PROXYBLOCK",
		"DEPRECATED_VERSION",
	]),
});
const acks = z.strictObject({ mode: z.enum(["none", "server", "device", "read", "error"]) });
const inChat = z.strictObject({ chat: z.string() });
const writing = z.strictObject({ chat: z.string(), text: z.string(), replyTo: z.string().exactOptional() });
const reaction = z.strictObject({ chat: z.string(), key: z.string(), emoji: z.string() });

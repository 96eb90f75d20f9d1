import { z } from "zod";
import { type BackDoor, clockRoutes, faultRoutes, openBackDoor, type Routes, route } from "../back-door.ts";
import type { WhatsAppStandin } from "./server.ts";

/** The back door, for tests and the demo: act as a customer, script faults, move the clock, read the truth. */
export function controlDoor(standin: WhatsAppStandin): BackDoor {
	return openBackDoor(routesOf(standin));
}

function routesOf(standin: WhatsAppStandin): Routes {
	const { service, journal, clock } = standin;
	return {
		"POST customers": route(customer, (facts) => standin.addCustomer(facts)),
		"GET customers": () => [...service.world.people.values()],
		"POST act": route(action, (asked) => standin.act(asked.as, asked.deed)),
		"POST cap": route(cap, (asked) => standin.cap(asked.person, asked.how)),
		"POST webhook": route(z.strictObject({ url: z.url(), verifyToken: z.string() }), (asked) =>
			standin.subscribe(asked.url, asked.verifyToken),
		),
		"POST webhook/habits": route(habits, ({ omitted, ...asked }) => {
			standin.misbehave({ ...asked, ...(omitted && { omitted }) });
		}),
		"POST webhook/release": () => service.webhook.release(),
		"POST templates": route(template, (given) => standin.judge(given)),
		"GET templates": () => service.templates,
		...faultRoutes(service.faults),
		...clockRoutes(clock),
		"GET chat": route(z.object({ person: z.string() }), ({ person }) => standin.screen(person)),
		"GET sights": route(z.object({ person: z.string() }), ({ person }) => standin.sees(person)),
		"GET calls": route(z.object({ method: z.string().exactOptional() }), ({ method }) => standin.calls(method)),
		"GET deliveries": () => [...journal.deliveries.values()],
		"GET bills": () => journal.bills,
		"GET visits": () => journal.visits,
		"GET violations": () => standin.violations(),
	};
}

const customer = z.strictObject({
	name: z.string().min(1),
	phone: z.string().exactOptional(),
	username: z.string().exactOptional(),
	hidesPhone: z.boolean().exactOptional(),
	installed: z.boolean().exactOptional(),
	online: z.boolean().exactOptional(),
	reads: z.boolean().exactOptional(),
});

const base64 = z.base64().transform((text) => Buffer.from(text, "base64"));
const words = z.string();
const deed = z.discriminatedUnion("do", [
	z.strictObject({ do: z.literal("write"), text: words, replyTo: words.exactOptional() }),
	z.strictObject({ do: z.literal("enter"), text: words, title: words.exactOptional(), click: words.exactOptional() }),
	z.strictObject({ do: z.literal("press"), choice: words, wamid: words.exactOptional() }),
	z.strictObject({ do: z.literal("forge"), id: words, wamid: words }),
	z.strictObject({
		do: z.literal("send"),
		kind: z.enum(["image", "video", "document", "audio", "sticker", "voice"]),
		caption: words.exactOptional(),
		bytes: base64.exactOptional(),
		mime: words.exactOptional(),
		name: words.exactOptional(),
	}),
	z.strictObject({
		do: z.literal("locate"),
		latitude: z.number(),
		longitude: z.number(),
		name: words.exactOptional(),
		address: words.exactOptional(),
	}),
	z.strictObject({ do: z.literal("contact"), of: z.strictObject({ name: words, phone: words }).exactOptional() }),
	z.strictObject({
		do: z.literal("order"),
		items: z.array(z.strictObject({ product: words, qty: z.number().int().positive() })),
		text: words.exactOptional(),
	}),
	z.strictObject({ do: z.literal("react"), wamid: words, emoji: words.nullable() }),
	...(["read", "offline", "online", "block", "unblock", "stop", "resume"] as const).map((word) =>
		z.strictObject({ do: z.literal(word) }),
	),
]);

const action = z.strictObject({ as: words, deed });
const cap = z.strictObject({ person: words, how: z.enum(["no", "at once", "after"]) });

const habits = z.strictObject({
	batch: z.number().int().positive().exactOptional(),
	duplicates: z.number().min(0).max(1).exactOptional(),
	shuffle: z.boolean().exactOptional(),
	held: z.boolean().exactOptional(),
	omitted: z.array(z.enum(["sent", "delivered", "read", "failed"])).exactOptional(),
});

const template = z.strictObject({
	name: z.string().regex(/^[a-z0-9_]{1,512}$/),
	language: words,
	category: z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]),
	status: z.enum(["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"]),
	body: z.string().min(1).max(1024),
	buttons: z.array(words).exactOptional(),
});

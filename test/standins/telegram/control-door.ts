import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { type BackDoor, clockRoutes, faultRoutes, openBackDoor, type Routes, route } from "../back-door.ts";
import type { Happening } from "./journal.ts";
import type { TelegramStandin } from "./server.ts";

/** The back door, for tests and the demo: act as a customer, script faults, move the clock, read the truth. */
export function controlDoor(standin: TelegramStandin): BackDoor {
	const door = openBackDoor(routesOf(standin));
	return {
		async answer(request, response) {
			const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
			if (request.method === "GET" && pathname === "/control/events") stream(standin, request, response, searchParams);
			else await door.answer(request, response);
		},
	};
}

/** Everything that happens from now on, as server-sent events; `?chat=` and `?bot=` narrow it. */
function stream(
	standin: TelegramStandin,
	request: IncomingMessage,
	response: ServerResponse,
	search: URLSearchParams,
): void {
	response.writeHead(200, {
		"content-type": "text/event-stream",
		"cache-control": "no-store",
		connection: "keep-alive",
	});
	response.write(": here\n\n");
	const chat = search.get("chat");
	const bot = search.get("bot");
	const stop = standin.watch((happening) => {
		const about = happening.kind === "sight" ? happening.sight : happening;
		if ((chat !== null && about.chat !== Number(chat)) || (bot !== null && about.bot !== Number(bot))) return;
		response.write(`event: ${happening.kind}\ndata: ${JSON.stringify(eventOf(happening))}\n\n`);
	});
	request.once("close", stop);
}

function eventOf(happening: Happening): unknown {
	return happening.kind === "sight" ? happening.sight : happening;
}

function routesOf(standin: TelegramStandin): Routes {
	const { journal, clock } = standin;
	return {
		"POST customers": route(customer, (facts) => standin.addCustomer(facts)),
		"GET customers": () => [...standin.service.world.people.values()],
		"POST act": route(action, (asked) => standin.act(asked.as, asked.deed)),
		"POST bots": route(newBot, ({ token, ...about }) => standin.addBot(token, about)),
		"GET bots": () =>
			[...standin.service.bots.values()].map(({ user, queue, webhook, allowed }) => ({
				...user,
				pending: queue.size,
				webhook: webhook.settings?.url ?? null,
				allowed: [...allowed],
			})),
		"POST groups": route(group, (plan) => ({ id: standin.addGroup(plan) })),
		"POST groups/kick": route(z.object({ group: z.number(), bot: z.number() }), (asked) =>
			standin.kickBot(asked.group, asked.bot),
		),
		"POST groups/upgrade": route(z.object({ group: z.number() }), (asked) => ({
			id: standin.upgradeGroup(asked.group),
		})),
		...faultRoutes(standin.service.faults),
		...clockRoutes(clock),
		"GET chat": route(chatQuery, ({ chat, bot }) => standin.screen(chat, bot)),
		"GET sights": route(sightQuery, (asked) => sightsAfter(standin, asked)),
		"GET calls": route(z.object({ method: z.string().exactOptional() }), ({ method }) => standin.calls(method)),
		"GET counts": () => journal.counts,
		"GET updates": () => [...journal.updates.values()],
		"GET violations": () => standin.violations(),
	};
}

/** Sights from a place on; with `wait` the answer comes when there is one, or after so many milliseconds. */
async function sightsAfter(
	standin: TelegramStandin,
	{ chat, bot, after = 0, wait = 0 }: z.infer<typeof sightQuery>,
): Promise<unknown> {
	const look = () => {
		const sights = standin.sees(chat, bot);
		return sights.length > after ? { next: sights.length, sights: sights.slice(after) } : undefined;
	};
	const nothing = { next: after, sights: [] };
	return wait > 0 ? standin.journal.until(look, wait, () => "").catch(() => nothing) : (look() ?? nothing);
}

const customer = z.strictObject({
	name: z.string().min(1),
	id: z.number().int().positive().exactOptional(),
	username: z.string().exactOptional(),
	language: z.string().exactOptional(),
	phone: z.string().exactOptional(),
});

const newBot = z.strictObject({
	token: z.string(),
	name: z.string().exactOptional(),
	username: z.string().exactOptional(),
});

const group = z.strictObject({
	title: z.string().min(1),
	forum: z.boolean().exactOptional(),
	basic: z.boolean().exactOptional(),
	id: z.number().int().negative().exactOptional(),
	members: z.array(z.number()).exactOptional(),
	bots: z.array(z.number()).exactOptional(),
	as: z.enum(["administrator", "member"]).exactOptional(),
});

const kinds = z.enum(["photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker"]);
const parcel = z.strictObject({
	kind: kinds,
	name: z.string().exactOptional(),
	mime: z.string().exactOptional(),
	/** Base64. */
	bytes: z
		.base64()
		.transform((text) => Buffer.from(text, "base64"))
		.exactOptional(),
	emoji: z.string().exactOptional(),
});

const doer = z.strictObject({
	person: z.number(),
	bot: z.number().exactOptional(),
	group: z.number().exactOptional(),
	thread: z.number().exactOptional(),
});
const messageId = z.number().exactOptional();
const deed = z.discriminatedUnion("do", [
	z.strictObject({ do: z.literal("write"), text: z.string(), replyTo: messageId }),
	z.strictObject({ do: z.literal("start"), payload: z.string().exactOptional() }),
	z.strictObject({ do: z.literal("send"), what: parcel, caption: z.string().exactOptional(), replyTo: messageId }),
	z.strictObject({ do: z.literal("album"), items: z.array(parcel), caption: z.string().exactOptional() }),
	z.strictObject({ do: z.literal("locate"), latitude: z.number(), longitude: z.number() }),
	z.strictObject({
		do: z.literal("contact"),
		of: z.strictObject({ name: z.string(), phone: z.string(), id: z.number().exactOptional() }).exactOptional(),
	}),
	z.strictObject({ do: z.literal("edit"), messageId: z.number(), text: z.string() }),
	z.strictObject({ do: z.literal("press"), button: z.string(), messageId }),
	z.strictObject({ do: z.literal("forge"), data: z.string(), messageId: z.number() }),
	z.strictObject({ do: z.literal("react"), messageId: z.number(), emoji: z.string().nullable() }),
	z.strictObject({ do: z.literal("block") }),
	z.strictObject({ do: z.literal("unblock") }),
	z.strictObject({ do: z.literal("deactivate") }),
	z.strictObject({ do: z.literal("pay"), messageId }),
]);

/** Who does what. */
const action = z.strictObject({ as: doer, deed });

const number = z.coerce.number();
const chatQuery = z.object({ chat: number, bot: number.exactOptional() });
const sightQuery = z.object({
	chat: number,
	bot: number.exactOptional(),
	after: number.exactOptional(),
	wait: number.exactOptional(),
});

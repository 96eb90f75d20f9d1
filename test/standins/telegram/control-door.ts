import type { IncomingMessage, ServerResponse } from "node:http";
import { type ZodType, z } from "zod";
import { readBody } from "../loopback.ts";
import type { Happening } from "./journal.ts";
import type { TelegramStandin } from "./server.ts";

/** The back door, for tests and the demo: act as a customer, script faults, move the clock, read the truth. */
export class ControlDoor {
	readonly #standin: TelegramStandin;
	readonly #routes: Record<string, Route>;

	constructor(standin: TelegramStandin) {
		this.#standin = standin;
		this.#routes = routesOf(standin);
	}

	/** Answers one request for `/control/…`. */
	async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
		const name = `${request.method} ${pathname.slice("/control/".length)}`;
		if (name === "GET events") return this.#stream(request, response, searchParams);
		const route = this.#routes[name];
		if (!route)
			return json(response, 404, { error: `There is no ${name}. There are: ${Object.keys(this.#routes).join(", ")}.` });
		const body = await readBody(request, 64 * 1024 * 1024);
		try {
			const asked: unknown =
				request.method === "POST" ? JSON.parse(body?.toString("utf8") || "{}") : Object.fromEntries(searchParams);
			json(response, 200, (await route(asked)) ?? null);
		} catch (error) {
			// Whoever calls this door is one of us: the reason in full is what helps.
			json(response, 400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
		}
	}

	/** Everything that happens from now on, as server-sent events; `?chat=` and `?bot=` narrow it. */
	#stream(request: IncomingMessage, response: ServerResponse, search: URLSearchParams): void {
		response.writeHead(200, {
			"content-type": "text/event-stream",
			"cache-control": "no-store",
			connection: "keep-alive",
		});
		response.write(": here\n\n");
		const chat = search.get("chat");
		const bot = search.get("bot");
		const stop = this.#standin.watch((happening) => {
			const about = happening.kind === "sight" ? happening.sight : happening;
			if ((chat !== null && about.chat !== Number(chat)) || (bot !== null && about.bot !== Number(bot))) return;
			response.write(`event: ${happening.kind}\ndata: ${JSON.stringify(eventOf(happening))}\n\n`);
		});
		request.once("close", stop);
	}
}

type Route = (asked: unknown) => unknown;

function eventOf(happening: Happening): unknown {
	return happening.kind === "sight" ? happening.sight : happening;
}

function route<Asked>(shape: ZodType<Asked>, answer: (asked: Asked) => unknown): Route {
	return (asked) => answer(shape.parse(asked));
}

function routesOf(standin: TelegramStandin): Record<string, Route> {
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
		"POST faults": route(fault, (asked) => {
			standin.fault(asked);
		}),
		"GET faults": () => standin.service.faults.list(),
		"DELETE faults": () => standin.service.faults.clear(),
		"GET clock": () => ({ now: clock.now() }),
		"POST clock": route(clockMove, ({ advance, factor }) => {
			if (factor !== undefined) clock.run(factor);
			if (advance !== undefined) clock.advance(advance);
			return { now: clock.now() };
		}),
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

const mishap = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("status"),
		status: z.number(),
		description: z.string().exactOptional(),
		retryAfter: z.number().exactOptional(),
	}),
	z.strictObject({ kind: z.literal("reset") }),
	z.strictObject({ kind: z.literal("half-open") }),
	z.strictObject({ kind: z.literal("delay"), milliseconds: z.number() }),
	z.strictObject({ kind: z.literal("cut") }),
	z.strictObject({ kind: z.literal("garbage") }),
]);

const fault = z.strictObject({
	mishap,
	when: z.enum(["before", "after"]),
	method: z.string().exactOptional(),
	chat: z.number().exactOptional(),
	times: z.number().int().positive().exactOptional(),
	chance: z.number().min(0).max(1).exactOptional(),
});

const clockMove = z.strictObject({
	advance: z.number().nonnegative().exactOptional(),
	factor: z.number().nonnegative().exactOptional(),
});
const number = z.coerce.number();
const chatQuery = z.object({ chat: number, bot: number.exactOptional() });
const sightQuery = z.object({
	chat: number,
	bot: number.exactOptional(),
	after: number.exactOptional(),
	wait: number.exactOptional(),
});

function json(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { type ZodType, z } from "zod";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import { readBody } from "./loopback.ts";

/** What a back door does, by method and path behind `/control/`: `POST customers`. */
export type Routes = Readonly<Record<string, Route>>;
export type Route = (asked: unknown) => unknown;

/** A route that is asked for something of a shape. */
export function route<Asked>(shape: ZodType<Asked>, answer: (asked: Asked) => unknown): Route {
	return (asked) => answer(shape.parse(asked));
}

/** Answers a request for `/control/…`. */
export type BackDoor = { answer(request: IncomingMessage, response: ServerResponse): Promise<void> };

/** A door to these routes: the words of a POST are JSON, those of others stand behind the `?`. */
export function openBackDoor(routes: Routes): BackDoor {
	return { answer: (request, response) => answer(routes, request, response) };
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
	const name = `${request.method} ${pathname.slice("/control/".length)}`;
	const wanted = routes[name];
	if (!wanted)
		return json(response, 404, { error: `There is no ${name}. There are: ${Object.keys(routes).join(", ")}.` });
	const body = await readBody(request, LONGEST);
	try {
		const asked: unknown =
			request.method === "POST" ? JSON.parse(body?.toString("utf8") || "{}") : Object.fromEntries(searchParams);
		json(response, 200, (await wanted(asked)) ?? null);
	} catch (error) {
		// Whoever calls this door is one of us: the reason in full is what helps.
		json(response, 400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
	}
}

const LONGEST = 64 * 1024 * 1024;

/** Moves the stand-in's time: on by so many milliseconds, or so many times as fast. */
export function clockRoutes(clock: Clock): Routes {
	return {
		"GET clock": () => ({ now: clock.now() }),
		"POST clock": route(clockMove, ({ advance, factor }) => {
			if (factor !== undefined) clock.run(factor);
			if (advance !== undefined) clock.advance(advance);
			return { now: clock.now() };
		}),
	};
}

const clockMove = z.strictObject({
	advance: z.number().nonnegative().exactOptional(),
	factor: z.number().nonnegative().exactOptional(),
});

/** Scripts, lists and ends faults. */
export function faultRoutes(faults: Faults): Routes {
	return {
		"POST faults": route(fault, (asked) => {
			faults.script(asked);
		}),
		"GET faults": () => faults.list(),
		"DELETE faults": () => faults.clear(),
	};
}

/** What goes wrong with a call. */
const mishap = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("status"),
		status: z.number().int(),
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
	/** As the messenger names its chats. */
	chat: z.union([z.number(), z.string()]).exactOptional(),
	times: z.number().int().positive().exactOptional(),
	chance: z.number().min(0).max(1).exactOptional(),
});

function json(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody } from "../loopback.ts";
import type { OpenAiStandin } from "./server.ts";

/** The back door, for a stand-in in a process of its own: script answers and faults, move the clock, read the journal. */
export async function answerControl(
	standin: OpenAiStandin,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const { pathname } = new URL(request.url ?? "", "http://127.0.0.1");
	const name = `${request.method} ${pathname.slice("/control/".length)}`;
	const deed = deeds[name];
	const body = await readBody(request, 1024 * 1024);
	try {
		if (!deed) throw new Error(`There is no ${name}. There are: ${Object.keys(deeds).join(", ")}.`);
		const told: unknown = JSON.parse(body?.toString("utf8") || "{}");
		send(response, 200, deed(standin, told) ?? null);
	} catch (error) {
		// Whoever calls this door is one of us: the reason in full is what helps.
		send(response, 400, { error: error instanceof z.ZodError ? z.prettifyError(error) : String(error) });
	}
}

const answers = z.union([
	z.object({ says: z.string() }),
	z.object({ calls: z.array(z.object({ name: z.string(), arguments: z.string() })) }),
]);
const mishaps = z.union([
	z.object({ kind: z.literal("status"), status: z.number().int(), retryAfter: z.number().exactOptional() }),
	z.object({ kind: z.enum(["reset", "half-open", "cut", "garbage"]) }),
	z.object({ kind: z.literal("delay"), milliseconds: z.number() }),
]);

const deeds: Readonly<Record<string, (standin: OpenAiStandin, told: unknown) => unknown>> = {
	"POST script": (standin, told) => standin.script(...z.array(answers).parse(told)),
	"POST obey": (standin, told) => standin.obey(z.object({ on: z.boolean().default(true) }).parse(told).on),
	"POST fault"(standin, told) {
		const { times, mishap } = z.object({ mishap: mishaps, times: z.number().int().optional() }).parse(told);
		standin.fault(mishap, times === undefined ? {} : { times });
	},
	"POST calm": (standin) => standin.faults.clear(),
	"POST advance": (standin, told) =>
		standin.clock.advance(z.object({ milliseconds: z.number() }).parse(told).milliseconds),
	"GET journal": ({ calls, violations }) => ({ calls, violations }),
};

function send(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

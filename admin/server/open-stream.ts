import type { ServerResponse } from "node:http";
import type { FastifyReply } from "fastify";

/** Makes the answer a stream of server-sent events: from now on it is written to by hand, past proxies that would keep it back. */
export function openStream(reply: FastifyReply): ServerResponse {
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(200, {
		"content-type": "text/event-stream",
		"cache-control": "no-cache, no-transform",
		"x-accel-buffering": "no",
	});
	raw.write(": open\n\n");
	return raw;
}

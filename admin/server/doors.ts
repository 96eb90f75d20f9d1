import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Door } from "#core/delivery/channel.ts";
import { Unauthorized } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

/**
 * The messengers' ways in: verified before the body is read, or over its very bytes where those are signed; answered only
 * when what was heard is committed.
 */
export function doorRoutes(server: Server, { doors }: ServerParts): void {
	if (doors.length === 0) return;
	server.register((scope, _options, done) => {
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, next) => next(null, body));
		for (const { door, receive } of doors) {
			const path = door.path.startsWith("/") ? door.path : `/${door.path}`;
			const common = { config: { act: "anybody" as const, rateLimit: false as const }, schema: { hide: true } };
			scope.post(
				path,
				{
					...common,
					bodyLimit: door.limit,
					onRequest: async (request) => {
						if (door.proof === "header") refuseForged(door.verify(request.headers, new Uint8Array()));
					},
				},
				async (request, reply) => {
					const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
					if (door.proof === "body") refuseForged(door.verify(request.headers, raw));
					await receive(door.hear(raw));
					return reply.status(200).send();
				},
			);
			if (door.greet) scope.get(path, { ...common }, greeting(door));
		}
		done();
	});
}

/** A messenger asks once whether this is the place; its own sign comes back to it as plain text. */
function greeting({ greet }: Door) {
	return async (request: FastifyRequest, reply: FastifyReply) => {
		const query = queryOf.parse(request.query);
		const sign = greet?.(query);
		refuseForged(sign !== undefined);
		return reply.type("text/plain").send(sign);
	};
}

/** A name said twice is none of Meta's. */
const queryOf = z.record(z.string(), z.union([z.string(), z.array(z.string()).transform(() => undefined)]));

function refuseForged(genuine: boolean): void {
	if (!genuine) throw new Unauthorized("This is not the messenger.");
}

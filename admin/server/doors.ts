import { Unauthorized } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

/** The messengers' ways in: verified before the body is read, answered only when what was heard is committed. */
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
					onRequest: async (request) => refuseForged(door.verify(request.headers, new Uint8Array())),
				},
				async (request, reply) => {
					const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
					await receive(door.hear(raw));
					return reply.status(200).send();
				},
			);
		}
		done();
	});
}

function refuseForged(genuine: boolean): void {
	if (!genuine) throw new Unauthorized("This is not the messenger.");
}

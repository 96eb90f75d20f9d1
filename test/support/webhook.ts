import type { Door, Receive } from "#core/delivery/channel.ts";
import { listenOnLoopback, readBody } from "#test/standins/loopback.ts";

/** A channel's door on a port of this machine, as admin/server opens it, for tests that run no admin. */
export type OpenDoor = {
	readonly url: string;
	/** Who takes what is heard; nobody: the messenger is told to come again. */
	takes(receive: Receive | undefined): void;
	close(): Promise<void>;
};

export async function openDoor(door: Door): Promise<OpenDoor> {
	let taker: Receive | undefined;
	const loopback = await listenOnLoopback((request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
		const end = (status: number, body = "") => void response.writeHead(status).end(body);
		if (pathname !== door.path) return end(404);
		if (request.method === "GET") {
			const sign = door.greet?.(Object.fromEntries(searchParams));
			return sign === undefined ? end(401) : end(200, sign);
		}
		readBody(request, door.limit)
			.then(async (raw) => {
				if (!raw) return end(413);
				if (!door.verify(request.headers, raw)) return end(401);
				if (!taker) return end(503);
				await taker(door.hear(raw));
				end(200);
			})
			.catch(() => end(500));
	});
	return {
		url: loopback.root + door.path,
		takes(receive) {
			taker = receive;
		},
		close: () => loopback.close(),
	};
}

import type { LiveEvent } from "#admin/contract/live.ts";
import { askerOfRoute, headersOf } from "./guard.ts";
import { openStream } from "./open-stream.ts";
import type { Server, ServerParts } from "./server.ts";

/** Where news come from; core/platform/news.ts in the product. */
export type LiveNews = {
	hear(listener: (news: readonly LiveEvent[]) => void): () => void;
	tell(topic: LiveEvent["topic"], id: string): void;
};

/** Often enough that no proxy takes a silent stream for a dead one. */
const HEARTBEAT_MS = 20_000;

/** A stream of ids of what changed. A browser that was away fetches its screens anew when it is back. */
export function liveRoutes(server: Server, { news, signIn }: ServerParts): void {
	server.get(
		"/api/live",
		{ config: { act: "signed-in", rateLimit: false }, schema: { hide: true } },
		(request, reply) => {
			const member = askerOfRoute(request).id;
			const raw = openStream(reply);
			const stop = news.hear((items) => {
				for (const item of items) raw.write(`data: ${JSON.stringify(item)}\n\n`);
				// Somebody changed who they are here: they may not be let in any more.
				if (items.some(({ topic, id }) => topic === "team" && id === member)) void beat();
			});
			const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
			request.raw.on("close", () => {
				clearInterval(heartbeat);
				stop();
			});

			/** Whoever was signed out in the meantime hears no more. */
			async function beat() {
				const found = await signIn.memberOf(headersOf(request)).catch(() => null);
				if (found) raw.write(": still here\n\n");
				else raw.end();
			}
		},
	);
}

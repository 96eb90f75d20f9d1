import { eventsQuery } from "#admin/contract/webhooks.ts";
import type { Shop } from "#core/shop.ts";
import { newestEntryId, readEntries } from "#core/webhooks/read-entries.ts";
import { askerOfRoute } from "./guard.ts";
import { maskAnswer } from "./mask-phones.ts";
import { openStream } from "./open-stream.ts";
import type { Server, ServerParts } from "./server.ts";

const LOOK_MS = 2_000;
const AT_ONCE = 500;

/**
 * What happens, as a stream for programs: who was away goes on from the last entry they had. An entry is handed out one look
 * after it was first seen, so that one with a lower number whose transaction was slower is not passed over.
 */
export function eventRoutes(server: Server, { shop, log }: ServerParts): void {
	server.get(
		"/api/events",
		{ config: { act: "read-events", rateLimit: false }, schema: { querystring: eventsQuery } },
		async (request, reply) => {
			const asker = askerOfRoute(request);
			const last = eventsQuery.safeParse({ after: request.headers["last-event-id"] }).data?.after;
			const from = last ?? request.query.after;
			let seen = await newestEntryId(shop);
			const reader = { after: from === undefined ? seen : BigInt(from) };

			const raw = openStream(reply);
			let timer: ReturnType<typeof setTimeout> | undefined;
			let closed = false;
			request.raw.on("close", () => {
				closed = true;
				clearTimeout(timer);
			});
			await look();

			async function look(): Promise<void> {
				try {
					if (!(await stands(shop, asker))) return void raw.end();
					await handOut(seen);
					seen = await newestEntryId(shop);
				} catch (error) {
					log.error("a stream of events broke off", { error });
					return void raw.end();
				}
				if (!closed) timer = setTimeout(() => void look(), LOOK_MS);
			}

			async function handOut(upTo: bigint): Promise<void> {
				for (;;) {
					const entries = await readEntries(shop, { after: reader.after, upTo, limit: AT_ONCE });
					for (const { id, entry } of entries) {
						raw.write(`id: ${id}\nevent: ${entry.type}\ndata: ${JSON.stringify(maskAnswer(entry, asker))}\n\n`);
						reader.after = id;
					}
					if (entries.length < AT_ONCE) break;
				}
				raw.write(": still here\n\n");
			}
		},
	);
}

/** Whoever was let in may have lost the key, the role or the session since. */
async function stands(shop: Shop, { id, cameBy }: ReturnType<typeof askerOfRoute>): Promise<boolean> {
	const member = await shop.db.member.findUnique({ where: { id }, select: { banned: true } });
	if (!member || member.banned) return false;
	switch (cameBy.way) {
		case "key":
			return (await shop.db.apiKey.count({ where: { id: cameBy.id, revokedAt: null } })) > 0;
		case "session":
			return (await shop.db.session.count({ where: { id: cameBy.id } })) > 0;
	}
}

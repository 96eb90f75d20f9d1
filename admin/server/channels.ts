import { z } from "zod";
import { type ChannelView, channels, linkingWish } from "#admin/contract/channels.ts";
import { type AccountState, listAccounts } from "#core/delivery/list-accounts.ts";
import { wishLinking } from "#core/delivery/wish-linking.ts";
import type { Server, ServerParts } from "./server.ts";

/** The shop's accounts at the messengers. A linked phone's code is a key to its chats, so all of it is the owner's alone. */
export function channelRoutes(server: Server, { shop, news }: ServerParts): void {
	server.get("/api/channels", { config: { act: "link-phones" }, schema: { response: { 200: channels } } }, async () => {
		const accounts = await listAccounts(shop);
		return accounts.map(present);
	});

	server.post(
		"/api/channels/:id/wish",
		{ config: { act: "link-phones" }, schema: { params: account, body: linkingWish, response: { 204: z.null() } } },
		async (request, reply) => {
			const { id } = request.params;
			await wishLinking(shop, { account: id, wish: request.body });
			// The process that has the phone listens.
			news.tell("account", id);
			return reply.status(204).send(null);
		},
	);
}

const account = z.strictObject({ id: z.string().max(100) });

function present({ health, since, heardAt, linkedAt, ...rest }: AccountState): ChannelView {
	const at = (moment: Date | null) => moment?.toISOString() ?? null;
	return { ...rest, state: health, since: at(since), heardAt: at(heardAt), linkedAt: at(linkedAt) };
}

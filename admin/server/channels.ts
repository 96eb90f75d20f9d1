import { z } from "zod";
import { type ChannelView, channels, linkingWish } from "#admin/contract/channels.ts";
import type { LinkingWish } from "#core/delivery/channel.ts";
import { type AccountState, listAccounts } from "#core/delivery/list-accounts.ts";
import type { Server, ServerParts } from "./server.ts";

/** Brings a wish to the process that has the phone; core/delivery/wish-linking.ts in the product. */
export type WishLinking = (wish: { account: string; wish: LinkingWish }) => Promise<void>;

/** The shop's accounts at the messengers. A linked phone's code is a key to its chats, so all of it is the owner's alone. */
export function channelRoutes(server: Server, { shop, wishLinking }: ServerParts): void {
	server.get("/api/channels", { config: { act: "link-phones" }, schema: { response: { 200: channels } } }, async () => {
		const accounts = await listAccounts(shop);
		return accounts.map(present);
	});

	server.post(
		"/api/channels/:id/wish",
		{ config: { act: "link-phones" }, schema: { params: account, body: linkingWish, response: { 204: z.null() } } },
		async (request, reply) => {
			await wishLinking({ account: request.params.id, wish: request.body });
			return reply.status(204).send(null);
		},
	);
}

const account = z.strictObject({ id: z.string().max(100) });

function present({ health, since, heardAt, linkedAt, ...rest }: AccountState): ChannelView {
	const at = (moment: Date | null) => moment?.toISOString() ?? null;
	return { ...rest, state: health, since: at(since), heardAt: at(heardAt), linkedAt: at(linkedAt) };
}

import { z } from "zod";
import {
	type ChannelReport,
	type ChannelView,
	channelReports,
	channelSwitch,
	channels,
	linkingWish,
} from "#admin/contract/channels.ts";
import { channelNamed } from "#core/delivery/channel-facts.ts";
import { type AccountState, listAccounts } from "#core/delivery/list-accounts.ts";
import { type ReportCard, readReportCards } from "#core/delivery/report-cards.ts";
import { switchChannel } from "#core/delivery/switch-channel.ts";
import { wishLinking } from "#core/delivery/wish-linking.ts";
import { writtenRules } from "#core/flows/sending-rules.ts";
import { Refusal } from "#core/refusal.ts";
import { askerOfRoute } from "./guard.ts";
import { memberNames } from "./member-names.ts";
import type { Server, ServerParts } from "./server.ts";

/** The shop's accounts at the messengers. A linked phone's code is a key to its chats, so all of it is the owner's alone. */
export function channelRoutes(server: Server, parts: ServerParts): void {
	const { shop, news } = parts;
	channelReportRoutes(server, parts);

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

/** How advertising does on each channel, and the owner's switch for it. */
function channelReportRoutes(server: Server, { shop, shopFacts, flowBook, openBook }: ServerParts): void {
	const { currency } = shopFacts;

	function cardsFor(language: string) {
		const { money, familyOf } = writtenRules(flowBook(), openBook());
		return readReportCards(shop, { language, rules: { ...money, familyOf, currency } });
	}

	server.get(
		"/api/channel-reports",
		{ config: { act: "link-phones" }, schema: { response: { 200: channelReports } } },
		async (request) => {
			const names = await memberNames(shop);
			const cards = await cardsFor(askerOfRoute(request).language);
			return cards.map((card) => presentCard(card, currency, names));
		},
	);

	server.post(
		"/api/channel-switches",
		{ config: { act: "link-phones" }, schema: { body: channelSwitch, response: { 204: z.null() } } },
		async (request, reply) => {
			const { id, language } = askerOfRoute(request);
			const { family, state } = request.body;
			const channel = channelNamed(request.body.channel);
			if (!channel) throw new Refusal("not-found", "There is no such channel.");
			const card = (await cardsFor(language)).find((one) => one.channel === channel && one.family === family);
			await switchChannel(shop, { channel, family, state, reason: card?.sentence ?? "", actor: `operator:${id}` });
			return reply.status(204).send(null);
		},
	);
}

function presentCard(card: ReportCard, currency: string, names: ReadonlyMap<string, string>): ChannelReport {
	const { channel, family, sent, answered, ordered, orders, cost, verdict, sentence, switchedOff } = card;
	const by = switchedOff?.actor.replace("operator:", "") ?? "";
	return {
		...{ channel, family, sent, answered, ordered, orders, verdict, sentence },
		cost: { minor: cost, currency },
		switchedOff: switchedOff && {
			at: switchedOff.at.toISOString(),
			by: names.get(by) ?? by,
			reason: switchedOff.reason,
		},
	};
}

const account = z.strictObject({ id: z.string().max(100) });

function present({ health, since, heardAt, linkedAt, ...rest }: AccountState): ChannelView {
	const at = (moment: Date | null) => moment?.toISOString() ?? null;
	return { ...rest, state: health, since: at(since), heardAt: at(heardAt), linkedAt: at(linkedAt) };
}

import { z } from "zod";
import { channelLine, decisionLog, decisionQuery, heldMessages } from "#admin/contract/sending.ts";
import { type Cost, readChannelLine } from "#core/delivery/channel-line.ts";
import { listHeld } from "#core/delivery/list-held.ts";
import { plainText } from "#core/delivery/markup.ts";
import { readDecisions } from "#core/delivery/read-decisions.ts";
import { writtenRules } from "#core/flows/sending-rules.ts";
import { instantOf } from "#core/zoned-time.ts";
import { askerOfRoute } from "./guard.ts";
import { maskPhones } from "./mask-phones.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";

const one = z.strictObject({ id: z.uuid() });

/** What the send planner knows and decided: the channel line over a thread, and a customer's decision log. */
export function sendingRoutes(server: Server, { shop, shopFacts, flowBook, openBook }: ServerParts): void {
	server.get(
		"/api/conversations/:id/channels",
		{ config: { act: "read-conversations" }, schema: { params: one, response: { 200: channelLine } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const conversationId = request.params.id;
			await refuseForeignTeam(shop, asker, conversationId);
			const prices = writtenRules(flowBook(), openBook()).money;
			const { language } = asker;
			const { preferred, channels } = await readChannelLine(shop, { conversationId, language, prices });
			return {
				preferred,
				channels: channels.map(({ heardAt, cappedUntil, window, cost, ...rest }) => ({
					...rest,
					cost: shownCost(cost, shopFacts.currency),
					heardAt: heardAt?.toISOString() ?? null,
					cappedUntil: cappedUntil?.toISOString() ?? null,
					window: window.state === "open" ? { ...window, until: window.until.toISOString() } : window,
				})),
			};
		},
	);

	server.get(
		"/api/conversations/:id/held",
		{ config: { act: "read-conversations" }, schema: { params: one, response: { 200: heldMessages } } },
		async (request) => {
			const asker = askerOfRoute(request);
			const conversationId = request.params.id;
			await refuseForeignTeam(shop, asker, conversationId);
			const items = (await listHeld(shop, { conversationId })).map(({ until, text, ...rest }) => ({
				...rest,
				until: until?.toISOString() ?? null,
				text: text && maskPhones(plainText(text), asker),
			}));
			return { items };
		},
	);

	server.get(
		"/api/customers/:id/decisions",
		{
			config: { act: "read-customers" },
			schema: { params: one, querystring: decisionQuery, response: { 200: decisionLog } },
		},
		async (request) => {
			const { language } = askerOfRoute(request);
			const { zone } = shopFacts;
			const day = request.query.day === undefined ? undefined : noonOf(request.query.day, zone);
			const about = { customerId: request.params.id, zone, language, ...(day && { day }) };
			const items = (await readDecisions(shop, about)).map(({ at, until, ...rest }) => ({
				...rest,
				at: at.toISOString(),
				until: until?.toISOString() ?? null,
			}));
			return { items };
		},
	);
}

function shownCost(cost: Cost, currency: string) {
	if (cost.is === "free") return { ...cost, until: cost.until?.toISOString() ?? null };
	const money = (minor: number) => ({ minor, currency });
	return { is: cost.is, service: money(cost.service), marketing: money(cost.marketing) };
}

/** Safe from clock changes: some days have no midnight. */
function noonOf(iso: string, zone: string): Date {
	const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
	return instantOf({ year, month, day, hour: 12 }, zone);
}

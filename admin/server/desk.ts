import { deskCode, deskCodeBody, deskState } from "#admin/contract/desk.ts";
import { Refusal } from "#core/refusal.ts";
import { makeDeskCode } from "#core/team/desk-code.ts";
import { may } from "#core/team/may.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

/** The desk in Telegram as far as it is set up behind the counter: who is known there, and codes to become known. */
export function deskRoutes(server: Server, { shop, deskAccount }: ServerParts): void {
	server.get(
		"/api/desk",
		{ config: { act: "read-conversations" }, schema: { response: { 200: deskState } } },
		async (request) => {
			const { id: memberId, role } = askerOfRoute(request);
			const account = deskAccount ?? "";
			const [bot, group, me] = await Promise.all([
				shop.db.account.findUnique({ where: { id: account } }),
				shop.db.deskGroup.findUnique({ where: { account } }),
				shop.db.deskMember.findUnique({ where: { account_memberId: { account, memberId } } }),
			]);
			return {
				exists: deskAccount !== undefined,
				bot: bot && { state: bot.health, detail: bot.healthDetail, since: bot.healthAt?.toISOString() ?? null },
				...{ hasGroup: group !== null, trouble: group?.trouble ?? null, knowsMe: me !== null },
				mayBindGroup: may(role, "lead-team"),
			};
		},
	);

	server.post(
		"/api/desk/codes",
		{
			config: { act: "read-conversations", rateLimit: { max: 20 } },
			schema: { body: deskCodeBody, response: { 200: deskCode } },
		},
		async (request) => {
			const { id: memberId, role } = askerOfRoute(request);
			const { opens } = request.body;
			if (!deskAccount) throw new Refusal("unavailable", "There is no desk: DESK_TELEGRAM_TOKEN is not set.");
			if (opens === "group" && !may(role, "lead-team"))
				throw new Refusal("not-allowed", "Only an owner or a lead makes a group the desk.");
			const { code, expiresAt } = await makeDeskCode(shop, { memberId, opens });
			return { code, expiresAt: expiresAt.toISOString() };
		},
	);
}

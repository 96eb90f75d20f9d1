import { z } from "zod";
import { proposal, proposalWish } from "#admin/contract/proposals.ts";
import { propose } from "#core/flows/propose.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import { askerOfRoute } from "./guard.ts";
import { refuseForeignTeam } from "./refuse-foreign-team.ts";
import type { Server, ServerParts } from "./server.ts";

/** A reply or a summary that the assistant proposes, where the shop has switched that on. Nothing is sent by it. */
export function proposalRoutes(server: Server, { shop, flowBook, rootsOf, scribe }: ServerParts): void {
	server.post(
		"/api/conversations/:id/proposal",
		{
			config: { act: "write-to-customers", rateLimit: { max: 20 } },
			schema: { params: z.strictObject({ id: z.uuid() }), body: proposalWish, response: { 200: proposal } },
		},
		async (request) => {
			const { id: memberId, language } = askerOfRoute(request);
			const conversationId = request.params.id;
			const { wish } = request.body;
			const conversation = await shop.db.conversation.findUnique({
				where: { id: conversationId },
				select: { id: true },
			});
			if (!conversation) throw new Refusal("not-found", "There is no such conversation.");
			await refuseForeignTeam(shop, askerOfRoute(request), conversationId);
			if (!scribe) throw new Refusal("not-found", "The assistant writes nothing here: OPENAI_DRAFTS is off.");
			// Words of the customer's leave the house, if masked.
			await noteAudit(shop, {
				...{ actor: `operator:${memberId}`, act: "assistant.ask", thing: `conversation:${conversationId}` },
				after: { wish },
			});
			const parts = { scribe, book: flowBook(), rootsOf };
			return { text: await propose(shop, parts, { conversationId, wish, memberId, language }) };
		},
	);
}

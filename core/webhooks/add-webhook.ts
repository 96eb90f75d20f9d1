import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { newestEntryId } from "./read-entries.ts";
import { makeSigningSecret } from "./signature.ts";
import type { WebhookEvent } from "./webhook-events.ts";

/** An address is told from now on. Gives its secret: the only time that anybody sees it. */
export async function addWebhook(
	shop: Shop,
	{ url, events, actor }: Told & { actor: string },
): Promise<{ id: string; secret: string }> {
	const secret = makeSigningSecret();
	return shop.atomically(async (inside) => {
		const newest = await newestEntryId(inside);
		const now = inside.now();
		const { id } = await inside.db.webhook.create({
			data: {
				...{ url, events: [...new Set(events)], secret, actor, createdAt: now },
				...{ settledId: newest, markId: newest, markAt: now },
			},
		});
		await noteAudit(inside, { actor, act: "webhook.add", thing: `webhook:${id}`, after: { url, events } });
		return { id, secret };
	});
}

/** What an address is told of. */
export type Told = { readonly url: string; readonly events: readonly WebhookEvent[] };

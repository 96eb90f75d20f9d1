import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { newestEntryId } from "./read-entries.ts";
import { makeSigningSecret } from "./signature.ts";
import type { WebhookEvent } from "./webhook-events.ts";

/** The old secret signs beside the new one for so long. */
const BOTH_SIGN_MS = 24 * 3_600_000;

type Told = { readonly url: string; readonly events: readonly WebhookEvent[] };

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

/** Another address, or other events. */
export async function changeWebhook(
	shop: Shop,
	{ id, url, events, actor }: Told & { id: string; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await existing(inside, id);
		await inside.db.webhook.update({ where: { id }, data: { url, events: [...new Set(events)] } });
		await noteAudit(inside, {
			...{ actor, act: "webhook.change", thing: `webhook:${id}` },
			...{ before: { url: before.url, events: before.events }, after: { url, events } },
		});
	});
}

/** Off waits with what happens; on goes on where it stopped. */
export async function switchWebhook(
	shop: Shop,
	{ id, state, actor }: { id: string; state: "on" | "off"; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const before = await existing(inside, id);
		await inside.db.webhook.update({ where: { id }, data: { state, failingSince: null } });
		if (state === "on")
			await inside.db.webhookDelivery.updateMany({
				where: { webhookId: id, state: "waiting" },
				data: { attempts: 0, dueAt: inside.now() },
			});
		const states = { before: before.state, after: state };
		await noteAudit(inside, { actor, act: "webhook.switch", thing: `webhook:${id}`, ...states });
	});
}

/** A new secret; the old one signs beside it for a day, so that the receiver may change in peace. */
export async function rotateWebhookSecret(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<string> {
	const secret = makeSigningSecret();
	await shop.atomically(async (inside) => {
		const { secret: oldSecret } = await existing(inside, id);
		const oldSecretUntil = new Date(inside.now().getTime() + BOTH_SIGN_MS);
		await inside.db.webhook.update({ where: { id }, data: { secret, oldSecret, oldSecretUntil } });
		await noteAudit(inside, { actor, act: "webhook.rotate", thing: `webhook:${id}` });
	});
	return secret;
}

/** The address is told nothing more, and its log is gone. */
export async function removeWebhook(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<void> {
	await shop.atomically(async (inside) => {
		const { url, events } = await existing(inside, id);
		await inside.db.webhook.delete({ where: { id } });
		await noteAudit(inside, { actor, act: "webhook.remove", thing: `webhook:${id}`, before: { url, events } });
	});
}

/** An entry is told once more, or one that the address will never take is given up so that others get past it. */
export async function settleDelivery(
	shop: Shop,
	{ id, webhookId, wish, actor }: { id: string; webhookId: string; wish: "again" | "skip"; actor: string },
): Promise<void> {
	await shop.atomically(async (inside) => {
		const { count } = await inside.db.webhookDelivery.updateMany({
			where: { id, webhookId, ...(wish === "skip" && { state: "waiting" }) },
			data: wish === "again" ? { state: "waiting", attempts: 0, dueAt: inside.now() } : { state: "skipped" },
		});
		if (count === 0) throw new Refusal("not-found", "There is no such delivery.");
		await noteAudit(inside, { actor, act: `webhook.${wish}`, thing: `webhook:${webhookId}`, after: { delivery: id } });
	});
}

async function existing(inside: Shop, id: string) {
	const found = await inside.db.webhook.findUnique({ where: { id } });
	if (!found) throw new Refusal("not-found", "There is no such webhook.");
	return found;
}

import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { existingWebhook } from "./existing-webhook.ts";
import { makeSigningSecret } from "./signature.ts";

/** The old secret signs beside the new one for so long. */
const BOTH_SIGN_MS = 24 * 3_600_000;

/** A new secret; the old one signs beside it for a day, so that the receiver may change in peace. */
export async function rotateWebhookSecret(shop: Shop, { id, actor }: { id: string; actor: string }): Promise<string> {
	const secret = makeSigningSecret();
	await shop.atomically(async (inside) => {
		const { secret: oldSecret } = await existingWebhook(inside, id);
		const oldSecretUntil = new Date(inside.now().getTime() + BOTH_SIGN_MS);
		await inside.db.webhook.update({ where: { id }, data: { secret, oldSecret, oldSecretUntil } });
		await noteAudit(inside, { actor, act: "webhook.rotate", thing: `webhook:${id}` });
	});
	return secret;
}

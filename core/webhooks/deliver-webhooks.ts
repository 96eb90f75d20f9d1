import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { backOff, isGivenUp } from "./back-off.ts";
import { ENTRY, presentEntry } from "./present-entry.ts";
import { signatureHeaders } from "./signature.ts";

/** Brings a body to an address outside; core/platform/post-outside.ts in the product. */
export type Post = (
	url: string,
	letter: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<Posted>;

/** `text`: the beginning of the answer. */
export type Posted = { readonly tookMs: number } & (
	| { readonly outcome: "answered"; readonly status: number; readonly text: string }
	| { readonly outcome: "failed"; readonly reason: string }
);

/** While addresses are told of anything the diary is looked at so often. */
const LOOK_MS = 2_000;
/** A transaction of ours ends within half a minute; an id that was drawn so long ago is in the diary or never will be. */
const SETTLED_MS = 60_000;
/** Longer than all letters of one look may take. */
const HELD_MS = 5 * 60_000;
const AT_ONCE = 20;

/**
 * Tells addresses outside what the diary says, in its order and at least once. An entry that is not taken is tried again
 * and holds up those behind it, so that nobody hears of a payment before its order.
 */
export function webhookWork({
	shop,
	post,
	gaveUp,
}: {
	shop: Shop;
	post: Post;
	/** An address was switched off after days of failures. */
	gaveUp: (webhookId: string) => void;
}): () => Promise<Date | undefined> {
	return async () => {
		const open = await shop.db.webhook.findMany({ where: { state: "on" }, select: { id: true } });
		await Promise.all(open.map(({ id }) => tell(shop, id, { post, gaveUp })));
		return open.length > 0 ? new Date(shop.now().getTime() + LOOK_MS) : undefined;
	};
}

type Hands = { readonly post: Post; readonly gaveUp: (webhookId: string) => void };

async function tell(shop: Shop, webhookId: string, hands: Hands): Promise<void> {
	const now = shop.now();
	await shop.db.written(PLAN, [webhookId, now]);
	await shop.db.written(SETTLE, [webhookId, now, new Date(now.getTime() - SETTLED_MS)]);
	if (!(await nextDelivery(shop, webhookId))) return;
	const heldUntil = new Date(now.getTime() + HELD_MS);
	const free = { OR: [{ heldUntil: null }, { heldUntil: { lt: now } }] };
	const { count } = await shop.db.webhook.updateMany({ where: { id: webhookId, ...free }, data: { heldUntil } });
	if (count === 0) return;
	try {
		for (let told = 0; told < AT_ONCE && (await tellNext(shop, webhookId, hands)); told += 1);
	} finally {
		await shop.db.webhook.updateMany({ where: { id: webhookId, heldUntil }, data: { heldUntil: null } });
	}
}

/** The first that waits, if its time has come: what is behind it waits with it. */
async function nextDelivery(shop: Shop, webhookId: string) {
	const first = await shop.db.webhookDelivery.findFirst({
		where: { webhookId, state: "waiting" },
		orderBy: { diaryId: "asc" },
	});
	return first && first.dueAt <= shop.now() ? first : null;
}

/** Gives whether to go on with the next. */
async function tellNext(shop: Shop, webhookId: string, { post, gaveUp }: Hands): Promise<boolean> {
	const [webhook, delivery] = await Promise.all([
		shop.db.webhook.findUnique({ where: { id: webhookId } }),
		nextDelivery(shop, webhookId),
	]);
	if (!webhook || !delivery || webhook.state !== "on") return false;
	const entry = await shop.db.diary.findUnique({ where: { id: delivery.diaryId }, select: ENTRY });
	if (!entry) {
		// Its customer was erased meanwhile.
		await shop.db.webhookDelivery.update({ where: { id: delivery.id }, data: { state: "skipped" } });
		return true;
	}
	const at = shop.now();
	const body = JSON.stringify(presentEntry(entry));
	const secrets = [
		webhook.secret,
		...(webhook.oldSecretUntil && webhook.oldSecretUntil > at ? [webhook.oldSecret] : []),
	];
	const headers = signatureHeaders(secrets.filter(isText), { id: `diary_${entry.id}`, at, body });
	const posted = await post(webhook.url, { headers: { "content-type": "application/json", ...headers }, body });
	return note(shop, { webhook, delivery, posted, gaveUp });
}

type Outcome = {
	readonly webhook: { readonly id: string; readonly failingSince: Date | null };
	readonly delivery: { readonly id: string; readonly attempts: number };
	readonly posted: Posted;
	readonly gaveUp: Hands["gaveUp"];
};

async function note(shop: Shop, { webhook, delivery, posted, gaveUp }: Outcome): Promise<boolean> {
	const now = shop.now();
	const status = posted.outcome === "answered" ? posted.status : null;
	const wasTaken = status !== null && status >= 200 && status < 300;
	const attempts = delivery.attempts + 1;
	await shop.db.webhookDelivery.update({
		where: { id: delivery.id },
		data: {
			...{ attempts, status, triedAt: now, tookMs: posted.tookMs },
			answer: posted.outcome === "answered" ? posted.text : posted.reason,
			...(wasTaken ? { state: "delivered" } : { dueAt: new Date(now.getTime() + backOff(attempts)) }),
		},
	});
	if (wasTaken) {
		if (webhook.failingSince) await shop.db.webhook.update({ where: { id: webhook.id }, data: { failingSince: null } });
		return true;
	}
	const failingSince = webhook.failingSince ?? now;
	const state = isGivenUp({ status, failingSince, now }) ? "failed" : "on";
	await shop.atomically(async (inside) => {
		const { count } = await inside.db.webhook.updateMany({
			where: { id: webhook.id, state: "on" },
			data: { failingSince, state },
		});
		if (count === 0 || state === "on") return;
		const deed = { actor: "webhooks", act: "webhook.give-up", thing: `webhook:${webhook.id}` };
		await noteAudit(inside, { ...deed, before: { failingSince }, after: { status } });
	});
	if (state === "failed") gaveUp(webhook.id);
	return false;
}

function isText(value: string | null): value is string {
	return value !== null;
}

/**
 * Each new entry of a subscribed name gets its delivery once, however often it is looked at. It looks back to what is
 * settled: entries are seen in the order of their commits, which is not that of their ids.
 */
const PLAN = {
	name: "webhooks-plan",
	text: `INSERT INTO webhook_delivery (id, webhook_id, diary_id, due_at, created_at)
		SELECT gen_random_uuid(), w.id, d.id, $2::timestamptz, $2::timestamptz
		FROM webhook w JOIN diary d ON d.id > w.settled_id AND d.name = ANY(w.events)
		WHERE w.id = $1::uuid AND w.state = 'on'
		ON CONFLICT (webhook_id, diary_id) DO NOTHING`,
};

/** What was the newest entry a minute ago, and all before it, will not be looked at again. */
const SETTLE = {
	name: "webhooks-settle",
	text: `UPDATE webhook SET settled_id = mark_id, mark_id = coalesce((SELECT max(id) FROM diary), mark_id), mark_at = $2::timestamptz
		WHERE id = $1::uuid AND mark_at <= $3::timestamptz`,
};

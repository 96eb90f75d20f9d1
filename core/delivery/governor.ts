import type { ChannelName } from "#core/channel-names.ts";
import type { Shop, Statement } from "#core/shop.ts";

/** So many a second on the long run, and so many at once after a rest. */
export type Rate = { readonly perSecond: number; readonly burst: number };

/** How fast one account may send. What is left out is not limited: a stand-in, a terminal. */
export type Pace = {
	/** All messages of the account together. */
	readonly account?: Rate;
	/** Campaigns among them, so that a reply always finds a token. */
	readonly campaigns?: Rate;
	/** The same, where a messenger takes much uninvited mail for spam: so many a day. */
	readonly unasked?: Rate;
	/** To one chat. */
	readonly chat?: Rate;
};

/**
 * What Telegram's own guidance allows: "about 30 a second" in bulk, "no more than one a second" in one chat, where
 * "short bursts that go over this limit" are tolerated (https://core.telegram.org/bots/faq, "My bot is hitting limits").
 * The exact limits are unpublished; whatever 429 says counts more. We stay a little below: calls take different times on
 * the way, and arrive closer together than they left.
 */
export const TELEGRAM_PACE: Pace = {
	account: { perSecond: 29, burst: 20 },
	campaigns: { perSecond: 24, burst: 3 },
	chat: { perSecond: 0.95, burst: 3 },
};

/**
 * WhatsApp's Cloud API takes 80 messages a second, in and out together, so a part is left for what comes in; and one
 * message in six seconds to one person, where a burst of 45 is borrowed from the future.
 */
export const WHATSAPP_PACE: Pace = {
	account: { perSecond: 60, burst: 20 },
	campaigns: { perSecond: 45, burst: 5 },
	chat: { perSecond: 1 / 6, burst: 45 },
};

/**
 * A linked phone writes like a person, or it is blocked: one message in four seconds on the long run (the driver
 * hesitates a little before each besides), one in three to one chat, and what nobody asked for in small numbers.
 */
const LINKED_PHONE_PACE: Pace = {
	account: { perSecond: 0.25, burst: 2 },
	campaigns: { perSecond: 0.25, burst: 1 },
	unasked: unaskedRate({ linkedAt: null, now: new Date(0), cap: 20 }),
	chat: { perSecond: 1 / 3, burst: 3 },
};

/** How fast each channel may send, where nothing else is said. */
export const PACES: Readonly<Record<ChannelName, Pace>> = {
	telegram: TELEGRAM_PACE,
	whatsapp: WHATSAPP_PACE,
	"linked-phone": LINKED_PHONE_PACE,
	console: {},
};

/**
 * How many messages that nobody asked for a linked number may send: twenty a day in its first week, then a fifth more each
 * day, up to the owner's cap. A quarter of them at once, so that no day of twenty-four hours ever holds more.
 */
export function unaskedRate({ linkedAt, now, cap }: { linkedAt: Date | null; now: Date; cap: number }): Rate {
	const days = linkedAt ? Math.floor((now.getTime() - linkedAt.getTime()) / 86_400_000) : 0;
	const grown = Math.floor(20 * 1.2 ** Math.max(0, days - 6));
	const most = Math.max(1, Math.min(cap, grown));
	const burst = Math.max(1, Math.floor(most / 4));
	return { perSecond: (most - burst) / 86_400, burst };
}

/** Buckets a claim takes its tokens from, as columns for `unnest`. */
export type Buckets = {
	readonly scopes: readonly BucketScope[];
	readonly rates: readonly number[];
	readonly bursts: readonly number[];
};

export type BucketScope = "account" | "campaigns" | "unasked";

/** The limits that a claim of that lane has to keep to. Empty: none. */
export function bucketsOf(pace: Pace, lane: "prompt" | "campaign"): Buckets {
	const limits: { scope: BucketScope; rate: Rate }[] = [];
	if (pace.account) limits.push({ scope: "account", rate: pace.account });
	if (pace.campaigns && lane === "campaign") limits.push({ scope: "campaigns", rate: pace.campaigns });
	if (pace.unasked && lane === "campaign") limits.push({ scope: "unasked", rate: pace.unasked });
	return {
		scopes: limits.map(({ scope }) => scope),
		rates: limits.map(({ rate }) => rate.perSecond),
		bursts: limits.map(({ rate }) => rate.burst),
	};
}

/**
 * What a chat's `next_at` moves by with each message, in milliseconds: it goes up by `gap` and never lies more than
 * `slack` in the past, which is what a burst may borrow. One column does both the rate and the back-off of a chat.
 */
export function chatGap({ chat }: Pace): { readonly gap: number; readonly slack: number } {
	if (!chat) return { gap: 0, slack: 0 };
	const gap = 1000 / chat.perSecond;
	return { gap, slack: gap * (chat.burst - 1) };
}

/** The rows that claims lock: the account and its full buckets, made once. */
export async function prepareAccount(shop: Shop, { account, channel }: { account: string; channel: string }) {
	await shop.db.written(PREPARE_ACCOUNT, [account, channel]);
	await shop.db.written(PREPARE_BUCKETS, [account, shop.now()]);
}

/** The messenger asked for silence: written before anything else. A longer pause in force stays. */
export async function holdBack(shop: Shop, { account, until }: { account: string; until: Date }): Promise<void> {
	await shop.db.written(HOLD_BACK, [account, until]);
}

/** The account itself is out of order: nothing is claimed until it is resumed, or until that time. */
export async function pauseAccount(
	shop: Shop,
	{ account, reason, until, health }: { account: string; reason: string; until: Date; health: string },
): Promise<void> {
	await shop.db.written(PAUSE_ACCOUNT, [account, until, reason, health, shop.now()]);
}

/** It answers again. */
export async function resumeAccount(shop: Shop, { account }: { account: string }): Promise<void> {
	await shop.db.written(RESUME_ACCOUNT, [account, shop.now()]);
}

/** So many of its messages have arrived of late; 1: it is well. What a pause or the channel itself says of it counts more. */
export async function noteArriving(shop: Shop, { account, share }: { account: string; share: number }): Promise<void> {
	await shop.db.written(NOTE_ARRIVING, [account, share, shop.now()]);
}

const NOTE_ARRIVING: Statement = {
	name: "governor-note-arriving",
	text: `UPDATE account SET arriving = $2, health_at = $3::timestamptz,
			health = CASE WHEN $2::float8 < 1 THEN 'degraded' ELSE 'ok' END
		WHERE id = $1 AND health IN ('ok', 'degraded')`,
};

const PREPARE_ACCOUNT: Statement = {
	name: "governor-prepare-account",
	text: "INSERT INTO account (id, channel) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
};

/** More tokens than any burst: the first claim cuts them to its own. */
const PREPARE_BUCKETS: Statement = {
	name: "governor-prepare-buckets",
	text: `INSERT INTO rate_bucket (account, scope, tokens, refilled_at)
		SELECT $1, scope, 1e9, $2::timestamptz FROM unnest(ARRAY['account', 'campaigns', 'unasked']) AS s(scope)
		ON CONFLICT (account, scope) DO NOTHING`,
};

const HOLD_BACK: Statement = {
	name: "governor-hold-back",
	text: `UPDATE rate_bucket SET paused_until = greatest(paused_until, $2::timestamptz)
		WHERE account = $1 AND scope = 'account'`,
};

const PAUSE_ACCOUNT: Statement = {
	name: "governor-pause-account",
	text: `UPDATE account SET paused_until = $2::timestamptz, pause_reason = $3, health = $4, health_detail = $3,
		health_at = $5::timestamptz WHERE id = $1`,
};

const RESUME_ACCOUNT: Statement = {
	name: "governor-resume-account",
	text: `UPDATE account SET paused_until = NULL, pause_reason = NULL, ambiguous = 0, health = 'ok', health_detail = NULL,
		health_at = $2::timestamptz WHERE id = $1`,
};

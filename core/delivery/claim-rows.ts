import { zonesOf } from "#core/customers/zones-of.ts";
import type { Shop } from "#core/shop.ts";
import type { Letter } from "./channel.ts";
import type { Content } from "./content.ts";
import { bucketsOf, chatGap, type Pace } from "./governor.ts";
import { type ClaimedRow, claim, type Lane, lockCustomers } from "./outbox-statements.ts";
import { type Permit, type PermitFacts, type PermitRow, permit } from "./permit.ts";
import type { SendingPurpose, SendingRules } from "./sending-rules.ts";
import type { Settlement } from "./settle.ts";
import { settleRows } from "./settle-rows.ts";
import { templateFor } from "./template-for.ts";

/** Who claims, for which account, and how fast it may send. */
export type Claimer = {
	readonly shop: Shop;
	readonly account: string;
	/** Name of the sender; its rows are recovered under it. */
	readonly owner: string;
	readonly pace: Pace;
	readonly rules: SendingRules;
	/** Free text is taken only while a chat's window is open. */
	readonly windowed: boolean;
};

/** A row that is marked as being tried and may be sent. */
export type ClaimedLetter = {
	readonly id: bigint;
	readonly attempt: number;
	readonly marketing: boolean;
	readonly chatId: string;
	readonly chat: string;
	readonly identityId: string | null;
	/** 0 and 1 answer somebody, the others are news. */
	readonly priority: number;
	readonly content: Content;
	/** Goes out instead of the content. */
	readonly template?: Letter["template"];
};

/** A row whose try has ended, or was never begun. */
export type Settled = {
	readonly id: bigint;
	readonly attempt: number;
	readonly settlement: Settlement;
	/** What the customer sees, where it is not the message's own text. */
	readonly shown?: string;
};

/** What a claim found: letters to send, and rows that must not leave (now) and are still to be settled. */
export type Claimed = {
	readonly letters: readonly ClaimedLetter[];
	readonly refused: readonly Settled[];
	/** False: there may be more to claim. */
	readonly isAll: boolean;
};

/** What to look for: everything due, or these rows if they are due. */
export type Wanted = { readonly lane: Lane; readonly most: number; readonly ids?: readonly bigint[] };

/**
 * Claims rows and asks permission for each. The marks are committed when this resolves, before a byte is written to
 * anybody. For campaigns it happens under the lock of their customers, so that two senders never both see room under
 * one customer's cap.
 */
export async function claimRows(claimer: Claimer, wanted: Wanted): Promise<Claimed> {
	if (wanted.lane === "campaign") return claimer.shop.atomically((shop) => claimCampaign(shop, claimer, wanted));
	const rows = await mark(claimer.shop, claimer, wanted);
	return { ...askPermission(claimer, rows), isAll: rows.length < wanted.most };
}

/** What is refused is settled in the same commit, so that a crash never calls it unknown: it was not tried. */
async function claimCampaign(shop: Shop, claimer: Claimer, wanted: Wanted): Promise<Claimed> {
	const free = [claimer.account, shop.now(), wanted.most];
	const locked = await shop.db.written<{ id: bigint }>(lockCustomers(wanted.most), free);
	if (locked.length === 0) return { letters: [], refused: [], isAll: true };
	const rows = await mark(shop, claimer, { ...wanted, ids: locked.map(({ id }) => id) });
	const { letters, refused } = askPermission(claimer, rows);
	if (refused.length > 0) await settleRows(shop, refused);
	return { letters, refused: [], isAll: letters.length < wanted.most && refused.length === 0 };
}

function mark(shop: Shop, { account, owner, pace }: Claimer, { lane, most, ids }: Wanted): Promise<ClaimedRow[]> {
	const { scopes, rates, bursts } = bucketsOf(pace, lane);
	const { gap, slack } = chatGap(pace);
	const values = [account, shop.now(), most, owner, scopes, rates, bursts, gap, slack];
	if (!ids) return shop.db.written(claim(lane, "due", most), values);
	return shop.db.written(claim(lane, "ids", most), [...values, ids]);
}

function askPermission({ shop, rules, windowed }: Claimer, rows: readonly ClaimedRow[]): Omit<Claimed, "isAll"> {
	const now = shop.now();
	const letters: ClaimedLetter[] = [];
	const refused: Settled[] = [];
	/** Two messages to one customer in one claim must see each other under the cap. */
	const allowed = new Map<string, Date[]>();
	for (const row of rows) {
		const beside = allowed.get(row.customer_id) ?? [];
		const isOpen = !windowed || isWindowOpen(row, now);
		const template = isOpen ? undefined : templateFor(row.content as Content, row);
		const words = isOpen ? "free" : wordsOutside(template);
		const verdict = permit(permitRow(row), { ...permitFacts(row, beside, rules), words }, now, rules);
		if (verdict.permit !== "allow") {
			refused.push({ id: row.id, attempt: row.attempt, settlement: withheld(verdict) });
			continue;
		}
		letters.push({ ...letterOf(row), ...(template && { template }) });
		if (row.marketing) allowed.set(row.customer_id, [...beside, now]);
	}
	return { letters, refused };
}

function isWindowOpen({ window_until: until }: ClaimedRow, now: Date): boolean {
	return until !== null && until > now;
}

/** Past its window a chat takes nothing but a template. */
function wordsOutside(template: Letter["template"]): PermitFacts["words"] {
	return template ? "template" : "none";
}

function withheld(verdict: Exclude<Permit, { permit: "allow" }>): Settlement {
	const untried = { reason: verdict.reason, refs: [], counted: false };
	switch (verdict.permit) {
		case "later":
			return { ...untried, state: "pending", due: verdict.due };
		case "never":
			return { ...untried, state: verdict.reason === "unreachable" ? "blocked" : "cancelled" };
	}
}

function permitRow(row: ClaimedRow): PermitRow {
	return {
		kind: kindOf(row),
		purpose: purposeOf(row.purpose),
		flow: row.flow,
		due: row.due,
		lease: row.decided_under,
		usefulUntil: row.useful_until,
	};
}

/** Whatever no flow has decided under a lease is news of the shop's own: a bill, the state of an order. */
function kindOf({ priority, author, decided_under }: ClaimedRow): PermitRow["kind"] {
	if (priority > 1) return "proactive";
	if (author?.startsWith("operator:")) return "operator";
	return decided_under === null ? "news" : "answer";
}

/** An unknown purpose is held to the strictest rules. */
function purposeOf(written: string): SendingPurpose {
	return written === "transactional" || written === "service" ? written : "marketing";
}

function permitFacts(
	row: ClaimedRow,
	beside: readonly Date[],
	{ zone, nationwide = false }: SendingRules,
): Omit<PermitFacts, "words"> {
	return {
		unreachable: row.unreachable,
		control: row.control,
		meanwhile: row.meanwhile,
		lease: row.lease,
		liveAt: row.live_at,
		heardAt: row.heard_at,
		consent: row.consent,
		marketingAt: [...(row.marketing_at ?? []), ...beside],
		troubled: row.troubled ?? false,
		zone: row.zone,
		zones: zonesOf(row, { zone, nationwide }),
		cappedUntil: row.capped_until,
	};
}

/** The content was written by us, typed, in the turn's commit. */
function letterOf(row: ClaimedRow): ClaimedLetter {
	return {
		id: row.id,
		attempt: row.attempt,
		marketing: row.marketing,
		chatId: row.chat_id,
		chat: row.native_id,
		identityId: row.identity_id,
		priority: row.priority,
		content: row.content as Content,
	};
}

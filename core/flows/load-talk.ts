import type { ChannelName } from "#core/channel-names.ts";
import { type ControlColumns, readControl } from "#core/conversations/control.ts";
import type { Database } from "#core/shop.ts";
import { readRun, type StoredRun } from "./run-record.ts";
import type { Button, Control, Run } from "./talk.ts";

/** What is stored of a conversation, as a turn needs it; `version` is the guard of a copy kept in memory. */
export type StoredTalk = {
	readonly conversation: string;
	readonly customer: string;
	readonly version: number;
	/** Counts changes of control; what is written says under which it was decided. */
	readonly lease: number;
	readonly control: Control;
	readonly zone: string | null;
	readonly language: string;
	readonly stage: string | undefined;
	readonly customerAt: Date | undefined;
	readonly liveAt: Date | undefined;
	readonly unknownAt: Date | undefined;
	/** Chat last heard from. */
	readonly chat: string | null;
	/** Chats in which this customer can be reached, last heard first. */
	readonly places: readonly Place[];
	readonly runs: readonly Run[];
	/** When it was read. */
	readonly readAt: Date;
};

export type Place = { readonly chat: string; readonly account: string; readonly channel: ChannelName };

/** Reads a conversation for a turn in one round trip. Undefined: there is none, or it goes on in another. */
export async function loadTalk(db: Database, conversation: string, now: Date): Promise<StoredTalk | undefined> {
	const since = new Date(now.getTime() - REVIVABLE_MS);
	const [row] = await db.written<Row>(LOAD_TALK, [conversation, since]);
	return (
		row && {
			conversation,
			customer: row.customer_id,
			version: row.version,
			lease: row.lease,
			control: readControl(row),
			zone: row.zone,
			language: row.language,
			stage: row.stage ?? undefined,
			customerAt: row.last_heard_at ?? undefined,
			liveAt: row.live_at ?? undefined,
			unknownAt: row.unknown_at ?? undefined,
			chat: row.chat_id,
			places: row.places,
			runs: row.runs.map(readRun),
			readAt: now,
		}
	);
}

/** Takes the conversation's lock, which every turn inside a transaction holds, and says at which version it is. */
export async function lockConversation(db: Database, conversation: string): Promise<number | undefined> {
	const [row] = await db.written<{ version: number }>(LOCK, [conversation]);
	return row?.version;
}

/** The button of a token, if it belongs to this conversation: anybody can send any token. */
export async function loadButton(db: Database, conversation: string, token: string): Promise<Button | undefined> {
	const [row] = await db.written<{ press: Button }>(LOAD_BUTTON, [token, conversation]);
	return row?.press;
}

/** The conversation that a chat leads to now, or that goes on instead of one whose customer was linked to another. */
export async function whereItLeads(db: Database, conversation: string, chat?: string): Promise<string | undefined> {
	const [row] = await db.written<{ id: string }>(LEADS_TO, [conversation, chat ?? null]);
	return row?.id;
}

/** A run that ended by silence is taken up again within seven days (flow-language.md §9.2). */
export const REVIVABLE_MS = 7 * 24 * 3600 * 1000;

type Row = ControlColumns & {
	customer_id: string;
	version: number;
	lease: number;
	zone: string | null;
	language: string;
	stage: string | null;
	last_heard_at: Date | null;
	live_at: Date | null;
	unknown_at: Date | null;
	chat_id: string | null;
	places: Place[];
	runs: StoredRun[];
};

const LOAD_TALK = {
	name: "talk-load",
	text: `SELECT c.customer_id, c.version, c.lease, c.promise_id, c.control::text, c.holder_id, c.control_since, c.parked_until, c.team, c.ask_reason,
			c.meanwhile, c.stage, c.last_heard_at, c.live_at, c.unknown_at, c.chat_id, u.zone, u.language,
			(SELECT coalesce(json_agg(json_build_object('chat', h.id, 'account', h.account, 'channel', h.channel)
					ORDER BY h.id = c.chat_id DESC NULLS LAST, i.last_heard_at DESC NULLS LAST), '[]')
				FROM chat h LEFT JOIN identity i ON i.id = h.identity_id
				WHERE h.conversation_id = c.id AND h.unreachable IS NULL
					AND (i.id IS NULL OR i.reachability = 'reachable')) AS places,
			(SELECT coalesce(json_agg(r.state ORDER BY r.started_at, r.id), '[]') FROM (
					SELECT id, started_at, state FROM flow_run
					WHERE conversation_id = c.id AND status NOT IN ('ended', 'failed')
					UNION ALL
					SELECT id, started_at, state FROM flow_run
					WHERE conversation_id = c.id AND status = 'ended' AND ended_at > $2 AND state->'revive' IS NOT NULL
				) r) AS runs
		FROM conversation c JOIN customer u ON u.id = c.customer_id WHERE c.id = $1::uuid AND c.merged_into_id IS NULL`,
};

const LOCK = { name: "talk-lock", text: "SELECT version FROM conversation WHERE id = $1::uuid FOR UPDATE" };

const LOAD_BUTTON = {
	name: "talk-button",
	text: `SELECT press FROM flow_button WHERE token = $1
		AND conversation_id = (SELECT coalesce(c.merged_into_id, c.id) FROM conversation c WHERE c.id = $2::uuid)`,
};

const LEADS_TO = {
	name: "talk-leads-to",
	text: `SELECT coalesce(h.conversation_id, c.merged_into_id, c.id) AS id
		FROM conversation c LEFT JOIN chat h ON h.id = $2::uuid WHERE c.id = $1::uuid`,
};

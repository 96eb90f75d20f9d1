import { isThanks } from "#core/conversations/thanks.ts";
import type { Shop, Statement } from "#core/shop.ts";

/** What happened in a conversation, as far as it is counted. */
export type Moment = { readonly at: Date } & (
	| { readonly is: "heard"; readonly channel: string | null; readonly thanks: boolean }
	/** A line of a flow that was an answer; `asks`: a question that is still open, or that silence ended; `run`: unless it has ended for good. */
	| { readonly is: "bot"; readonly flow: string | null; readonly asks: boolean; readonly run: string | null }
	/** A public line of a person that the channel has accepted. */
	| { readonly is: "staff"; readonly channel: string | null; readonly member: string | null }
	| ControlChange
	/** A member said that no answer is needed. */
	| { readonly is: "waived" }
	| { readonly is: "closed" }
	/** A member took back the last of these two; a question waits again since then. */
	| { readonly is: "reopened"; readonly since: Date | null }
);

export type ControlChange = {
	readonly is: "control";
	readonly from: string;
	readonly to: string;
	readonly cause: string;
	readonly holder: string | null;
	readonly team: string | null;
	readonly reason: string | null;
	readonly flow: string | null;
	readonly step: string | null;
};

/** From when on a conversation is read, and from which message; null: from the beginning. */
export type Stretch = {
	readonly conversation: string;
	readonly at: Date | null;
	readonly message: bigint | null;
};

/** A moment, and the number of the message that it was; none: the diary tells of it. */
export type Told = { readonly moment: Moment; readonly message: bigint | null };

/** The timelines of these conversations, each in order. */
export async function readTimelines(shop: Shop, stretches: readonly Stretch[]): Promise<Map<string, Told[]>> {
	const values = columnsOf(stretches);
	const said = await shop.db.written<MessageRow>(MESSAGES, values);
	const noted = await shop.db.written<DiaryRow>(CONTROL, values.slice(0, 2));
	const timelines = new Map<string, Placed[]>(stretches.map(({ conversation }) => [conversation, []]));
	for (const row of said) timelines.get(row.conversation)?.push({ moment: lineOf(row), order: row.id });
	for (const row of noted) timelines.get(row.conversation)?.push({ moment: noteOf(row), order: row.id });
	return new Map([...timelines].map(([id, placed]) => [id, inOrder(placed)]));
}

/** As written SQL takes them: conversations, times, messages. */
export function columnsOf(stretches: readonly Stretch[]): unknown[][] {
	return [
		stretches.map(({ conversation }) => conversation),
		stretches.map(({ at }) => at),
		stretches.map(({ message }) => message),
	];
}

type Placed = { readonly moment: Moment; readonly order: bigint };

/**
 * Whatever one turn did bears one time. Within it: the customer's words, changes of control until somebody leads, the
 * words of that person, the way back to the bot, and the bot's words. The diary's own order is never broken.
 */
function inOrder(placed: readonly Placed[]): Told[] {
	const byDiary = placed
		.filter(({ moment }) => isNote(moment))
		.sort((a, b) => a.moment.at.getTime() - b.moment.at.getTime() || Number(a.order - b.order));
	const rank = new Map<Placed, number>();
	let ended: number | undefined;
	for (const one of byDiary) {
		const at = one.moment.at.getTime();
		if (endsLead(one.moment)) ended = at;
		rank.set(one, ended === at ? 3 : 1);
	}
	const place = (one: Placed) => rank.get(one) ?? RANK[one.moment.is];
	return placed
		.toSorted(
			(a, b) => a.moment.at.getTime() - b.moment.at.getTime() || place(a) - place(b) || Number(a.order - b.order),
		)
		.map(({ moment, order }) => ({ moment, message: isNote(moment) ? null : order }));
}

const RANK: Readonly<Record<Moment["is"], number>> = {
	heard: 0,
	control: 1,
	staff: 2,
	reopened: 1,
	waived: 3,
	closed: 3,
	bot: 4,
};

function isNote({ is }: Moment): boolean {
	return is === "control" || is === "closed" || is === "waived" || is === "reopened";
}

function endsLead(moment: Moment): boolean {
	return moment.is === "control" ? moment.to === "bot" : moment.is === "closed";
}

type MessageRow = {
	readonly id: bigint;
	readonly conversation: string;
	readonly at: Date;
	readonly author: string;
	readonly channel: string;
	readonly text: string | null;
	readonly flow: string | null;
	readonly asks: boolean;
	readonly run: string | null;
};

function lineOf({ at, author, channel, text, flow, asks, run }: MessageRow): Moment {
	if (author === "customer") return { is: "heard", at, channel, thanks: text !== null && isThanks(text) };
	if (author === "bot") return { is: "bot", at, flow, asks, run };
	return { is: "staff", at, channel, member: author.slice("operator:".length) || null };
}

type DiaryRow = {
	readonly id: bigint;
	readonly conversation: string;
	readonly at: Date;
	readonly name: string;
	readonly data: {
		readonly from?: string;
		readonly to?: string;
		readonly cause?: string;
		readonly holder?: string;
		readonly team?: string;
		readonly reason?: string;
		readonly since?: string | null;
	};
	readonly flow: string | null;
	readonly step: string | null;
};

function noteOf({ at, name, data, flow, step }: DiaryRow): Moment {
	if (name === "conversation.closed") return { is: "closed", at };
	if (name === "answer.waived") return { is: "waived", at };
	if (name === "conversation.reopened") return { is: "reopened", at, since: data.since ? new Date(data.since) : null };
	const { from = "bot", to = "bot", cause = "", holder = null, team = null, reason = null } = data;
	return { is: "control", at, from, to, cause, holder, team, reason, flow, step };
}

/** Whether a run `r` leaves a question open: it waits for the answer, or silence ended it. */
export const ASKS = "(r.status = 'waiting_input' OR r.outcome = 'silent') IS TRUE";

/**
 * $1: conversations, $2: from when on, $3: from which message. Messages that the shop began are no part of a dialog; a person's line counts once the channel has
 * accepted it. Words longer than a thank-you can be are not read.
 */
const MESSAGES: Statement = {
	name: "timeline-messages",
	text: `SELECT m.id, m.conversation_id AS conversation, m.at, m.author, m.channel, m.flow,
			CASE WHEN m.direction = 'heard' AND length(m.text) <= 80 THEN m.text END AS text,
			${ASKS} AS asks, CASE WHEN r.ended_at IS NULL OR r.outcome = 'silent' THEN r.id END AS run
		FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) AS f(conversation, at, message)
			JOIN message m ON m.conversation_id = f.conversation AND m.id >= coalesce(f.message, 0)
				AND m.at >= coalesce(f.at, '-infinity')
			LEFT JOIN flow_run r ON r.id = m.run_id AND m.direction = 'said'
		WHERE NOT m.proactive AND (m.author = 'customer' OR m.author = 'bot'
			OR m.author LIKE 'operator:%' AND m.status IN ('sent', 'delivered', 'read', 'played'))`,
};

/**
 * $1: conversations, $2: from when on. The diary names the run's own flow; the trace knows the step of a called one, and where the customer
 * stood who asked by a word of `_always.yaml`.
 */
const CONTROL: Statement = {
	name: "timeline-control",
	text: `SELECT d.id, d.conversation_id AS conversation, d.at, d.name, d.data, coalesce(t.flow, d.flow) AS flow,
			coalesce(t.step, d.step) AS step
		FROM unnest($1::uuid[], $2::timestamptz[]) AS f(conversation, at)
			JOIN diary d ON d.conversation_id = f.conversation AND d.at >= coalesce(f.at, '-infinity')
			LEFT JOIN LATERAL (
			SELECT p.flow, p.step FROM flow_step h JOIN flow_step p ON p.run_id = h.run_id AND p.seq <= h.seq
			WHERE h.run_id = d.run_id AND h.kind = 'handoff' AND h.at = d.at AND p.flow NOT IN ('_always', '_defaults')
			ORDER BY p.seq DESC LIMIT 1) t ON d.data->>'to' = 'asked'
		WHERE d.name IN ('control.changed', 'conversation.closed', 'conversation.reopened', 'answer.waived')`,
};

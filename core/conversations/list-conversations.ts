import type { Shop } from "#core/shop.ts";
import type { Prisma } from "#prisma/client.ts";

/** Which conversations somebody looks at. */
export type ConversationView =
	| "all"
	| "queue"
	| "unanswered"
	| "asked"
	| "mine"
	| "free"
	| "team"
	| "parked"
	| "mentions"
	| "closed";

export type ListWishes = {
	readonly view: ConversationView;
	readonly memberId: string;
	/** Teams whose conversations they may see; none: all. */
	readonly teams: readonly string[];
	readonly team?: string | undefined;
	readonly channel?: string | undefined;
	readonly tag?: string | undefined;
	readonly after?: string | undefined;
	readonly limit: number;
};

/**
 * A page of conversations and a mark for the next one. The queue goes by urgency: late promises, overdue answers, requests for
 * a person, the rest; among equals by the priority that a flow or a rule has given, then whoever has waited longest. The other
 * views go by the latest message. Reading changes nothing.
 */
export async function listConversations(shop: Shop, wishes: ListWishes) {
	const rows = wishes.view === "queue" ? await readQueue(shop, wishes) : await readLatest(shop, wishes);
	const items = rows.slice(0, wishes.limit);
	return { items, next: rows.length > wishes.limit ? (items.at(-1)?.id ?? null) : null };
}

/** What a row of the list shows beside the conversation itself. */
export const conversationParts = {
	customer: { select: { id: true, firstName: true, lastName: true, phone: true, tags: { select: { tag: true } } } },
	chats: { select: { id: true, channel: true, unreachable: true } },
} as const;

/** How many wait in each list, for whoever looks. */
export async function countConversations(
	shop: Shop,
	{ memberId, teams }: Pick<ListWishes, "memberId" | "teams">,
): Promise<Counts> {
	const [counts] = await shop.db.written<Counts>(COUNTS, [memberId, shop.now(), [...teams]]);
	return counts ?? { queue: 0, unanswered: 0, asked: 0, mine: 0, free: 0, parked: 0, mentions: 0 };
}

export type Counts = Record<"queue" | "unanswered" | "asked" | "mine" | "free" | "parked" | "mentions", number>;

async function readLatest(shop: Shop, wishes: ListWishes) {
	const { after, limit } = wishes;
	const mark = after ? await shop.db.conversation.findUnique({ where: { id: after } }) : null;
	return shop.db.conversation.findMany({
		where: { AND: [whereOf(wishes), filterOf(wishes), after ? below(mark) : { lastMessageAt: { not: null } }] },
		orderBy: [{ lastMessageAt: "desc" }, { id: "desc" }],
		take: limit + 1,
		include: conversationParts,
	});
}

/** By hand: Prisma's cursor compares with a sub-query for each row, which took seconds at a hundred thousand. */
function below(mark: { id: string; lastMessageAt: Date | null } | null): Prisma.ConversationWhereInput {
	if (!mark?.lastMessageAt) return { id: { in: [] } };
	const { id, lastMessageAt } = mark;
	return { lastMessageAt: { lte: lastMessageAt }, OR: [{ lastMessageAt: { lt: lastMessageAt } }, { id: { lt: id } }] };
}

async function readQueue(shop: Shop, { after, limit, team, channel, tag, teams }: ListWishes) {
	const ids = await shop.db.written<{ id: string }>(QUEUE, [
		shop.now(),
		after ?? null,
		limit + 1,
		[...teams],
		team ?? null,
		channel ?? null,
		tag ?? null,
	]);
	const rows = await shop.db.conversation.findMany({
		where: { id: { in: ids.map(({ id }) => id) } },
		include: conversationParts,
	});
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap(({ id }) => byId.get(id) ?? []);
}

function whereOf({ view, memberId }: ListWishes): Prisma.ConversationWhereInput {
	switch (view) {
		case "all":
		case "queue":
		case "team":
			return {};
		case "unanswered":
			return { unansweredSince: { not: null } };
		case "asked":
			return { control: "asked" };
		case "mine":
			return { holderId: memberId };
		case "free":
			return { OR: [{ control: "asked" }, { control: "bot", unansweredSince: { not: null } }] };
		case "parked":
			return { control: "parked" };
		case "mentions":
			return { mentions: { some: { memberId, seenAt: null } } };
		case "closed":
			return { closedAt: { not: null } };
	}
}

function filterOf({ teams, team, channel, tag }: ListWishes): Prisma.ConversationWhereInput {
	return {
		...(teams.length > 0 && { OR: [{ team: null }, { team: { in: [...teams] } }] }),
		...(team !== undefined && { team }),
		...(channel !== undefined && { chats: { some: { channel } } }),
		...(tag !== undefined && { customer: { tags: { some: { tag } } } }),
	};
}

/** Few of many wait: a partial index each finds them, and they are sorted here. */
const WAITS = `(c.unanswered_since IS NOT NULL OR c.control = 'asked' OR c.promise_due_at <= $WHEN::timestamptz)`;

const QUEUE = {
	name: "list-queue",
	text: `WITH waits AS MATERIALIZED (
			SELECT c.id, CASE WHEN c.promise_due_at <= $1::timestamptz THEN 0 WHEN least(c.answer_by, c.resolve_by) <= $1::timestamptz THEN 1
					WHEN c.control = 'asked' THEN 2 ELSE 3 END AS rank,
				CASE c.ask_priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'low' THEN 3 ELSE 2 END AS priority,
				coalesce(c.unanswered_since, c.promise_due_at, c.control_since) AS since
			FROM conversation c WHERE ${WAITS.replace("$WHEN", "$1")}
				AND (cardinality($4::text[]) = 0 OR c.team IS NULL OR c.team = ANY($4::text[]))
				AND ($5::text IS NULL OR c.team = $5::text)
				AND ($6::text IS NULL OR EXISTS (SELECT 1 FROM chat h WHERE h.conversation_id = c.id AND h.channel = $6::text))
				AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM customer_tag t WHERE t.customer_id = c.customer_id AND t.tag = $7::text))
		), mark AS (SELECT rank, priority, since, id FROM waits WHERE id = $2::uuid)
		SELECT id FROM waits w
		WHERE $2::uuid IS NULL OR (w.rank, w.priority, w.since, w.id) > (SELECT rank, priority, since, id FROM mark)
		ORDER BY w.rank, w.priority, w.since, w.id LIMIT $3::int`,
};

/** Of the teams of whoever asks, or nobody's. */
const THEIRS = "(cardinality($3::text[]) = 0 OR c.team IS NULL OR c.team = ANY($3::text[]))";

const COUNTS = {
	name: "count-conversations",
	text: `SELECT
			(SELECT count(*)::int FROM conversation c WHERE ${WAITS.replace("$WHEN", "$2")} AND ${THEIRS}) AS queue,
			(SELECT count(*)::int FROM conversation c WHERE c.unanswered_since IS NOT NULL AND ${THEIRS}) AS unanswered,
			(SELECT count(*)::int FROM conversation c WHERE c.control = 'asked' AND ${THEIRS}) AS asked,
			(SELECT count(*)::int FROM conversation c WHERE c.holder_id = $1) AS mine,
			(SELECT count(*)::int FROM conversation c WHERE (c.control = 'asked'
				OR (c.control = 'bot' AND c.unanswered_since IS NOT NULL)) AND ${THEIRS}) AS free,
			(SELECT count(*)::int FROM conversation c WHERE c.control = 'parked' AND ${THEIRS}) AS parked,
			(SELECT count(DISTINCT m.conversation_id)::int FROM mention m WHERE m.member_id = $1 AND m.seen_at IS NULL) AS mentions`,
};

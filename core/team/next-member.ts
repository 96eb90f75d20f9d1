import type { Shop } from "#core/shop.ts";
import { aliveSince } from "./presence.ts";

/**
 * To whom the next request of a team is given: somebody who is there and under their limit, the one who has waited longest;
 * first of all whoever led this customer last. Nobody: the queue waits, visibly. Of two who ask at once each gets another.
 */
export async function nextMember(
	inside: Shop,
	{ team, before, passedBy }: { team: string; before: string | null; passedBy?: string | null },
): Promise<string | undefined> {
	const now = inside.now();
	// One after the other: two that look at once would both see the same one waiting longest.
	await inside.db.written(QUEUE_UP, []);
	const [row] = await inside.db.written<{ id: string }>(NEXT, [team, before ?? "", aliveSince(now), passedBy ?? ""]);
	return row?.id;
}

/** Whoever is given something is the last in the row now. */
export async function noteGiven(inside: Shop, memberId: string): Promise<void> {
	await inside.db.written(GIVEN, [memberId, inside.now()]);
}

const QUEUE_UP = { name: "team-queue-up", text: "SELECT pg_advisory_xact_lock(hashtext('prilavok give'))::text" };

/** A clock that stands still gives two the same moment: the count of what they were given decides then. */
const NEXT = {
	name: "team-next-member",
	text: `SELECT m.id FROM member m
		WHERE NOT m.banned AND NOT m.away AND m.role IN ('owner', 'lead', 'operator') AND m.id <> $4
			AND (cardinality(m.teams) = 0 OR $1 = ANY(m.teams))
			AND EXISTS (SELECT 1 FROM presence p WHERE p.member_id = m.id AND p.seen_at >= $3::timestamptz)
			AND m.load_limit > (SELECT count(*) FROM conversation c WHERE c.holder_id = m.id AND c.control = 'human')
		ORDER BY m.id = $2 DESC, m.given_at NULLS FIRST, m.id
		LIMIT 1`,
};

const GIVEN = {
	name: "team-given",
	text: `UPDATE member SET given_at = greatest($2::timestamptz,
			(SELECT max(given_at) FROM member) + interval '1 millisecond') WHERE id = $1`,
};

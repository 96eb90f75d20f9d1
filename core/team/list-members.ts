import type { Shop } from "#core/shop.ts";
import type { RoleName } from "./may.ts";
import { type PresenceWord, presenceOf } from "./presence.ts";

export type ListedMember = {
	readonly id: string;
	readonly name: string;
	readonly role: RoleName;
	readonly teams: readonly string[];
	readonly presence: PresenceWord;
	/** Conversations they hold. */
	readonly load: number;
	readonly loadLimit: number;
};

/** The shop's people, who is there, and what each has to do. */
export async function listMembers(shop: Shop): Promise<ListedMember[]> {
	const rows = await shop.db.written<Row>(MEMBERS, []);
	return rows.map(({ away, seenAt, ...member }) => ({ ...member, presence: presenceOf({ away, seenAt }, shop.now()) }));
}

type Row = Omit<ListedMember, "presence"> & { away: boolean; seenAt: Date | null };

const MEMBERS = {
	name: "team-members",
	text: `SELECT m.id, m.name, m.role::text AS role, m.teams, m.away, m.load_limit AS "loadLimit",
			(SELECT max(p.seen_at) FROM presence p WHERE p.member_id = m.id) AS "seenAt",
			(SELECT count(*)::int FROM conversation c WHERE c.holder_id = m.id AND c.control = 'human') AS load
		FROM member m WHERE NOT m.banned ORDER BY m.name, m.id`,
};

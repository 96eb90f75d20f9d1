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

export type KnownMember = ListedMember & {
	readonly email: string;
	readonly banned: boolean;
	readonly secondFactor: boolean;
	/** Devices that are signed in. */
	readonly sessions: number;
	readonly seenAt: Date | null;
};

/** The same with what concerns their ways in, and with those who are switched off, last. */
export async function listAllMembers(shop: Shop): Promise<KnownMember[]> {
	const [rows, ways] = await Promise.all([
		shop.db.written<Row>(ALL_MEMBERS, []),
		shop.db.member.findMany({
			select: {
				...{ id: true, email: true, banned: true, twoFactorEnabled: true },
				// The library counts by the clock of the machine, which the demo does not move.
				_count: { select: { sessions: { where: { expiresAt: { gt: new Date() } } } } },
			},
		}),
	]);
	const byId = new Map(ways.map((way) => [way.id, way]));
	return rows.flatMap(({ away, ...row }) => {
		const way = byId.get(row.id);
		if (!way) return [];
		const { email, banned, twoFactorEnabled: secondFactor, _count } = way;
		const presence = presenceOf({ away, seenAt: row.seenAt }, shop.now());
		return [{ ...row, presence, email, banned, secondFactor, sessions: _count.sessions }];
	});
}

const COLUMNS = `m.id, m.name, m.role::text AS role, m.teams, m.away, m.load_limit AS "loadLimit",
			(SELECT max(p.seen_at) FROM presence p WHERE p.member_id = m.id) AS "seenAt",
			(SELECT count(*)::int FROM conversation c WHERE c.holder_id = m.id AND c.control = 'human') AS load`;

const MEMBERS = {
	name: "team-members",
	text: `SELECT ${COLUMNS} FROM member m WHERE NOT m.banned ORDER BY m.name, m.id`,
};

const ALL_MEMBERS = {
	name: "team-all-members",
	text: `SELECT ${COLUMNS} FROM member m ORDER BY m.banned, m.name, m.id`,
};

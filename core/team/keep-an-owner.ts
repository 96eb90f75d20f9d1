import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Refuses what would leave the shop without an owner. Of two owners who remove each other at once one is refused. */
export async function keepAnOwner(inside: Shop, { leaving }: { leaving: string }): Promise<void> {
	const owners = await inside.db.written<{ id: string }>(OWNERS, []);
	if (owners.every(({ id }) => id === leaving))
		throw new Refusal("not-allowed", "The shop needs an owner: make somebody else one first.");
}

const OWNERS = {
	name: "team-owners",
	text: "SELECT id FROM member WHERE role = 'owner' AND NOT banned ORDER BY id FOR UPDATE",
};

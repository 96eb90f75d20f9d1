import type { Shop, Statement } from "#core/shop.ts";

/** A clock that is moved by hand: in the demo, and in stories. */
export type MovableClock = {
	readonly shop: Shop;
	/** Where it shall stand at the end. */
	readonly until: Date;
	moveTo(moment: Date): void;
	/** Works off all that is due. */
	settle(): Promise<void>;
};

/** Lets time pass as it would by itself: stops at each moment at which something falls due, and works it off there. */
export async function passTime({ shop, until, moveTo, settle }: MovableClock): Promise<void> {
	await settle();
	for (let stops = 0; stops < MOST_STOPS; stops++) {
		const due = await nextDue(shop, until);
		if (!due) break;
		moveTo(due);
		await settle();
	}
	moveTo(until);
	await settle();
}

/** A year holds fewer moments of a few customers. */
const MOST_STOPS = 10_000;

async function nextDue(shop: Shop, until: Date): Promise<Date | undefined> {
	const [row] = await shop.db.written<{ at: Date | null }>(NEXT_DUE, [shop.now(), until]);
	return row?.at ?? undefined;
}

/** The turn of the hour counts too: days begin at some of them. */
const NEXT_DUE: Statement = {
	name: "next-due",
	text: `SELECT min(at) AS at FROM (
			SELECT min(wake_at) AS at FROM flow_run WHERE wake_at > $1::timestamptz
			UNION ALL SELECT min(fires_at) FROM flow_entry WHERE state = 'pending' AND fires_at > $1::timestamptz
			UNION ALL SELECT min(due_at) FROM errand WHERE state = 'waiting' AND due_at > $1::timestamptz
			UNION ALL SELECT min(due) FROM outbox WHERE state = 'pending' AND due > $1::timestamptz
			UNION ALL SELECT date_trunc('hour', $1::timestamptz) + interval '1 hour'
		) moments WHERE at <= $2::timestamptz`,
};

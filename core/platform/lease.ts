import type { Cancel, Timers } from "#core/timers.ts";
import type { OpenDatabase } from "./database.ts";
import type { Log } from "./log.ts";

/**
 * A name that only one process bears: `sender-1 telegram:7000001`. It is a lock of a database session of its own, so it
 * is free the moment its bearer dies, and a heartbeat, so that a bearer that hangs is seen by others.
 */
export type Lease = {
	readonly name: string;
	/** False once somebody may have taken over: the session is gone, or no heartbeat was written for 15 s. */
	alive(): boolean;
	/** Gives the name back. */
	release(): Promise<void>;
};

const HEARTBEAT = 5_000;
/** Others take over after 20 s; we stop before. */
const DOUBTFUL = 15_000;
const MOST_NAMES = 64;

/**
 * Takes the first free name of that kind. `lost` is told once if the name cannot be vouched for any more; the process
 * then takes a new one. `realNow` is the machine's clock: the shop's may be moved in the demo.
 */
export async function takeName({
	database,
	kind,
	owner,
	timers,
	realNow,
	lost,
	log,
}: {
	database: OpenDatabase;
	kind: string;
	/** This process, for whoever reads the table. */
	owner: string;
	timers: Timers;
	realNow: () => Date;
	lost: () => void;
	log: Log;
}): Promise<Lease> {
	const session = await database.connectAlone();
	let beatAt = realNow();
	let over = false;
	let cancel: Cancel = () => {};

	function lose(reason: string) {
		if (over) return;
		over = true;
		cancel();
		log.warn("a lease is lost", { kind, reason });
		void session.end().catch(() => {});
		lost();
	}

	async function beat(name: string) {
		const at = realNow();
		await session.query(BEAT, [name, owner, at]);
		beatAt = at;
	}

	function goOn(name: string) {
		cancel = timers.after(HEARTBEAT, () => {
			beat(name).then(
				() => over || goOn(name),
				(error) => lose(String(error)),
			);
		});
	}

	session.on("end", () => lose("the session ended"));
	for (let number = 1; number <= MOST_NAMES; number++) {
		const name = `${kind}-${number}`;
		const { rows } = await session.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS ours", [name]);
		if (rows[0]?.ours !== true) continue;
		await beat(name);
		goOn(name);
		return {
			name,
			alive: () => !over && realNow().getTime() - beatAt.getTime() < DOUBTFUL,
			async release() {
				over = true;
				cancel();
				await session.end();
			},
		};
	}
	over = true;
	await session.end();
	throw new Error(`${MOST_NAMES} processes bear a name of the kind ${kind} already: end some of them.`);
}

const BEAT = `INSERT INTO lease (name, owner, heartbeat) VALUES ($1, $2, $3::timestamptz)
	ON CONFLICT (name) DO UPDATE SET owner = $2, heartbeat = $3::timestamptz`;

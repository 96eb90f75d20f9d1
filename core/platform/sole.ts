import type { Cancel, Timers } from "#core/timers.ts";
import type { OpenDatabase } from "./database.ts";
import type { Log } from "./log.ts";

const LOOK_AGAIN_MS = 5_000;

/**
 * Does something that only one process may do, such as polling a bot: begins when this process gets the name, and gives
 * it up with the database session that holds it. Others wait and take over.
 */
export async function whenSole({
	database,
	name,
	timers,
	log,
	begin,
	end,
}: {
	database: OpenDatabase;
	name: string;
	timers: Timers;
	log: Log;
	begin: () => Promise<void>;
	/** The name is lost: another may have begun. */
	end: () => Promise<void>;
}): Promise<{ release(): Promise<void> }> {
	let released = false;
	let giveBack: () => Promise<void> = async () => {};
	let cancel: Cancel = () => {};

	async function tryOnce(): Promise<void> {
		if (released) return;
		const session = await database.connectAlone().catch(() => undefined);
		const got = await session
			?.query("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS ours", [name])
			.catch(() => undefined);
		if (!session || got?.rows[0]?.ours !== true) {
			await session?.end().catch(() => {});
			cancel = timers.after(LOOK_AGAIN_MS, () => void tryOnce());
			return;
		}
		giveBack = () => session.end();
		session.on("end", () => {
			if (released) return;
			log.warn("another process may take over", { name });
			void end().then(() => {
				cancel = timers.after(LOOK_AGAIN_MS, () => void tryOnce());
			});
		});
		await begin();
	}

	await tryOnce();
	return {
		async release() {
			released = true;
			cancel();
			await end();
			await giveBack();
		},
	};
}

import type pg from "pg";
import type { OpenDatabase } from "./database.ts";
import type { Log } from "./log.ts";

/** Hears one NOTIFY channel until closed. */
export type Ear = { close(): Promise<void> };

/**
 * Listens on a NOTIFY channel with a connection of its own. When the database goes away and comes back it listens again;
 * `missed` tells that something may have been said meanwhile.
 */
export async function openEar({
	database,
	channel,
	heard,
	missed = () => {},
	log,
	wait = (ms, then) => void setTimeout(then, ms).unref(),
}: {
	database: Pick<OpenDatabase, "connectAlone">;
	channel: string;
	heard: (payload: string) => void;
	missed?: () => void;
	log: Pick<Log, "warn">;
	/** Handed in so that tests need not sleep. */
	wait?: (ms: number, then: () => void) => void;
}): Promise<Ear> {
	let closed = false;
	let ear = await listen();

	async function listen(): Promise<pg.Client> {
		const client = await database.connectAlone();
		client.on("notification", ({ payload = "" }) => heard(payload));
		client.on("end", () => {
			if (!closed) wait(1000, () => void reconnect());
		});
		await client.query(`LISTEN ${channel}`);
		return client;
	}

	async function reconnect(): Promise<void> {
		if (closed) return;
		try {
			ear = await listen();
			missed();
		} catch (error) {
			log.warn("news cannot be heard: the database is away", { channel, error });
			wait(1000, () => void reconnect());
		}
	}

	return {
		async close() {
			closed = true;
			await ear.end();
		},
	};
}

import type { OpenDatabase } from "./database.ts";
import { openEar } from "./ear.ts";
import type { Log } from "./log.ts";

/** What changed, for browsers that show it: ids only, never words. */
export type News = {
	/** `viewer`: `<conversation>/<member>/<what they do>`; `mention`: a member whom a note names, or whose customer waits; `digest`: a day; `tip`: there is something to show to the staff. */
	readonly topic:
		| "conversation"
		| "customer"
		| "order"
		| "flow"
		| "health"
		| "account"
		| "viewer"
		| "mention"
		| "team"
		| "digest"
		| "tip";
	readonly id: string;
};

/** News between processes, over LISTEN/NOTIFY. Lost news cost a screen a refresh, never more. */
export type NewsDesk = {
	/** Coalesced: however often something changes, it is told at most once a beat. Never waits, never throws. */
	tell(topic: News["topic"], id: string): void;
	/** Hears what any process tells. Returns how to stop. */
	hear(listener: (news: readonly News[]) => void): () => void;
	close(): Promise<void>;
};

const CHANNEL = "prilavok_news";
/** NOTIFY takes at most 8,000 bytes; an item is under 70. */
const BATCH = 100;

/** `beat` is how long news are gathered, in ms; `wait` is handed in so that tests need not sleep. */
export async function openNews({
	database,
	log,
	beat = 100,
	wait = (ms, then) => void setTimeout(then, ms).unref(),
}: {
	database: OpenDatabase;
	log: Log;
	beat?: number;
	wait?: (ms: number, then: () => void) => void;
}): Promise<NewsDesk> {
	const listeners = new Set<(news: readonly News[]) => void>();
	const gathered = new Map<string, News>();
	let closed = false;
	const ear = await openEar({
		database,
		channel: CHANNEL,
		heard(payload) {
			const news = readNews(payload);
			for (const listener of listeners) listener(news);
		},
		log,
		wait,
	});

	async function flush(): Promise<void> {
		const batch = [...gathered.values()];
		gathered.clear();
		for (let from = 0; from < batch.length; from += BATCH) {
			const part = batch.slice(from, from + BATCH).map(({ topic, id }) => `${topic}:${id}`);
			await database.pool
				.query("SELECT pg_notify($1, $2)", [CHANNEL, part.join(" ")])
				.catch((error) => log.warn("news were not told", { error }));
		}
	}

	return {
		tell(topic, id) {
			if (closed) return;
			if (gathered.size === 0) wait(beat, () => void flush());
			gathered.set(`${topic}:${id}`, { topic, id });
		},
		hear(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			closed = true;
			await ear.close();
		},
	};
}

const TOPICS: ReadonlySet<string> = new Set<News["topic"]>([
	"conversation",
	"customer",
	"order",
	"flow",
	"health",
	"account",
	"viewer",
	"mention",
	"team",
]);

function isTopic(word: string): word is News["topic"] {
	return TOPICS.has(word);
}

function readNews(payload: string): News[] {
	return payload.split(" ").flatMap((item) => {
		const [topic = "", id = ""] = item.split(/:(.*)/s);
		return isTopic(topic) ? [{ topic, id }] : [];
	});
}

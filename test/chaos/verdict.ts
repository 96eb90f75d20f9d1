import type { Shop } from "#core/shop.ts";
import type { TelegramStandin } from "#test/standins/telegram/server.ts";

/** What the shop knows beside what the customers saw: every difference is a broken promise. */
export type Verdict = {
	/** Updates that Telegram counts as confirmed and that the inbox or the thread lacks, or has twice. */
	readonly lostUpdates: string[];
	readonly doubledUpdates: string[];
	/** Messages that the shop takes for sent and nobody saw. */
	readonly unseen: string[];
	/** Messages on a telephone that the shop knows nothing of. */
	readonly unexplained: string[];
	/** Marketing that somebody saw twice. */
	readonly marketingTwice: string[];
	/** Rows of the outbox that came to another end than `sent`. */
	readonly ends: Readonly<Record<string, number>>;
	readonly marketing: number;
	readonly unknown: number;
	/** Messages of all kinds that were shown more often than they were tried. */
	readonly tooOften: string[];
	/** How often a message that is no marketing was shown once more. */
	readonly repeats: number;
};

/** Compares the journal of the messenger with the database. */
export async function judge(shop: Shop, standin: TelegramStandin): Promise<Verdict> {
	const said = await shop.db.written<Said>(SAID, []);
	const seen = standin.journal.sights.flatMap((sight) =>
		sight.kind === "message" && sight.message.from?.is_bot === true
			? [{ id: `${sight.chat}/${sight.messageId}`, chat: String(sight.chat), text: sight.text }]
			: [],
	);
	const seenIds = new Set(seen.map(({ id }) => id));
	const known = new Set(said.flatMap(({ chat, refs }) => refs.map((ref) => `${chat}/${ref}`)));
	const texts = countBy(said, ({ chat, text }) => `${chat} ${text}`);
	const tries = new Map<string, number>();
	for (const { chat, text, attempt } of said)
		tries.set(`${chat} ${text}`, (tries.get(`${chat} ${text}`) ?? 0) + attempt);
	const seenTexts = countBy(seen, ({ chat, text }) => `${chat} ${text}`);
	const marketing = said.filter((row) => row.marketing);
	return {
		...(await updatesOf(shop, standin)),
		unseen: said
			.filter(({ state, chat, refs }) => state === "sent" && !refs.some((ref) => seenIds.has(`${chat}/${ref}`)))
			.map(describe),
		unexplained: seen
			.filter(({ id, chat, text }) => !known.has(id) && !texts.has(`${chat} ${text}`))
			.map(({ id }) => id),
		marketingTwice: marketing
			.filter(({ chat, text }) => (seenTexts.get(`${chat} ${text}`) ?? 0) > (texts.get(`${chat} ${text}`) ?? 0))
			.map(describe),
		tooOften: [...seenTexts].filter(([key, times]) => times > (tries.get(key) ?? 0)).map(([key]) => key),
		ends: Object.fromEntries(countBy(said, ({ marketing: is, state }) => `${is ? "marketing" : "other"} ${state}`)),
		marketing: marketing.length,
		unknown: said.filter(({ state }) => state === "unknown").length,
		repeats:
			seen.length - said.filter(({ state, refs }) => state === "sent" && refs.length > 0).length - shownUnknown(),
	};

	/** An unknown message may have been shown, once. */
	function shownUnknown(): number {
		const unknown = marketing.filter(({ state }) => state === "unknown");
		return unknown.filter(({ chat, text }) => seenTexts.has(`${chat} ${text}`)).length;
	}
}

async function updatesOf(shop: Shop, standin: TelegramStandin) {
	const inbox = countBy(await shop.db.written<{ key: string; state: string }>(INBOX, []), ({ key }) => key);
	const thread = await shop.db.written<{ chat: string; external: string; rows: number }>(HEARD, []);
	const heard = new Map(thread.map(({ chat, external, rows }) => [`${chat}/${external}`, rows]));
	const messages = [...standin.service.bot().chats].flatMap(([person, { messages: all }]) =>
		[...all.values()].filter(({ from }) => from?.is_bot !== true).map(({ message_id: id }) => `${person}/${id}`),
	);
	const confirmed = [...standin.journal.updates.values()].filter(({ fate }) => fate === "confirmed");
	const presses = confirmed.filter(({ kind }) => kind === "callback_query").length;
	const [pressed] = await shop.db.written<{ rows: number }>(PRESSED, []);
	return {
		lostUpdates: [
			...confirmed.filter(({ id }) => !inbox.has(String(id))).map(({ id }) => `update ${id} is not in the inbox`),
			...messages.filter((id) => !heard.has(id)).map((id) => `message ${id} is not in the thread`),
			...(pressed && pressed.rows < presses ? [`${presses - pressed.rows} presses are not in the thread`] : []),
		],
		doubledUpdates: [
			...[...heard].filter(([, rows]) => rows > 1).map(([id]) => `message ${id} stands in the thread twice`),
			...(pressed && pressed.rows > presses ? [`${pressed.rows - presses} presses stand in the thread twice`] : []),
		],
	};
}

type Said = { chat: string; text: string; marketing: boolean; state: string; attempt: number; refs: string[] };

const SAID = {
	name: "chaos-said",
	text: `SELECT c.native_id AS chat, o.content->>'text' AS text, o.marketing, o.state::text AS state, o.attempt, o.refs
		FROM outbox o JOIN chat c ON c.id = o.chat_id`,
};
const INBOX = { name: "chaos-inbox", text: "SELECT key, state::text AS state FROM inbox WHERE state = 'done'" };
const HEARD = {
	name: "chaos-heard",
	text: `SELECT c.native_id AS chat, m.external_id AS external, count(*)::int AS rows
		FROM message m JOIN chat c ON c.id = m.chat_id
		WHERE m.direction = 'heard' AND m.external_id IS NOT NULL GROUP BY 1, 2`,
};
const PRESSED = {
	name: "chaos-pressed",
	text: "SELECT count(*)::int AS rows FROM message WHERE direction = 'heard' AND kind = 'pressed'",
};

function describe({ chat, text, state }: Said): string {
	return `${state}, to ${chat}: ${text}`;
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
	return counts;
}

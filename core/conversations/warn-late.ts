import { inLanguage } from "#core/in-language.ts";
import type { Shop, Statement } from "#core/shop.ts";

/** Shows a line in a customer's topic at the desk. */
export type PostInTopic = (post: {
	readonly key: string;
	readonly text: string;
	readonly buttons: readonly never[];
	readonly to: { readonly conversationId: string };
}) => Promise<boolean>;

/**
 * Warns the desk of customers whom nobody leads and for whose answer four fifths of the promised time are over: once a wait.
 * The row says that it was done, after the post: a post told twice is one, by its key.
 */
export async function warnLate(
	shop: Shop,
	{ post, language, zone }: { post: PostInTopic; language: string; zone: string },
): Promise<void> {
	const words = inLanguage(language, WORDS);
	for (const { id, answerBy, since } of await shop.db.written<Waiting>(WAITING, [shop.now()])) {
		const clock = answerBy.toLocaleTimeString(language, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
		const key = `late ${id} ${since.getTime()}`;
		await post({ key, text: words(clock), buttons: [], to: { conversationId: id } });
		await shop.db.written(WARNED, [id, since]);
	}
}

type Waiting = { readonly id: string; readonly answerBy: Date; readonly since: Date };

const WORDS = {
	ru: (by: string) => `⏳ Ответ обещан до ${by}, а разговор ещё никто не взял.`,
	en: (by: string) => `⏳ An answer is promised by ${by}, and nobody has taken the conversation yet.`,
};

const WAITING: Statement = {
	name: "conversations-warn-late",
	text: `SELECT c.id, c.answer_by AS "answerBy", c.unanswered_since AS since FROM conversation c
		WHERE c.control = 'asked' AND c.unanswered_since IS NOT NULL AND c.answer_by IS NOT NULL AND NOT 'sla' = ANY(c.watched)
			AND $1::timestamptz >= c.unanswered_since + (c.answer_by - c.unanswered_since) * 0.8
		ORDER BY c.answer_by LIMIT 50`,
};

/** Not if they were answered meanwhile: the next wait is another. */
const WARNED: Statement = {
	name: "conversations-warned-late",
	text: `UPDATE conversation SET watched = array_append(watched, 'sla')
		WHERE id = $1::uuid AND unanswered_since = $2::timestamptz`,
};

import { listCustomers } from "#core/customers/list-customers.ts";
import type { Shop } from "#core/shop.ts";

export type FoundMessage = {
	readonly id: bigint;
	readonly conversationId: string;
	readonly customerId: string;
	readonly author: string;
	readonly text: string;
	readonly at: Date;
};

const MOST = 30;

/** Finds messages by words in any form, newest first, and customers by name (typos forgiven), phone or order number. */
export async function searchConversations(shop: Shop, { words, teams }: { words: string; teams: readonly string[] }) {
	const [customers, messages] = await Promise.all([
		listCustomers(shop, { search: words, limit: 10 }),
		searchMessages(shop, [words, MOST, [...teams]]),
	]);
	const ids = [...new Set([...customers.items.map(({ id }) => id), ...messages.map(({ customerId }) => customerId)])];
	const people = await shop.db.customer.findMany({
		where: { id: { in: ids } },
		select: { id: true, firstName: true, lastName: true, phone: true, conversation: { select: { id: true } } },
	});
	return { customers: customers.items, messages, people: new Map(people.map((person) => [person.id, person])) };
}

/**
 * A word that everybody uses is found often enough among the latest messages; any other is found by the index of words, which must
 * not be asked for the former: it would bring half the shop. Left to itself PostgreSQL reads backwards for both.
 */
async function searchMessages(shop: Shop, wishes: readonly unknown[]): Promise<FoundMessage[]> {
	const latest = await shop.db.written<FoundMessage>(AMONG_LATEST, wishes);
	return latest.length === MOST ? latest : shop.db.written<FoundMessage>(BY_INDEX, wishes);
}

const MEANS = "to_tsvector('russian', text) @@ websearch_to_tsquery('russian', $1)";
const LATEST = 3_000;

const search = (name: string, hits: string) => ({
	name,
	text: `WITH hit AS MATERIALIZED (${hits})
		SELECT m.id, m.conversation_id AS "conversationId", c.customer_id AS "customerId", m.author, m.text, m.at
		FROM (SELECT id FROM hit ORDER BY id DESC LIMIT $2) h JOIN message m ON m.id = h.id
			JOIN conversation c ON c.id = m.conversation_id
		WHERE cardinality($3::text[]) = 0 OR c.team IS NULL OR c.team = ANY($3::text[])
		ORDER BY m.id DESC`,
});

const AMONG_LATEST = search(
	"search-latest-messages",
	`SELECT id FROM (SELECT id, text FROM message ORDER BY id DESC LIMIT ${LATEST}) latest WHERE ${MEANS}`,
);
const BY_INDEX = search("search-messages", `SELECT id FROM message WHERE ${MEANS}`);

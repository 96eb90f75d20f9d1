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
		shop.db.written<FoundMessage>(SEARCH, [words, MOST, [...teams]]),
	]);
	const ids = [...new Set([...customers.items.map(({ id }) => id), ...messages.map(({ customerId }) => customerId)])];
	const people = await shop.db.customer.findMany({
		where: { id: { in: ids } },
		select: { id: true, firstName: true, lastName: true, phone: true, conversation: { select: { id: true } } },
	});
	return { customers: customers.items, messages, people: new Map(people.map((person) => [person.id, person])) };
}

const SEARCH = {
	name: "search-messages",
	text: `SELECT m.id, m.conversation_id AS "conversationId", c.customer_id AS "customerId", m.author, m.text, m.at
		FROM (
			SELECT id FROM message
			WHERE to_tsvector('russian', text) @@ websearch_to_tsquery('russian', $1)
			ORDER BY id DESC LIMIT $2
		) hit JOIN message m ON m.id = hit.id JOIN conversation c ON c.id = m.conversation_id
		WHERE cardinality($3::text[]) = 0 OR c.team IS NULL OR c.team = ANY($3::text[])
		ORDER BY m.id DESC`,
};

import { listCustomers } from "#core/customers/list-customers.ts";
import type { Shop, Statement } from "#core/shop.ts";

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
		searchMessages(shop, words, teams),
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
async function searchMessages(shop: Shop, words: string, teams: readonly string[]): Promise<FoundMessage[]> {
	const [latest, byIndex] = teams.length === 0 ? OF_ALL : OF_TEAMS;
	const values = [words, MOST, ...(teams.length === 0 ? [] : [teams])];
	const found = await shop.db.written<FoundMessage>(latest, values);
	return found.length === MOST ? found : shop.db.written<FoundMessage>(byIndex, values);
}

const MEANS = "to_tsvector('russian', text) @@ websearch_to_tsquery('russian', $1)";
const LATEST = `SELECT id, conversation_id FROM (SELECT id, conversation_id, text FROM message ORDER BY id DESC LIMIT 3000) latest
	WHERE ${MEANS}`;
const BY_INDEX = `SELECT id, conversation_id FROM message WHERE ${MEANS}`;

const OF_ALL = [search("latest-messages", LATEST, ""), search("messages", BY_INDEX, "")] as const;
const THEIRS = "JOIN conversation c ON c.id = hit.conversation_id WHERE c.team IS NULL OR c.team = ANY($3::text[])";
const OF_TEAMS = [
	search("latest-messages-of-teams", LATEST, THEIRS),
	search("messages-of-teams", BY_INDEX, THEIRS),
] as const;

/** `whose` is asked before the page is cut: what others have found may not take its lines. By `id + 0`, or all messages were read backwards. */
function search(name: string, hits: string, whose: string): Statement {
	return {
		name: `search-${name}`,
		text: `SELECT m.id, m.conversation_id AS "conversationId", c.customer_id AS "customerId", m.author, m.text, m.at
			FROM (SELECT hit.id FROM (${hits}) hit ${whose} ORDER BY hit.id + 0 DESC LIMIT $2) page
				JOIN message m ON m.id = page.id JOIN conversation c ON c.id = m.conversation_id
			ORDER BY m.id DESC`,
		planned: "anew",
	};
}

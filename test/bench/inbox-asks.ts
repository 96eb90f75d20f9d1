import type { Pool } from "pg";
import {
	type ConversationView,
	countConversations,
	type ListWishes,
	listConversations,
} from "#core/conversations/list-conversations.ts";
import { readThread } from "#core/conversations/read-thread.ts";
import { searchConversations } from "#core/conversations/search-conversations.ts";
import type { Shop } from "#core/shop.ts";
import { valuesInUse } from "#core/values-in-use.ts";

/** What a screen asks of the server. */
export type Ask = readonly [name: string, ask: (shop: Shop) => Promise<unknown>];

const ME = "member-1";
const MINE = { memberId: ME, teams: [] };
const PAGE = { ...MINE, limit: 50 };

const VIEWS: readonly ConversationView[] = [
	...(["queue", "all", "unanswered", "asked", "mine", "free", "team", "parked", "mentions", "closed"] as const),
];

/** What is kept under a name by somebody who looks at few. */
const SAVED: ListWishes = { ...PAGE, view: "unanswered", channel: "whatsapp", tag: "опт", team: "care" };

/** The inbox: its lists, its counts, its threads, and what is found in them. */
export async function inboxAsks(shop: Shop, pool: Pool): Promise<readonly Ask[]> {
	const latest = (await listConversations(shop, { ...PAGE, view: "all" })).items[0]?.id ?? "";
	const long = await longest(pool);
	const thread = (name: string, id: string, before?: string): Ask => [
		`thread: ${name}`,
		(asked) => readThread(asked, { id, memberId: ME, before }),
	];
	return [
		...VIEWS.map((view) => list(view, { ...PAGE, view })),
		list("the queue's second page", { ...PAGE, view: "queue", after: await far(shop, "queue", 1) }),
		list("all, 500th page", { ...PAGE, view: "all", after: await far(shop, "all", 500) }),
		list("closed, 400th page", { ...PAGE, view: "closed", after: await far(shop, "closed", 400) }),
		list("of a team", { ...PAGE, view: "all", team: "care" }),
		list("of a rare team", { ...PAGE, view: "all", team: "gifts" }),
		list("for a member of a rare team", { ...PAGE, view: "closed", teams: ["gifts"] }),
		list("of a channel", { ...PAGE, view: "all", channel: "whatsapp" }),
		list("of a rare channel", { ...PAGE, view: "all", channel: "console" }),
		list("of a tag", { ...PAGE, view: "all", tag: "розница" }),
		list("of a rare tag", { ...PAGE, view: "all", tag: "vip" }),
		list("of no such tag", { ...PAGE, view: "closed", tag: "нет такой" }),
		list("saved", SAVED),
		["inbox: counts", (asked) => countConversations(asked, MINE)],
		["inbox: counts of a team", (asked) => countConversations(asked, { ...MINE, teams: ["care"] })],
		["inbox: tags", (asked) => valuesInUse(asked, "tags")],
		[
			"inbox: back after a lost stream",
			(asked) =>
				Promise.all([
					listConversations(asked, { ...PAGE, view: "queue" }),
					countConversations(asked, MINE),
					readThread(asked, { id: latest, memberId: ME }),
				]),
		],
		thread("the latest", latest),
		thread("the longest", long.id),
		thread("the longest, its middle", long.id, long.middle),
		thread("the longest, its beginning", long.id, long.beginning),
		search("a word that all use", "заказ"),
		search("two words that all use", "заказ завтра"),
		search("two words that never meet", "торт молоко"),
		search("a word of one in 151", "клубника"),
		search("a word of another season", "праздник"),
		search("a rare word", "самовар"),
		search("the same, another ending", "самоварами"),
		search("a rare and a common word", "самовар доставка"),
		search("a very rare word", "паровозы"),
		search("a phone in a message", "+79003712709"),
		search("a number of an order", "№ 4711"),
		search("a name", "Рокоссовский"),
		search("a name that many have", "Анна"),
		search("a name as it sounds", "рокасовский"),
		search("two letters", "ко"),
		search("nothing", "абракадабра"),
	];

	function list(name: string, wishes: ListWishes): Ask {
		return [`inbox: ${name}`, (asked) => listConversations(asked, wishes)];
	}

	function search(name: string, words: string): Ask {
		return [`search: ${name}`, (asked) => searchConversations(asked, { words, teams: [] })];
	}
}

/** Where somebody is who has turned so many pages. */
async function far(shop: Shop, view: ConversationView, pages: number): Promise<string | undefined> {
	let after: string | undefined;
	for (let left = pages * 50; left > 0; left -= 200)
		after = (await listConversations(shop, { ...PAGE, view, limit: Math.min(left, 200), after })).next ?? after;
	return after;
}

type Long = { readonly id: string; readonly middle: string; readonly beginning: string };

async function longest(pool: Pool): Promise<Long> {
	const { rows } = await pool.query<Long>(
		`SELECT conversation_id AS id, ((min(id) + max(id)) / 2)::text AS middle, (min(id) + 100)::text AS beginning
			FROM message GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
	);
	if (!rows[0]) throw new Error("There is no message.");
	return rows[0];
}

import { cutText } from "#core/cut-text.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { mayAskAbout } from "./consult.ts";
import type { FlowBook } from "./flow-book.ts";
import { listReplies, type RootsOf } from "./list-replies.ts";
import { openMask } from "./mask.ts";
import { personalTexts } from "./personal-texts.ts";
import type { Roots } from "./talk.ts";

/** What a member may have proposed: words to answer with, or what a conversation is about. */
export type Wish = "reply" | "summary";

/** Everything that is told to whoever writes; all of it is masked. Lines are oldest first. */
export type WritingTask = {
	readonly wish: Wish;
	/** BCP 47: of what is to be written. */
	readonly language: string;
	readonly lines: readonly { readonly by: "customer" | "bot" | "staff"; readonly text: string }[];
	/** What the shop says in such cases. */
	readonly readyReplies: readonly string[];
	/** What is known of the customer's cart and last order, and of the shop. */
	readonly facts: string;
};

/** Somebody who may be asked to write, and answers within a bounded time or not at all. Never throws. */
export type Scribe = { write(task: WritingTask): Promise<string | undefined> };

type ProposalParts = { readonly scribe: Scribe; readonly book: FlowBook; readonly rootsOf: RootsOf };
type Asking = {
	readonly conversationId: string;
	readonly wish: Wish;
	readonly memberId: string;
	/** The member's, in which a summary is written; a reply is in the customer's. */
	readonly language: string;
};

const LINES = 40;
const LONGEST_LINE = 600;
const LONGEST_PROPOSAL = 4_000;
const READY_REPLIES = 20;

/**
 * Has a reply or a summary proposed for a member, who sends it, changes it or leaves it: nothing leaves by itself. Who the
 * customer is stays in the house. Refuses where there is nothing to go by, where today's questions about this customer are
 * used up, and where nobody has answered in time.
 */
export async function propose(
	shop: Shop,
	{ scribe, book, rootsOf }: ProposalParts,
	{ conversationId, wish, memberId, language: reader }: Asking,
): Promise<string> {
	const lines = await lastLines(shop, conversationId);
	if (!lines.some(({ by }) => by === "customer"))
		throw new Refusal("stale", "The customer has not written anything yet.");
	const { roots, language } = await rootsOf(shop, conversationId);
	if (!(await mayAskAbout(shop, String(roots.customer.id))))
		throw new Refusal("limit", "The assistant has been asked often enough about this customer today.");
	const mask = openMask(personalTexts(roots.customer));
	const replies = wish === "reply" ? await listReplies(shop, { book, memberId, rootsOf, conversationId }) : [];
	const written = await scribe.write({
		wish,
		language: wish === "reply" ? language : reader,
		lines: lines.map(({ by, text }) => ({ by, text: mask.mask(text) })),
		readyReplies: replies.slice(0, READY_REPLIES).map(({ text }) => mask.mask(text)),
		facts: mask.mask(JSON.stringify(factsOf(roots))),
	});
	const text = written && mask.unmask(written).trim();
	if (!text) throw new Refusal("unavailable", "The assistant has not answered. Try again, or write yourself.");
	return cutText(text, LONGEST_PROPOSAL);
}

/** What was said to and by the customer; notes among staff are nobody else's business. */
async function lastLines(shop: Shop, conversationId: string): Promise<WritingTask["lines"]> {
	const rows = await shop.db.message.findMany({
		where: { conversationId, NOT: [{ text: "" }, { author: { startsWith: "note:" } }] },
		orderBy: { id: "desc" },
		take: LINES,
		select: { author: true, text: true },
	});
	return rows.reverse().map(({ author, text }) => {
		const by = author === "customer" ? "customer" : author.startsWith("operator:") ? "staff" : "bot";
		return { by, text: cutText(text, LONGEST_LINE) } as const;
	});
}

function factsOf({ customer, cart, shop }: Roots) {
	const { name, address, hours, phone } = shop;
	return {
		cart,
		last_order: customer.last_order,
		orders: customer.orders_count,
		shop: { name, address, hours, phone },
	};
}

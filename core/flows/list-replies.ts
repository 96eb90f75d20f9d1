import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { FlowBook } from "./flow-book.ts";
import type { ReplyFile } from "./flow-file.ts";
import type { Roots, Value } from "./talk.ts";
import { knownText, renderPlain } from "./texts.ts";
import { Wanting, type World } from "./world.ts";

/** A canned reply, ready to be sent; a macro does more. */
export type CannedReply = {
	readonly key: string;
	readonly title: string;
	readonly text: string;
	readonly of: "team" | "own";
	readonly does: { tags: string[]; untags: string[]; passTo: string | null; note: string | null; close: boolean };
};

/** What texts of replies may name, as the flows see it; main.ts hands it in. */
export type RootsOf = (
	shop: Shop,
	conversationId: string,
) => Promise<{ roots: Roots; language: string; zone: string; currency: string }>;

type Wishes = {
	readonly book: FlowBook;
	readonly memberId: string;
	readonly rootsOf: RootsOf;
	/** Their variables are filled in for this conversation; absent: they are shown as written. */
	readonly conversationId?: string | undefined;
};

/** The replies of the team's files, and those of one's own. */
export async function listReplies(
	shop: Shop,
	{ book, memberId, rootsOf, conversationId }: Wishes,
): Promise<CannedReply[]> {
	const fill = await filler(shop, { book, rootsOf, conversationId });
	const own = await shop.db.ownReply.findMany({ where: { memberId }, orderBy: { key: "asc" } });
	return [
		...own.map(({ key, text }) => ({ key, title: key, text, of: "own" as const, does: doesOf({}) })),
		...[...book.replies].map(([key, file]) => ({
			...{ key, title: file.title, of: "team" as const, does: doesOf(file) },
			text: fill(file.text ?? ""),
		})),
	];
}

/** One of the team's, filled in for a conversation. */
export async function findReply(
	shop: Shop,
	{ key, ...wishes }: Omit<Wishes, "memberId"> & { key: string },
): Promise<CannedReply> {
	const file = wishes.book.replies.get(key);
	if (!file) throw new Refusal("not-found", "There is no such reply.");
	const fill = await filler(shop, wishes);
	return { key, title: file.title, of: "team", does: doesOf(file), text: fill(file.text ?? "") };
}

async function filler(shop: Shop, { book, rootsOf, conversationId }: Omit<Wishes, "memberId">) {
	if (conversationId === undefined) return (text: string) => text;
	const { roots, ...reader } = await rootsOf(shop, conversationId);
	const names = new Map<string, Value>(Object.entries(roots));
	const world: World = {
		...{ ...reader, now: shop.now() },
		lookup: (name) => names.get(name),
		// Functions that ask the database are for flows: such a reply is shown as it is written.
		call(fn, args) {
			throw new Wanting(fn, args);
		},
		phrase: (id) => book.settings.phrases[id],
	};
	return (text: string) => {
		try {
			return renderPlain(knownText(text), world);
		} catch (error) {
			if (error instanceof Wanting) return text;
			throw error;
		}
	};
}

function doesOf({ do: does = {} }: Pick<ReplyFile, "do">): CannedReply["does"] {
	return {
		tags: does.tag ?? [],
		untags: does.untag ?? [],
		passTo: does.pass ?? null,
		note: does.note ?? null,
		close: does.close ?? false,
	};
}

import type { FlowBook } from "#core/flows/flow-book.ts";
import type { Shop } from "#core/shop.ts";
import { readScore } from "./judge-tip.ts";
import type { Score } from "./score.ts";

/** Tips that wait for an answer: all that a member may see, or those of one customer's conversation. The newest first. */
export function listOpenTips(shop: Shop, { conversationId }: { conversationId?: string | undefined }) {
	return shop.db.tip.findMany({
		where: { state: "open", ...(conversationId && { conversationId }) },
		orderBy: { shownAt: "desc" },
		take: 100,
	});
}

/** A tip of the files with how it does. */
export type TipStanding = {
	readonly tip: string;
	readonly title: string;
	readonly author: string | null;
	readonly isOff: boolean;
	readonly score: Score;
};

/** The tips of `flows/tips` with their scores. */
export async function listStandings(shop: Shop, { tips }: Pick<FlowBook, "tips">): Promise<TipStanding[]> {
	const off = await shop.db.tipSwitch.findMany({ where: { isOff: true } });
	return Promise.all(
		[...tips].map(async ([tip, { title, author }]) => ({
			...{ tip, title, author: author ?? null },
			isOff: off.some((one) => one.tip === tip),
			score: await readScore(shop, tip),
		})),
	);
}

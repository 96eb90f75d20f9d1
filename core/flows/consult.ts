import type { Shop, Statement } from "#core/shop.ts";
import type { Puzzle } from "./puzzle.ts";
import { type Reply, readVerdict } from "./read-verdict.ts";
import type { Verdict } from "./talk.ts";

/** Somebody who may be asked what words mean, and answers within a bounded time or not at all. Never throws. */
export type Assistant = { ask(puzzle: Omit<Puzzle, "mask">): Promise<Reply | undefined> };

/** Asks what a message means; `none` where nobody knows, or the customer has been guessed about enough today. */
export type Consult = (puzzle: Puzzle, customerId: string) => Promise<Verdict | "none">;

/** So many questions a day about one customer: somebody who writes at random all day costs no more than that. */
export const GUESSES_A_DAY = 30;

/** Opens the way to an assistant. Each question is counted before it is asked, so that nothing is asked for free. */
export function openConsult(shop: Shop, assistant: Assistant, { perDay = GUESSES_A_DAY } = {}): Consult {
	return async (puzzle, customerId) => {
		if (!(await mayAskAbout(shop, customerId, perDay))) return "none";
		const { mask: _, ...open } = puzzle;
		const reply = await assistant.ask(open);
		return reply ? readVerdict(puzzle, reply) : "none";
	};
}

/** Counts one more question about a customer; false: the day's are used up. */
export async function mayAskAbout(shop: Shop, customerId: string, perDay = GUESSES_A_DAY): Promise<boolean> {
	return (await shop.db.written(COUNT, [customerId, shop.now(), perDay])).length > 0;
}

/** No row: the day's guesses are used up. */
const COUNT: Statement = {
	name: "consult-count",
	text: `INSERT INTO assistant_use AS u (customer_id, day, asked) VALUES ($1::uuid, $2::timestamptz::date, 1)
		ON CONFLICT (customer_id, day) DO UPDATE SET asked = u.asked + 1 WHERE u.asked < $3::int RETURNING asked`,
};

import { Refusal, type RefusalCode } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** What became of each order of a handful; `code` and `message`: why it stayed as it was, for programs and to a person. */
export type Handful = {
	readonly done: readonly { readonly id: string; readonly number: number }[];
	readonly refused: readonly {
		readonly id: string;
		readonly number: number | null;
		readonly code: RefusalCode;
		readonly message: string;
	}[];
};

/** Does the same to each, one by one, each in its own transaction: one refused keeps no other back. */
export async function eachOrder(
	shop: Shop,
	ids: readonly string[],
	deed: (orderId: string) => Promise<void>,
): Promise<Handful> {
	const rows = await shop.db.order.findMany({ where: { id: { in: [...ids] } }, select: { id: true, number: true } });
	const numbers = new Map(rows.map(({ id, number }) => [id, number]));
	const done: Handful["done"][number][] = [];
	const refused: Handful["refused"][number][] = [];
	for (const id of new Set(ids)) {
		const number = numbers.get(id) ?? null;
		try {
			await deed(id);
			if (number !== null) done.push({ id, number });
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			refused.push({ id, number, code: error.code, message: error.message });
		}
	}
	return { done, refused };
}

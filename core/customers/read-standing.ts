import type { Shop } from "#core/shop.ts";
import { ADVERTISED, SPOKEN, TOUCHED } from "./undo-sql.ts";
import type { StandingCustomer } from "./weigh-undo.ts";

/** How the customers of an import stand today, as far as it matters for taking the import back. Who is gone is absent. */
export async function readStanding(
	shop: Shop,
	people: readonly { readonly customerId: string; readonly isNew: boolean }[],
): Promise<ReadonlyMap<string, StandingCustomer>> {
	const ids = people.map(({ customerId }) => customerId);
	const made = people.filter(({ isNew }) => isNew).map(({ customerId }) => customerId);
	const customers = await shop.db.customer.findMany({
		where: { id: { in: ids } },
		include: {
			...{ tags: true, attributes: true, consents: { orderBy: { id: "asc" } } },
			identities: { include: { chats: { select: { id: true } } } },
			conversation: { select: { id: true, version: true } },
		},
	});
	const touched = await shop.db.written<{ customer: string; table: string }>(TOUCHED, [made]);
	const advertised = await shop.db.written<{ customer: string; at: Date }>(ADVERTISED, [ids]);
	const spoken = new Set((await shop.db.written<{ chat: string }>(SPOKEN, [ids])).map(({ chat }) => chat));
	return new Map(
		customers.map(({ tags, attributes, consents, identities, conversation, ...row }) => [
			row.id,
			{
				...{ columns: columnsOf(row), mergedIntoId: row.mergedIntoId, erasedAt: row.erasedAt },
				...{ tags, attributes, conversation },
				consents: consents.map(({ id, state }) => ({ id: String(id), state })),
				identities: identities.map(({ id, proof, chats }) => {
					const all = chats.map((chat) => chat.id);
					return { id, proof, chats: all, spoken: all.filter((chat) => spoken.has(chat)) };
				}),
				touched: touched.filter(({ customer }) => customer === row.id).map(({ table }) => table),
				advertisedAt: advertised.find(({ customer }) => customer === row.id)?.at ?? null,
			},
		]),
	);
}

/** What people and programs may write there. */
function columnsOf(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(row).filter(([column]) => !OF_THE_ROW.has(column)));
}

const OF_THE_ROW: ReadonlySet<string> = new Set(["id", "source", "createdAt", "erasedAt", "mergedIntoId"]);

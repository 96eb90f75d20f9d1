import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { ONE_PERSON, THEIR_MEDIA, TOLD } from "./person-sql.ts";

/** All that we keep of a person, table by table, and which files belong to it. */
export type PersonFile = {
	readonly customerId: string;
	readonly at: string;
	readonly tables: Readonly<Record<string, readonly unknown[]>>;
	readonly media: readonly { readonly id: string; readonly name: string; readonly mime: string }[];
};

/** Puts together what a person may ask for; who had it made is written down. */
export async function exportPerson(
	shop: Shop,
	{ customerId, actor }: { customerId: string; actor: `operator:${string}` },
): Promise<PersonFile> {
	return shop.atomically(async (inside) => {
		const ids = (await inside.db.written<{ id: string }>(ONE_PERSON, [customerId])).map(({ id }) => id);
		if (ids.length === 0) throw new Refusal("not-found", "There is no such customer.");
		const tables: Record<string, unknown[]> = {};
		for (const { table, statement } of TOLD) {
			const rows = await inside.db.written<{ row: unknown }>(statement, [ids]);
			tables[table] = rows.map(({ row }) => row);
		}
		const files = await inside.db.written<{ id: string; name: string; mime: string }>(THEIR_MEDIA, [ids]);
		await noteAudit(inside, { actor, act: "customers.export", thing: `customer:${customerId}` });
		const media = files.map(({ id, name, mime }) => ({ id, name, mime }));
		return { customerId, at: inside.now().toISOString(), tables, media };
	});
}

import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { LOCK_CONVERSATIONS } from "./merge-sql.ts";
import { ERASE, ONE_PERSON, STILL_NEEDED, THEIR_MEDIA } from "./person-sql.ts";

/** Removes a file of the media folder; none there is as good. */
export type RemoveFile = (path: string) => Promise<void>;

/**
 * Forgets a person: words, names, numbers, chats and files are gone; orders stay for the books, without a name. Writes the
 * person again, we meet for the first time.
 */
export async function erasePerson(
	shop: Shop,
	{ customerId, actor, removeFile }: { customerId: string; actor: `operator:${string}`; removeFile: RemoveFile },
): Promise<void> {
	const paths = await shop.atomically(async (inside) => {
		const { db } = inside;
		const ids = (await db.written<{ id: string }>(ONE_PERSON, [customerId])).map(({ id }) => id);
		const customer = await db.customer.findUnique({ where: { id: customerId } });
		if (!customer || customer.erasedAt) throw new Refusal("not-found", "There is no such customer.");
		if (customer.mergedIntoId) throw new Refusal("stale", "This customer was linked to another: erase that one.");
		await db.written(LOCK_CONVERSATIONS, [ids]);
		const files = await db.written<{ id: string; path: string }>(THEIR_MEDIA, [ids]);
		for (const statement of ERASE) await db.written(statement, [ids]);
		await db.media.deleteMany({ where: { id: { in: files.map(({ id }) => id) } } });
		await db.customer.updateMany({ where: { id: { in: ids } }, data: { erasedAt: inside.now() } });
		await noteAudit(inside, { actor, act: "customers.erase", thing: `customer:${customerId}` });
		const all = files.map(({ path }) => path);
		const needed = new Set((await db.written<{ path: string }>(STILL_NEEDED, [all])).map(({ path }) => path));
		return all.filter((path) => !needed.has(path));
	});
	// After the commit: a file without its row is litter, a row without its file is a hole in the thread.
	for (const path of new Set(paths)) await removeFile(path);
}

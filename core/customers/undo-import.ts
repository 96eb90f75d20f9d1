import type { Errands } from "#core/errands.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { nothing, readWritten } from "./imported-person.ts";
import { LOCK_CONVERSATIONS } from "./merge-sql.ts";
import { readStanding } from "./read-standing.ts";
import { EMPTY_FIELDS, LOCK_CUSTOMERS, REMOVE } from "./undo-sql.ts";
import { type Taken, type Undoing, weighUndo } from "./weigh-undo.ts";

/** How many customers are taken back in one transaction. */
const AT_ONCE = 100;
/** An import that has written nothing for so long and never ended has died with its process. */
const STILL_RUNS_MS = 5 * 60_000;

/** Promises that an import of customers is taken back. A second time it goes on where it was. */
export async function startUndo(shop: Shop, { importId, actor }: Errands["undo-import"]): Promise<void> {
	await shop.atomically(async (inside) => {
		const known = await inside.db.import.findUnique({ where: { id: importId } });
		if (known?.kind !== "customers") throw new Refusal("not-found", "There is no such import.");
		if (known.undoneAt) return;
		if (!known.endedAt && (await stillRuns(inside, importId)))
			throw new Refusal("taken", "This file is still being brought in.");
		const people = await inside.db.importedPerson.count({ where: { importId } });
		if (people === 0) throw new Refusal("expired", "What this file wrote is not known any more.");
		await inside.db.import.update({ where: { id: importId }, data: { undoAt: known.undoAt ?? inside.now() } });
		await noteAudit(inside, {
			...{ actor, act: "customers.undo-import", thing: `import:${importId}` },
			before: { file: known.file, people },
		});
		await inside.later("undo-import", { importId, actor }, { key: `undo-import ${importId}` });
	});
}

async function stillRuns(inside: Shop, importId: string): Promise<boolean> {
	const since = new Date(inside.now().getTime() - STILL_RUNS_MS);
	return (await inside.db.importedPerson.count({ where: { importId, at: { gte: since } } })) > 0;
}

/**
 * Keeper of the errand `undo-import`. Each batch is taken back, noted and forgotten in one transaction, so whoever keeps the promise
 * again after a crash finds the others.
 */
export async function undoImport(shop: Shop, { importId, actor }: Errands["undo-import"]): Promise<void> {
	for (let after = FIRST; ; ) {
		const last = await shop.atomically((inside) => undoSome(inside, importId, after));
		if (last === undefined) break;
		after = last;
	}
	await shop.atomically(async (inside) => {
		const ended = { id: importId, undoneAt: null };
		const { count } = await inside.db.import.updateMany({ where: ended, data: { undoneAt: inside.now() } });
		if (count === 0) return;
		await noteAudit(inside, {
			...{ actor, act: "customers.undo-import", thing: `import:${importId}` },
			after: await howPeopleEnded(inside, importId),
		});
	});
}

/** Before all ids. */
const FIRST = "00000000-0000-0000-0000-000000000000";

/** How many of an import's customers ended how. */
export async function howPeopleEnded(shop: Shop, importId: string): Promise<Record<string, number>> {
	const ends = await shop.db.importedPerson.groupBy({ by: ["ended"], where: { importId }, _count: true });
	return Object.fromEntries(ends.map(({ ended, _count }) => [ended ?? "waiting", _count]));
}

async function undoSome(inside: Shop, importId: string, after: string): Promise<string | undefined> {
	const people = await inside.db.importedPerson.findMany({
		where: { importId, customerId: { gt: after }, ended: null },
		orderBy: { customerId: "asc" },
		take: AT_ONCE,
	});
	const ids = people.map(({ customerId }) => customerId);
	if (ids.length === 0) return undefined;
	await inside.db.written(LOCK_CUSTOMERS, [ids]);
	await inside.db.written(LOCK_CONVERSATIONS, [ids]);
	const standing = await readStanding(inside, people);
	const weighed = people.map((person) => ({
		customerId: person.customerId,
		undoing: weighUndo({ ...person, wrote: readWritten(person.wrote) }, standing.get(person.customerId)),
	}));
	const removed = weighed.filter(({ undoing }) => undoing.ends === "removed").map(({ customerId }) => customerId);
	if (removed.length > 0) for (const statement of REMOVE) await inside.db.written(statement, [removed]);
	for (const { customerId, undoing } of weighed) {
		if (undoing.ends === "mended") await mend(inside, customerId, undoing.takes);
		await noteEnded(inside, { importId, customerId, undoing });
	}
	return ids.at(-1);
}

async function mend(inside: Shop, customerId: string, takes: Taken): Promise<void> {
	const { db } = inside;
	const { fields, tags, attributes, consents, identities } = takes;
	if (fields.length > 0) await db.written(EMPTY_FIELDS, [customerId, fields]);
	await db.customerTag.deleteMany({ where: { customerId, tag: { in: [...tags] } } });
	await db.customerAttribute.deleteMany({ where: { customerId, name: { in: [...attributes] } } });
	await db.consent.deleteMany({ where: { id: { in: consents.map(BigInt) } } });
	await db.chat.deleteMany({ where: { identityId: { in: [...identities] } } });
	await db.identity.deleteMany({ where: { id: { in: [...identities] } } });
}

async function noteEnded(
	inside: Shop,
	{ importId, customerId, undoing }: { importId: string; customerId: string; undoing: Undoing },
): Promise<void> {
	await inside.db.importedPerson.update({
		where: { importId_customerId: { importId, customerId } },
		data: {
			ended: undoing.ends,
			wrote: nothing(),
			kept: undoing.ends === "removed" ? [] : undoing.stays.map((stays) => ({ ...stays })),
		},
	});
}

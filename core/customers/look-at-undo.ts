import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { Prisma } from "#prisma/client.ts";
import { readWritten } from "./imported-person.ts";
import { readStanding } from "./read-standing.ts";
import { showName } from "./show-name.ts";
import { type Stays, WHY_STAYS, type WhyStays, weighUndo } from "./weigh-undo.ts";

/** An import of customers, as a list shows it, and how far its way back is. */
export type TakenImport = {
	readonly id: string;
	readonly file: string;
	readonly startedAt: Date;
	readonly imported: number;
	/** `none`: what it wrote is not known any more, or it wrote nothing. */
	readonly undo: "none" | "ready" | "running" | "done";
};

/** What taking an import back does, or has done: customers removed, mended, and left as they are. */
export type UndoLook = {
	readonly state: "ready" | "running" | "done";
	/** Of how many customers it wrote something, and how many of them have had their turn. */
	readonly people: number;
	readonly looked: number;
	readonly removed: number;
	readonly mended: number;
	readonly stay: number;
	/** The first of whom or of what something stays. */
	readonly examples: readonly {
		readonly customerId: string;
		readonly name: string;
		readonly stays: readonly Stays[];
	}[];
};

const SHOWN = 20;
const EXAMPLES = 50;
const AT_ONCE = 500;

/** The latest imports of customers, newest first. */
export async function listTakenImports(shop: Shop): Promise<TakenImport[]> {
	const rows = await shop.db.import.findMany({
		where: { kind: "customers" },
		orderBy: { startedAt: "desc" },
		take: SHOWN,
		include: { people: { take: 1, select: { customerId: true } } },
	});
	return rows.map(({ id, file, startedAt, imported, people, undoAt, undoneAt }) => ({
		...{ id, file, startedAt, imported },
		undo: undoneAt ? "done" : undoAt ? "running" : people.length > 0 ? "ready" : "none",
	}));
}

/** What would become of an import's customers if it was taken back now; once that has begun, what became of them. */
export async function lookAtUndo(shop: Shop, { importId }: { importId: string }): Promise<UndoLook> {
	const known = await shop.db.import.findUnique({ where: { id: importId } });
	if (known?.kind !== "customers") throw new Refusal("not-found", "There is no such import.");
	const sum = new Sum();
	for await (const people of batchesOf(shop, importId)) {
		if (known.undoAt) for (const person of people) sum.add(person, person.ended, staysOf(person.kept));
		else await weighAll(shop, people, sum);
	}
	const state = known.undoneAt ? "done" : known.undoAt ? "running" : "ready";
	return { state, ...sum.counts, examples: await named(shop, sum.examples) };
}

async function* batchesOf(shop: Shop, importId: string): AsyncGenerator<Prisma.ImportedPersonModel[]> {
	for (let after: string | undefined; ; ) {
		const people = await shop.db.importedPerson.findMany({
			where: { importId, ...(after !== undefined && { customerId: { gt: after } }) },
			orderBy: { customerId: "asc" },
			take: AT_ONCE,
		});
		after = people.at(-1)?.customerId;
		if (after === undefined) return;
		yield people;
	}
}

async function weighAll(shop: Shop, people: readonly Prisma.ImportedPersonModel[], sum: Sum): Promise<void> {
	const standing = await readStanding(shop, people);
	for (const person of people) {
		const undoing = weighUndo({ ...person, wrote: readWritten(person.wrote) }, standing.get(person.customerId));
		sum.add(person, undoing.ends, undoing.ends === "removed" ? [] : undoing.stays);
	}
}

class Sum {
	readonly counts = { people: 0, looked: 0, removed: 0, mended: 0, stay: 0 };
	readonly examples: { customerId: string; stays: readonly Stays[] }[] = [];

	add({ customerId }: Prisma.ImportedPersonModel, ended: string | null, stays: readonly Stays[]): void {
		this.counts.people++;
		if (ended === null) return;
		this.counts.looked++;
		if (ended === "removed") this.counts.removed++;
		else if (ended === "mended") this.counts.mended++;
		else this.counts.stay++;
		if (stays.length > 0 && this.examples.length < EXAMPLES) this.examples.push({ customerId, stays });
	}
}

async function named(shop: Shop, examples: Sum["examples"]): Promise<UndoLook["examples"]> {
	const rows = await shop.db.customer.findMany({
		where: { id: { in: examples.map(({ customerId }) => customerId) } },
		select: { id: true, firstName: true, lastName: true },
	});
	const names = new Map(rows.map((row) => [row.id, showName(row)]));
	return examples.map((example) => ({ ...example, name: names.get(example.customerId) ?? "" }));
}

function staysOf(kept: unknown): Stays[] {
	if (!Array.isArray(kept)) return [];
	return kept.flatMap(({ what, why }) => (isWhy(why) ? [{ what: String(what), why }] : []));
}

function isWhy(why: unknown): why is WhyStays {
	return WHY_STAYS.some((one) => one === why);
}

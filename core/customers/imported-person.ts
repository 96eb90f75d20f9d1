import { z } from "zod";
import type { Shop } from "#core/shop.ts";

const written = z.object({
	/** Columns of the customer, each as `asText` has it. */
	fields: z.record(z.string(), z.string()),
	tags: z.array(z.string()),
	attributes: z.record(z.string(), z.string()),
	consents: z.array(z.string()),
	identities: z.array(z.string()),
	chats: z.array(z.string()),
	/** Of the chats, as this import left it. */
	conversation: z.object({ id: z.string(), version: z.number() }).optional(),
});

/** What an import wrote about somebody; ids where a row has one. */
export type Written = z.infer<typeof written>;

/** A line that wrote nothing yet. */
export function nothing(): Written {
	return { fields: {}, tags: [], attributes: {}, consents: [], identities: [], chats: [] };
}

/** Of a row of `imported_person`. */
export function readWritten(wrote: unknown): Written {
	return written.parse(wrote);
}

/** A value as it is compared with what stands today: a day as a day, a list or a place with its keys in order. */
export function asText(value: unknown): string {
	if (value instanceof Date) return value.toISOString().slice(0, 10);
	return typeof value === "string" ? value : JSON.stringify(inOrder(value));
}

/** PostgreSQL keeps JSON, but not the order of its keys. */
function inOrder(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inOrder);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([one], [other]) => (one < other ? -1 : 1))
			.map(([key, held]) => [key, inOrder(held)]),
	);
}

/** Notes what a line wrote, beside what earlier lines of the file wrote about the same customer; nothing is not noted. */
export async function noteWritten(
	inside: Shop,
	{ importId, customerId, isNew, wrote }: { importId: string; customerId: string; isNew: boolean; wrote: Written },
): Promise<void> {
	if (asText(wrote) === NOTHING) return;
	const where = { importId_customerId: { importId, customerId } };
	const before = await inside.db.importedPerson.findUnique({ where });
	if (!before) {
		await inside.db.importedPerson.create({ data: { importId, customerId, isNew, wrote, at: inside.now() } });
		return;
	}
	await inside.db.importedPerson.update({ where, data: { wrote: together(readWritten(before.wrote), wrote) } });
}

const NOTHING = asText(nothing());

function together(one: Written, other: Written): Written {
	const conversation = other.conversation ?? one.conversation;
	return {
		fields: { ...one.fields, ...other.fields },
		tags: [...one.tags, ...other.tags],
		attributes: { ...one.attributes, ...other.attributes },
		consents: [...one.consents, ...other.consents],
		identities: [...one.identities, ...other.identities],
		chats: [...one.chats, ...other.chats],
		...(conversation && { conversation }),
	};
}

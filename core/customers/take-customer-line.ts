import type { Shop } from "#core/shop.ts";
import { asText, noteWritten, nothing, type Written } from "./imported-person.ts";
import { versionOf } from "./note-consent.ts";
import type { CustomerLine } from "./read-customer-line.ts";
import { setAttribute } from "./set-attribute.ts";
import { suggestLink } from "./suggest-link.ts";

/**
 * Writes one line of a file: a new customer, or what was not known of one whom the shop knows. The number there and an account
 * at a messenger show who it is; an equal phone only suggests, as everywhere. What was written is noted on the import, to be taken back.
 */
export function takeCustomerLine(shop: Shop, line: CustomerLine, importId?: string): Promise<"new" | "known"> {
	return shop.atomically(async (inside) => {
		const known = await whoIsIt(inside, line);
		const wrote = nothing();
		const customerId = known ?? (await aNewCustomer(inside, line, wrote));
		await fillIn(inside, customerId, line, wrote);
		await linkChats(inside, customerId, line, wrote);
		await noteConsent(inside, customerId, line, wrote);
		await suggestSamePhone(inside, customerId, line);
		if (importId) await noteWritten(inside, { importId, customerId, isNew: !known, wrote });
		return known ? "known" : "new";
	});
}

/** By the number there, else by an account at a messenger; whoever turned out to be another is the other. */
async function whoIsIt(inside: Shop, { key, chats }: CustomerLine): Promise<string | undefined> {
	let found = await inside.db.customer.findUnique({ where: { externalRef: key } });
	while (found?.mergedIntoId) found = await inside.db.customer.findUnique({ where: { id: found.mergedIntoId } });
	if (found) return found.id;
	for (const { account, nativeId } of chats) {
		const identity = await inside.db.identity.findUnique({ where: { account_nativeId: { account, nativeId } } });
		if (identity) return identity.customerId;
	}
	return undefined;
}

async function aNewCustomer(
	inside: Shop,
	{ key, profile: { language } }: CustomerLine,
	wrote: Written,
): Promise<string> {
	Object.assign(wrote.fields, { externalRef: key, ...(language && { language }) });
	const { id } = await inside.db.customer.create({
		data: { externalRef: key, source: "import", createdAt: inside.now(), ...(language && { language }) },
	});
	return id;
}

/** What the customer or the shop has said since is newer than any file. */
async function fillIn(
	inside: Shop,
	id: string,
	{ key, profile, birthday, address, tags, custom }: CustomerLine,
	wrote: Written,
): Promise<void> {
	const before = await inside.db.customer.findUniqueOrThrow({ where: { id }, include: { attributes: true } });
	const { language: _, ...rest } = profile;
	const missing = Object.entries(rest).filter(([name]) => Reflect.get(before, name) === null);
	const data = {
		...Object.fromEntries(missing),
		...(birthday && !before.birthday && { birthday: new Date(`${birthday}T00:00:00Z`) }),
		...(address && !before.lastAddress && { lastAddress: { text: address }, addresses: [{ text: address }] }),
		...(before.externalRef === null && { externalRef: key }),
	};
	await inside.db.customer.update({ where: { id }, data });
	for (const [field, value] of Object.entries(data)) wrote.fields[field] = asText(value);
	const at = inside.now();
	const added = await inside.db.customerTag.createManyAndReturn({
		data: tags.map((tag) => ({ customerId: id, tag, actor: "system", at })),
		skipDuplicates: true,
	});
	wrote.tags.push(...added.map(({ tag }) => tag));
	const held = new Set(before.attributes.map(({ name }) => name));
	for (const { id: name, value } of custom) {
		if (held.has(name)) continue;
		await setAttribute(inside, { customerId: id, name, value, sort: "import" });
		wrote.attributes[name] = asText(value);
	}
}

/** With a chat they can be written to, and are known when they write. Whose account it is already stays whose it is. */
async function linkChats(inside: Shop, customerId: string, { chats }: CustomerLine, wrote: Written): Promise<void> {
	for (const { channel, account, nativeId } of chats) {
		const where = { account_nativeId: { account, nativeId } };
		const identity = await inside.db.identity.findUnique({ where });
		if (identity && identity.customerId !== customerId) {
			await suggestLink(inside, { customerIds: [identity.customerId, customerId], ground: "contradicted" });
			continue;
		}
		if (identity) continue;
		const createdAt = inside.now();
		const conversation = await inside.db.conversation.upsert({
			where: { customerId },
			create: { customerId, controlSince: createdAt, createdAt },
			update: { version: { increment: 1 } },
		});
		const { id: identityId } = await inside.db.identity.create({
			data: { customerId, channel, account, nativeId, proof: "operator", createdAt },
		});
		wrote.identities.push(identityId);
		wrote.conversation = { id: conversation.id, version: conversation.version };
		const led = { identityId, conversationId: conversation.id };
		// A chat that was there already had a life before this file: it is not taken back.
		const { count } = await inside.db.chat.updateMany({ where: { account, nativeId }, data: led });
		if (count > 0) continue;
		const chat = await inside.db.chat.create({ data: { account, nativeId, channel, createdAt, ...led } });
		wrote.chats.push(chat.id);
	}
}

/** One more row of evidence, of its own day; what was said since stands, and the same row is written once. */
async function noteConsent(inside: Shop, customerId: string, { consent }: CustomerLine, wrote: Written): Promise<void> {
	if (consent.is === "none" || consent.is === "unproven") return;
	const at = consent.at ?? inside.now();
	const newer = await inside.db.consent.findFirst({
		where: {
			...{ customerId, purpose: "advertising" },
			// A refusal without a day is told once.
			OR: [{ at: { gte: at } }, ...(consent.at ? [] : [{ actor: "import", state: consent.is }])],
		},
	});
	if (newer) return;
	const text = consent.evidence;
	const { id } = await inside.db.consent.create({
		data: {
			customerId,
			purpose: "advertising",
			state: consent.is,
			text,
			textVersion: versionOf(text),
			actor: "import",
			at,
		},
	});
	wrote.consents.push(String(id));
}

async function suggestSamePhone(inside: Shop, customerId: string, { profile }: CustomerLine): Promise<void> {
	const { phone } = profile;
	if (!phone) return;
	const same = await inside.db.customer.findMany({
		where: {
			OR: [{ phone }, { identities: { some: { phone } } }],
			...{ id: { not: customerId }, mergedIntoId: null, erasedAt: null },
		},
		select: { id: true },
		take: 3,
	});
	for (const { id } of same) await suggestLink(inside, { customerIds: [id, customerId], ground: "same_phone" });
}

import { createHash } from "node:crypto";
import { cleanText } from "#core/conversations/clean-text.ts";
import type { Heard, HeardWhat, Sender } from "#core/conversations/heard.ts";
import { aList, anId, anObject, aText, type JsonObject } from "#core/json.ts";
import { isUserId } from "./address.ts";
import { hearMessage } from "./hear-message.ts";
import { hearPreference, hearStatus, hearTemplate } from "./hear-report.ts";

/** Who listens, and when: some news carry no time of their own. */
export type Ear = {
	readonly account: string;
	/** The number that has to be meant. */
	readonly phoneId: string;
	/** The business account, where it is known: news about templates are told of it, not of a number. */
	readonly businessId?: string;
	readonly at: Date;
};

/** Something heard, with the part of the request that it was heard from. */
export type Parcel = { readonly heard: Heard; readonly told: unknown };

/**
 * Reads the body of one request of Meta's webhook: several entries, changes, messages and statuses at once, each of which
 * becomes something heard of its own. Total: what we have no word for is `unread`, kept for the engineer. News of another
 * number are none of ours and are left out.
 */
export function hear(body: unknown, ear: Ear): readonly Parcel[] {
	const entries = aList(anObject(body)?.entry);
	if (entries.length === 0) return [unread("a request without entries", body, ear)];
	return entries.flatMap((entry) => {
		const told = anObject(entry);
		const changes = aList(told?.changes);
		if (changes.length === 0) return [unread("an entry without changes", entry, ear)];
		return changes.flatMap((change) => hearChange(anObject(change) ?? {}, aText(told?.id), ear));
	});
}

function hearChange(change: JsonObject, business: string | undefined, ear: Ear): readonly Parcel[] {
	const field = cleanText(aText(change.field) ?? "nothing", 64);
	const value = anObject(change.value);
	if (!value) return [unread(field, change, ear)];
	const number = anId(anObject(value.metadata)?.phone_number_id);
	if (number !== undefined) return number === ear.phoneId ? hearValue(field, value, ear) : [];
	if (ear.businessId !== undefined && business !== ear.businessId) return [];
	const template = field === "message_template_status_update" ? hearTemplate(value) : undefined;
	if (!template) return [unread(field, change, ear)];
	const key = `template ${template.name} ${template.language} ${template.state} ${digestOf(change)}`;
	return [{ told: change, heard: { ...base(ear), key, chat: NOWHERE, lane: NOWHERE, at: ear.at, what: template } }];
}

function hearValue(field: string, value: JsonObject, ear: Ear): readonly Parcel[] {
	const contacts = aList(value.contacts).map(anObject);
	const messages = aList(value.messages).map((told) => parcel(told, value, ear, hearFrom(contacts)));
	const statuses = aList(value.statuses).map((told) => parcel(told, value, ear, hearOf));
	const preferences = aList(value.user_preferences).map((told) => parcel(told, value, ear, hearWish(contacts)));
	const all = [...messages, ...statuses, ...preferences];
	return all.length > 0 ? all : [unread(field, value, ear)];
}

/** What is left to say once account and channel are known. */
type Told = Omit<Heard, "account" | "channel">;
type Listen = (told: JsonObject, ear: Ear) => Told | undefined;

function parcel(told: unknown, { metadata, contacts }: JsonObject, ear: Ear, listen: Listen): Parcel {
	const body = anObject(told);
	const heard = body && listen(body, ear);
	// The slice of the request that is about this alone, for whoever has to look into it.
	const slice = { metadata, ...(contacts !== undefined && { contacts }), told };
	return heard ? { heard: { ...base(ear), ...heard }, told: slice } : unread("something without a name", slice, ear);
}

/** For messages: whoever wrote is told of beside them. */
function hearFrom(contacts: readonly (JsonObject | undefined)[]): Listen {
	return (message, ear) => {
		const id = anId(message.id);
		const who = senderOf(anId(message.from), anId(message.from_user_id), contacts);
		if (!id || !who) return;
		const what: HeardWhat = hearMessage(message, who) ?? {
			kind: "unread",
			about: cleanText(aText(message.type) ?? "a message", 64),
		};
		return { key: id, chat: who.id, lane: who.id, at: timeOf(message.timestamp, ear), who, what };
	};
}

/** A status has a lane of its own: it must not hold up what its reader writes. */
const hearOf: Listen = (status, ear) => {
	const what = hearStatus(status);
	const chat = anId(status.recipient_id) ?? userId(status.recipient_user_id);
	if (!what || !chat) return;
	return {
		key: `${what.message} ${what.state}`,
		chat,
		lane: `${chat}:status`,
		at: timeOf(status.timestamp, ear),
		what,
	};
};

function hearWish(contacts: readonly (JsonObject | undefined)[]): Listen {
	return (wish, ear) => {
		const what = hearPreference(wish);
		const who = senderOf(anId(wish.wa_id), anId(wish.user_id), contacts);
		if (!what || !who) return;
		const at = timeOf(wish.timestamp, ear);
		const key = `preference ${who.id} ${what.advertising} ${at.getTime()}`;
		return { key, chat: who.id, lane: who.id, at, who, what };
	};
}

/**
 * The phone where there is one: it is WhatsApp's own id of a person, and vouched for by it. Else the id that Meta gives
 * them for this business.
 */
function senderOf(
	waId: string | undefined,
	userIdOf: string | undefined,
	contacts: readonly (JsonObject | undefined)[],
): Sender | undefined {
	const alias = userId(userIdOf);
	const card =
		contacts.find(
			(one) => (waId !== undefined && one?.wa_id === waId) || (alias !== undefined && one?.user_id === alias),
		) ?? contacts[0];
	const phone = waId ?? anId(card?.wa_id);
	const other = alias ?? userId(card?.user_id);
	const id = phone ?? other;
	if (!id) return;
	const profile = anObject(card?.profile);
	const name = aText(profile?.name);
	const username = aText(profile?.username);
	return {
		id,
		...(phone !== undefined && other !== undefined && { alias: other }),
		...(name && { firstName: cleanText(name, 128).trim() }),
		...(username && { username: cleanText(username, 128).trim() }),
		...(phone !== undefined && /^\d{6,15}$/.test(phone) && { attestedPhone: `+${phone}` }),
	};
}

function userId(value: unknown): string | undefined {
	const id = anId(value);
	return id !== undefined && isUserId(id) ? id : undefined;
}

function timeOf(timestamp: unknown, { at }: Ear): Date {
	const seconds = Number(timestamp);
	return Number.isSafeInteger(seconds) && seconds > 0 && seconds <= LAST_SECOND ? new Date(seconds * 1000) : at;
}

/** Year 9999: PostgreSQL and ISO dates of four digits go no further. */
const LAST_SECOND = 253_402_300_799;

/** For what is said of the account and of nobody. */
const NOWHERE = "nowhere";

function base({ account }: Ear) {
	return { account, channel: "whatsapp" } as const;
}

/** What has no id cannot be recognised when it comes again, except by being the same. */
function unread(about: string, told: unknown, ear: Ear): Parcel {
	const heard: Heard = {
		...base(ear),
		key: digestOf(told),
		chat: NOWHERE,
		lane: NOWHERE,
		at: ear.at,
		what: { kind: "unread", about },
	};
	return { heard, told };
}

function digestOf(told: unknown): string {
	const text = JSON.stringify(told) ?? "nothing";
	return `sha256:${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}

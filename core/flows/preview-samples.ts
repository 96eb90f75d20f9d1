import type { ChannelName } from "#core/channel-names.ts";
import type { Program } from "./program.ts";
import type { Roots } from "./talk.ts";
import { type Fields, parseType, type RecordValue, type Value, type ValueType } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Typical customers that a marketer looks at a message with. */
export const SAMPLE_CUSTOMERS = ["no-name", "long-name", "one-item", "many-items"] as const;
export type SampleCustomer = (typeof SAMPLE_CUSTOMERS)[number];

/** The channels whose messages look different. */
export const SAMPLE_CHANNELS: readonly ChannelName[] = ["telegram", "whatsapp", "linked-phone"];

/** The moment at which previews are made: the same file gives the same preview on any day. */
export const SAMPLE_NOW = new Date("2026-03-10T12:00:00+03:00");

/** The world of one sample customer: profile, cart, sections, the shop. */
export function sampleRoots(customer: SampleCustomer, language: string, vocabulary: Vocabulary): Roots {
	const record = (name: string) => sampleRecord(name, vocabulary);
	const items = sampleItems(customer === "many-items" ? 12 : 1, vocabulary);
	const count = items.reduce((sum, { qty }) => sum + qty, 0);
	const total = items.reduce((all, { sum }) => all + sum, 0);
	return {
		customer: { ...record("customer"), ...PROFILES[customer], language, consent: CONSENT },
		cart: { ...record("cart"), items, count, total, discount: 0 },
		catalogue: record("catalogue"),
		shop: record("shop"),
	};
}

/** What a variable of this name and type may hold. Texts nobody can guess show the variable's own name. */
export function sampleVariable(name: string, written: string, vocabulary: Vocabulary): Value {
	const type = parseType(written, Object.keys(vocabulary.records));
	return type ? sampleValue(type, name, vocabulary) : null;
}

/** The data of the event that starts a flow; undefined if none does. */
export function sampleEvent({ start }: Program, vocabulary: Vocabulary): RecordValue | undefined {
	const events = start.flatMap((one) => (one.by === "event" ? [vocabulary.events[one.event] ?? {}] : []));
	if (events.length === 0) return undefined;
	return Object.assign({}, ...events.map((fields) => sampleFields(fields, "event", vocabulary, 0)));
}

/** What a `read` function may give. */
export function sampleResult(name: string, vocabulary: Vocabulary): Value {
	const gives = vocabulary.functions[name]?.gives;
	return gives ? sampleValue(gives, name, vocabulary) : null;
}

const CONSENT: RecordValue = { advertising: true, processing: true };

const STRANGER = { first_name: null, last_name: null, phone: null, birthday: null, orders_count: 0, last_order: null };
const PROFILES: Record<SampleCustomer, Record<string, Value>> = {
	"no-name": STRANGER,
	"long-name": { first_name: "Константин-Александр", last_name: "Преображенский-Вознесенский", orders_count: 1 },
	"one-item": { first_name: "Анна", last_name: "Белова", orders_count: 2 },
	"many-items": { first_name: "Ян", last_name: "Ли", orders_count: 25 },
};

function sampleItems(count: number, vocabulary: Vocabulary) {
	return Array.from({ length: count }, (_, at) => {
		const price = 350 + 1150 * (at % 3);
		const qty = (at % 2) + 1;
		return { ...sampleRecord("item", vocabulary, at), price, qty, sum: price * qty };
	});
}

/** A sample of a type; `name` says what it is called, as `product.title` or the name of a variable. */
export function sampleValue(type: ValueType, name: string, vocabulary: Vocabulary, depth = 0, number = 0): Value {
	switch (type.is) {
		case "list":
			return [0, 1, 2].map((at) => sampleValue(type.of, name, vocabulary, depth, at));
		case "record":
			return sampleRecord(type.record, vocabulary, number, depth);
		case "fields":
			return sampleFields(type.fields, type.called, vocabulary, depth);
		case "anything":
			return null;
		case "text":
			return pick(WORDS[name], number) ?? `‹${name.slice(name.lastIndexOf(".") + 1)}›`;
		default:
			return NUMBERS[name] ?? SCALARS[type.is];
	}
}

/** Records hold records only so deep: a customer's last order needs no customer again. */
const DEPTH = 3;

function sampleRecord(name: string, vocabulary: Vocabulary, number = 0, depth = 0): Record<string, Value> {
	const fields = vocabulary.records[name] ?? {};
	const id = { id: `${name}-${number + 1}` };
	return depth >= DEPTH ? id : { ...sampleFields(fields, name, vocabulary, depth + 1, number), ...id };
}

/** A sample of every field of a record or an event. */
export function sampleFields(
	fields: Fields,
	owner: string,
	vocabulary: Vocabulary,
	depth: number,
	number = 0,
): Record<string, Value> {
	const made = Object.entries(fields).map(([field, type]) => {
		return [field, sampleValue(type, `${owner}.${field}`, vocabulary, depth, number)] as const;
	});
	return Object.fromEntries(made);
}

function pick(words: readonly string[] | undefined, number: number): string | undefined {
	return words?.[number % words.length];
}

/** Goods and places as a confectioner's shop has them: a preview should look like a message, not like a form. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
	"product.title": ["Медовик", "Наполеон классический с заварным кремом", "Эклер"],
	"item.title": ["Медовик", "Наполеон классический с заварным кремом", "Эклер"],
	"category.title": ["Торты", "Пироги", "Пирожные и десерты"],
	"slot.title": ["сегодня 18–20", "завтра 10–12", "завтра 14–16"],
	"offer.title": ["скидка 10%"],
	"offer.code": ["TEST0"],
	"quote.title": ["Доставка курьером"],
	"order.number": ["1042", "1043", "1044"],
	"order.status_title": ["Готовится", "В пути", "Доставлен"],
	"order.pay_url": ["https://pay.example/1042"],
	"order.track_url": ["https://track.example/1042"],
	"address.text": ["Садовая, 3, кв. 12", "Ленина, 10, кв. 4", "Мира, 5"],
	"ticket.status": ["в работе"],
	"shop.name": ["Сладкая лавка"],
	"shop.address": ["Мира, 5"],
	"shop.site": ["https://shop.example"],
	"shop.review_url": ["https://maps.example/shop"],
	"shop.privacy_url": ["https://shop.example/privacy"],
	"shop.hours": ["с 9 до 21"],
	"refusal.text": ["Сейчас это невозможно."],
	"product.unit": ["шт."],
};

const NUMBERS: Readonly<Record<string, Value>> = {
	"product.stock": 4,
	"product.old_price": 1900,
	"quote.price": 250,
	"quote.free_from": 3000,
};

const SCALARS: Readonly<Record<Exclude<ValueType["is"], "list" | "record" | "fields" | "anything" | "text">, Value>> = {
	phone: "+79001234567",
	email: "anna@example.ru",
	int: 2,
	number: 1500,
	yesno: true,
	date: "2026-03-14",
	time: "18:30",
	datetime: "2026-03-12T13:30:00.000Z",
	duration: { days: 2, seconds: 0 },
	file: "photo.jpg",
};

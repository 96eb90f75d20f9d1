import fc from "fast-check";
import { expect, test } from "vitest";
import { beginDay, type DayParts } from "#core/flows/begin-day.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { shopHands } from "#core/flows/shop-hands.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { countSegments, withinLimit } from "#core/segments/count-segments.ts";
import { followEvent } from "#core/segments/follow-event.ts";
import { isMember } from "#core/segments/is-member.ts";
import type { SegmentParts } from "#core/segments/move-members.ts";
import { showSegment } from "#core/segments/show-segment.ts";
import type { Shop } from "#core/shop.ts";
import { aCart, aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { manyRuns } from "#test/support/many-runs.ts";
import { aShop } from "#test/support/shop.ts";

const ZONE = "Europe/Moscow";
const DAY = 86_400_000;

test("whoever belongs to a segment by its SQL belongs to it by its formula, and nobody else", {
	timeout: 1_800_000,
}, async () => {
	const { shop, setNow } = await aShop({ today: "2026-01-05T12:00:00+03:00" });
	const people = await aTown(shop, setNow);
	setNow("2026-03-10T23:30:00+03:00");
	await fc.assert(
		fc.asyncProperty(condition, async (formula) => {
			const parts = partsWith({ one: formula, other: 'customer.city == "Тверь" or customer.orders_count > 1' });
			await shop.db.segmentCount.deleteMany();
			await shop.db.segmentSpell.deleteMany();
			await countSegments(shop, parts);
			const members = await membersOf(shop, "one");
			for (const customerId of people)
				expect([formula, customerId, members.includes(customerId)]).toEqual([
					formula,
					customerId,
					await isMember(shop, parts, { segment: "one", customerId }),
				]);
		}),
		{ numRuns: manyRuns(12) },
	);
});

test("whoever enters a segment only today has not missed yesterday's round of it", async () => {
	const { shop, setNow, pass } = await aShop({ today: "2026-03-09T12:00:00+03:00" });
	const early = await aCustomer(shop, { city: "Тверь" });
	const late = await aCustomer(shop);
	const parts = partsWith({ loyal: 'customer.city == "Тверь"' }, DAILY);
	await countSegments(shop, parts);
	setNow("2026-03-10T14:00:00+03:00");
	await shop.db.customer.update({ where: { id: late.id }, data: { city: "Тверь" } });
	await followEvent(shop, parts, { customerId: late.id, name: "profile.changed" });
	pass(1000);

	const driven: string[] = [];
	await beginDay(shop, {
		flows: parts.flows,
		hands: parts.hands,
		turns: {
			async drive({ conversationId, cause }) {
				driven.push(`${conversationId} ${"occasion" in cause && cause.occasion.key}`);
				return { ended: "nothing" };
			},
		},
	});

	expect(driven.filter((one) => one.startsWith(early.conversationId))).toHaveLength(3);
	expect(driven.filter((one) => one.startsWith(late.conversationId))).toEqual([`${late.conversationId} 2026-03-11`]);
});

test("a tag brings somebody into a segment at once, and its flow starts once a spell", async () => {
	const { shop, pass } = await aShop();
	const { id } = await aCustomer(shop);
	const parts = partsWith({ loyal: 'customer.tags contains "свой"' }, START);
	await countSegments(shop, parts);

	await tag(shop, parts, id, "added");
	await tag(shop, parts, id, "added");
	pass(DAY);
	await tag(shop, parts, id, "removed");
	pass(1000);
	await tag(shop, parts, id, "added");

	const spells = await shop.db.segmentSpell.findMany({ orderBy: { id: "asc" } });
	expect(spells.map(({ leftAt }) => leftAt === null)).toEqual([false, true]);
	expect(await starts(shop)).toEqual(["enters", "leaves", "enters"]);
});

test("whoever is in a new segment at its first count starts nothing; time that brings others in does, at night", async () => {
	const { shop, pass } = await aShop();
	const goods = await aProduct(shop);
	const lost = await aCustomer(shop);
	await anOrder(shop, { customerId: lost.id, lines: [{ goods, qty: 1 }] });
	pass(61 * DAY);
	const fresh = await aCustomer(shop);
	await anOrder(shop, { customerId: fresh.id, lines: [{ goods, qty: 1 }] });
	const parts = partsWith({ loyal: "customer.orders_count >= 1 and days_since(customer.last_order_at) >= 60" }, START);

	expect(await countSegments(shop, parts)).toMatchObject([{ size: 1, fresh: true, entered: [lost.id] }]);
	expect(await starts(shop)).toEqual([]);
	pass(60 * DAY);
	expect(await countSegments(shop, parts)).toMatchObject([{ size: 2, fresh: false, entered: [fresh.id], left: [] }]);
	expect(await starts(shop)).toEqual(["enters"]);
});

test("the night names whom no event told of, where time has changed nothing", async () => {
	const { shop } = await aShop();
	const { id } = await aCustomer(shop);
	const warnings: unknown[] = [];
	const parts = partsWith({ loyal: 'customer.city == "Тверь"' }, START, (fields) => warnings.push(fields));
	await countSegments(shop, parts);
	await shop.db.customer.update({ where: { id }, data: { city: "Тверь" } });

	await countSegments(shop, parts);

	expect(warnings).toMatchObject([{ segment: "loyal", customers: [id], why: "no event told of the change" }]);
});

test("a segment that takes too long is refused by name, and keeps its members", async () => {
	const { shop } = await aShop();

	const counting = shop.atomically((inside) =>
		withinLimit(
			"heavy",
			inside,
			() => inside.db.written({ name: "slow", text: "SELECT pg_sleep(10)::text" }, []),
			0.05,
		),
	);

	await expect(counting).rejects.toThrow(/"heavy" takes longer than/);
});

test("a marketer sees a segment's SQL, its size, whom the shop reaches, and what an edit would change", async () => {
	const { shop } = await aShop();
	const reached = await aCustomer(shop, { city: "Тверь" });
	await aCustomer(shop, { city: "Псков", firstName: "Пётр" });
	await shop.db.identity.create({
		data: { customerId: reached.id, channel: "telegram", account: "telegram:7", nativeId: "1" },
	});
	await countSegments(shop, partsWith({ near: 'customer.city == "Тверь"' }));

	const conditions = new Map([["near", "customer.city is not empty"]]);
	const shown = (await showSegment(shop, { segment: "near", conditions, place: { zone: ZONE, currency: "RUB" } })).join(
		"\n",
	);

	expect(shown).toContain("SELECT u.id FROM customer u");
	expect(shown).toContain("in it: 2, of whom we reach 1");
	expect(shown).toContain("Пётр");
	expect(shown).toContain("under another condition: +1 −0");
});

const START = `
flow: hello-loyal
title: Свои
purpose: service
stage: care
start: [{enters: loyal}, {leaves: loyal}]
steps: [{say: Привет!}]
`;

const DAILY = `
flow: hello-loyal
title: Свои
purpose: service
stage: care
start: [{every: day, at: "13:00", segment: loyal}]
send: {stale: 2 days}
steps: [{say: Привет!}]
`;

function partsWith(
	conditions: Readonly<Record<string, string>>,
	flow?: string,
	warn: (fields: unknown) => void = () => {},
): SegmentParts & Pick<DayParts, "flows" | "hands"> {
	const shared = readFolder("flows").filter(({ path }) => path.startsWith("_"));
	const segments = Object.entries(conditions).map(([name, formula]) => ({
		name: `flows/segments/${name}.yaml`,
		path: `segments/${name}.yaml`,
		text: `segment: ${name}\ntitle: Люди\nif: |-\n  ${formula}\n`,
	}));
	const own = flow ? [{ name: "flows/hello-loyal.flow.yaml", path: "hello-loyal.flow.yaml", text: flow }] : [];
	const { book, problems } = loadFlows([...shared, ...segments, ...own], shopVocabulary);
	expect(problems.filter(({ file, severity }) => severity === "error" && !file.includes("/_"))).toEqual([]);
	const hands = shopHands({ zone: ZONE, currency: "RUB", country: "RU", book: () => book });
	const open = openBook(book);
	return {
		flows: () => open,
		hands: { ...hands, plan: async () => ({ verdict: "paused" }) },
		conditions: () => new Map(Object.entries(conditions)),
		book: () => open.book,
		read: hands.read,
		zone: ZONE,
		currency: "RUB",
		log: { info: () => {}, warn: (_message, fields) => warn(fields) },
	};
}

async function tag(shop: Shop, parts: SegmentParts, customerId: string, how: "added" | "removed"): Promise<void> {
	const row = { customerId, tag: "свой" };
	if (how === "added")
		await shop.db.customerTag.createMany({ data: [{ ...row, actor: "customer" }], skipDuplicates: true });
	else await shop.db.customerTag.deleteMany({ where: row });
	await followEvent(shop, parts, { customerId, name: `tag.${how}` });
}

async function membersOf(shop: Shop, segment: string): Promise<string[]> {
	const rows = await shop.db.segmentSpell.findMany({ where: { segment, leftAt: null } });
	return rows.map(({ customerId }) => customerId);
}

async function starts(shop: Shop): Promise<string[]> {
	const rows = await shop.db.errand.findMany({ where: { name: "tell-occasion" }, orderBy: { id: "asc" } });
	return rows.map(({ payload }) => JSON.parse(JSON.stringify(payload)).occasion.trigger);
}

/** People of all sorts: with and without names, orders, carts, tags, consents, in several zones. */
async function aTown(shop: Shop, setNow: (at: Date) => void): Promise<string[]> {
	const rye = await aProduct(shop, { title: "Ржаной", sku: "RYE", price: 9_990, stock: 500 });
	const cake = await aProduct(shop, { title: "Медовик", sku: "CAKE", price: 150_000, stock: 500 });
	const people: string[] = [];
	for (let n = 0; n < 12; n++) {
		setNow(new Date(Date.UTC(2026, 0, 5 + n * 5, n * 2, n * 4)));
		const { id } = await aCustomer(shop, personLike(n));
		people.push(id);
		for (let orders = 0; orders < n % 4; orders++)
			await anOrder(shop, {
				customerId: id,
				key: `${n}/${orders}`,
				lines: [{ goods: orders % 2 ? cake : rye, qty: 1 + orders }],
			});
		if (n % 5 === 0) await shop.db.order.updateMany({ where: { customerId: id }, data: { paidAt: shop.now() } });
		if (n % 3 === 2) await aCart(shop, { customerId: id, lines: [{ goods: cake, qty: 2 }] });
		await hasWays(shop, id, n);
	}
	return people;
}

function personLike(n: number): Parameters<typeof aCustomer>[1] {
	return {
		firstName: n % 3 === 0 ? "ЁЛКА" : "Анна",
		...(n % 2 === 0 && { city: n % 4 === 0 ? "Тверь" : "" }),
		...(n % 4 === 1 && { zone: n === 5 ? "America/New_York" : "Asia/Vladivostok" }),
		...(n % 3 === 1 && { birthday: new Date(n === 4 ? "1992-02-29" : "1990-03-11") }),
		consents: n % 3 === 0 ? ["advertising"] : [],
	};
}

async function hasWays(shop: Shop, id: string, n: number): Promise<void> {
	if (n % 2 === 1) await shop.db.customerTag.create({ data: { customerId: id, tag: "vip", actor: "customer" } });
	if (n % 4 === 2) await shop.db.customer.update({ where: { id }, data: { likes: ["cakes", "pies"] } });
}

const numbers = fc.oneof(
	fc.constantFrom(
		"customer.orders_count",
		"customer.orders_total",
		"customer.average_order",
		"customer.last_order.total",
		"cart.count",
		"days_since(customer.since)",
		"days_since(customer.last_order_at)",
		"days_since(customer.birthday)",
		"age(customer.birthday)",
		"size(customer.tags)",
		"size(customer.city)",
		"hour(customer.since)",
		"weekday(customer.since)",
		"weekday(customer.birthday)",
		'bought("RYE")',
		'bought("CAKE", 30 days)',
		'happened("order.created", 3 weeks)',
		'happened("order.created")',
	),
	fc.constantFrom("0", "1", "2", "30", "1500", "0.5", "-1", "none"),
);
const texts = fc.constantFrom(
	"customer.city",
	"customer.first_name",
	"customer.zone",
	"customer.last_order.status",
	'"Тверь"',
	'"ёл"',
	'""',
	"none",
);
const lists = fc.constantFrom("customer.tags", "customer.likes", "customer.channels", '["vip", "Тверь"]', "[]");
const moments = fc.constantFrom(
	"now",
	"now - 30 days",
	"customer.since",
	"customer.last_order_at + 2 weeks",
	"customer.last_order.created_at",
	"customer.first_order_at",
	"cart.changed_at",
);
const comparing = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");
const simple = fc.oneof(
	fc.tuple(numbers, comparing, numbers).map(([one, op, other]) => `${one} ${op} ${other}`),
	fc
		.tuple(numbers, fc.constantFrom("+", "-", "*"), numbers, comparing, numbers)
		.map(([one, plus, two, op, other]) => `(${one} ${plus} ${two}) ${op} ${other}`),
	fc.tuple(texts, fc.constantFrom("==", "!=", "contains"), texts).map(([one, op, other]) => `${one} ${op} ${other}`),
	fc.tuple(lists, texts).map(([list, text]) => `${list} contains ${text}`),
	fc.tuple(texts, lists).map(([text, list]) => `${text} in ${list}`),
	fc.tuple(moments, comparing, moments).map(([one, op, other]) => `${one} ${op} ${other}`),
	fc.tuple(moments, moments, comparing).map(([one, other, op]) => `${one} - ${other} ${op} 20 days`),
	fc
		.tuple(fc.oneof(texts, lists, moments), fc.constantFrom("is empty", "is not empty"))
		.map(([one, word]) => `${one} ${word}`),
	fc.constantFrom(
		"customer.consent.advertising",
		"customer.last_order.paid",
		'in_segment("other")',
		"customer.next_order_at is not empty",
	),
);
const condition = fc.oneof(
	simple,
	fc.tuple(simple, simple).map(([one, other]) => `(${one}) and not (${other})`),
	fc.tuple(simple, simple, simple).map(([one, two, other]) => `(${one}) or ((${two}) and (${other}))`),
);

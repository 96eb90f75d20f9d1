import { expect, test } from "vitest";
import { REOPENED } from "#core/conversations/reopen.ts";
import { countEpisodes } from "#core/insights/count-episodes.ts";
import { digestFor } from "#core/insights/digest.ts";
import { drawDays } from "#core/insights/draw-days.ts";
import { insightRules } from "#core/insights/insight-rules.ts";
import { keepEpisodes } from "#core/insights/keep-episodes.ts";
import { BEHIND, listBehind } from "#core/insights/list-behind.ts";
import { digestMaker, takeDigest } from "#core/insights/make-digest.ts";
import { pocketOf, readPocket } from "#core/insights/pocket.ts";
import { pocketLines } from "#core/insights/pocket-text.ts";
import { readFlows, readHeat, readMeasures, readMembers, readTeams } from "#core/insights/read-measures.ts";
import type { Moment } from "#core/insights/timeline.ts";
import { pngOf } from "#core/platform/picture.ts";
import type { Shop } from "#core/shop.ts";
import { shippedFiles } from "#test/admin/support/flow-files.ts";
import { aCustomer, anOrder, aProduct } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

// Shop hours of the shipped files: Monday to Friday 09:00–21:00, at the weekend 10:00–20:00, Moscow.
// The team support promises a first answer in 10 min, the next ones in 15 min, the end in 1 day.
// 2026-03-10 is a Tuesday.
const { book } = shippedFiles.loaded();
const rules = insightRules(book, { zone: "Europe/Moscow", currency: "RUB" });
const PERIOD = { from: at("10 00:00"), until: at("13 12:00") };

test("the reports say of six conversations what a person with a clock and a pencil says", async () => {
	const { shop, setNow } = await aShop({ today: "2026-03-10T09:00:00+03:00" });
	await shop.db.member.createMany({ data: ["olga", "igor"].map((id) => ({ id, name: id, email: `${id}@shop.test` })) });
	setNow(PERIOD.until);
	const anna = await aThread(shop, [
		"10 10:00 customer: где заказ",
		"10 10:00 bot support: Спросить человека?",
		"10 10:01 customer: оператор",
		"10 10:01 bot>asked support phrase support/ask",
		"10 10:04 asked>human olga",
		// First response: 10:01 → 10:06, 5 min. Time to human: 10:01 → 10:04, 3 min.
		"10 10:06 olga: Смотрю",
		"10 10:20 customer: ну что?",
		"10 10:30 customer: ау",
		// The channel did not take it: no response.
		"10 10:32 olga failed: Уже скоро",
		// Next response: from the earliest unanswered, 10:20 → 10:45, 25 min.
		"10 10:45 olga: Курьер выехал, напишу в 12",
		"10 11:00 human>parked olga",
		"10 12:00 parked>human olga",
		// Nothing waited: the promise was kept, no response is measured.
		"10 12:10 olga: Привёз",
		// Handling: 10:04–11:00 and 12:00–12:30, 86 min. Resolution: 10:00 → 12:30, 150 min.
		"10 12:30 closed",
		"10 12:30 human>bot close",
		// Thanks do not reopen.
		"10 12:40 customer: спасибо большое!",
	]);
	await aThread(shop, [
		"10 20:50 customer: хочу торт",
		"10 20:50 bot order: Оплата?",
		"10 20:55 customer: не получается",
		"10 20:55 bot>asked support handoff order/pay",
		// Time to human: 20:55 → 09:10, 12 h 15 min; 5 + 10 = 15 min of opening time.
		"11 09:10 asked>human igor",
		// First response: 20:55 → 09:15, 12 h 20 min; 5 + 15 = 20 min of opening time.
		"11 09:15 igor: Доброе утро",
		"11 09:20 human>bot hand-back",
		"11 09:20 bot order: Продолжим?",
		// A second handoff 5 h 40 min after the hand-back: a repeat.
		"11 15:00 customer: опять не выходит",
		"11 15:00 bot>asked support handoff order/pay",
		"11 15:02 asked>human igor",
		"11 15:04 igor: Готово",
		"11 15:30 closed",
		"11 15:30 human>bot close",
		// Half an hour after the close: reopened. The bot has the last word, so silence closes it at 16:00.
		"11 16:00 customer: а ещё пирог",
		// Handling 09:10–09:20 and 15:02–15:30, 38 min. Resolution: Tuesday 20:50 → Wednesday 16:00, 19 h 10 min;
		// 10 min + 7 h of opening time.
		"11 16:00 bot order: Вот пироги",
	]);
	// Resolved by the bot.
	await aThread(shop, [
		"10 11:00 customer: меню",
		"10 11:00 bot order: Вот",
		"10 11:05 customer: беру",
		"10 11:05 bot order: Ок",
	]);
	// The customer's last words stayed without an answer: closed by silence, but not resolved.
	await aThread(shop, ["10 11:00 customer: меню", "10 11:00 bot order: Вот", "10 11:05 customer: а дешевле есть?"]);
	// 25 hours of silence between them: two episodes, both resolved by the bot.
	await aThread(shop, [
		"10 12:00 customer: меню",
		"10 12:00 bot order: Вот",
		"11 13:00 customer: меню",
		"11 13:00 bot order: Вот",
	]);
	await aThread(shop, [
		// Staff writes first: nobody waited for that, and the bot had no turn.
		"10 14:00 bot>human igor reply",
		"10 14:00 igor: Ваш заказ задержится",
		"10 14:10 customer: надолго?",
		// Next response: 14:10 → 14:25, 15 min, as promised.
		"10 14:25 igor: На час",
		// Handling and resolution: an hour.
		"10 15:00 closed",
		"10 15:00 human>bot close",
	]);
	await ledgers(shop, anna);

	await keepEpisodes(shop, rules.measures);
	const measures = await readMeasures(shop, PERIOD);

	const min = (minutes: number) => Math.round(minutes * 60);
	expect(measures.waits).toEqual({
		// 4 min (Igor, Wednesday), 5 min, 12 h 20 min; p90 lies 0.8 between the two longest.
		first: {
			n: 3,
			wall: { median: min(5), p90: min(5 + 0.8 * 735) },
			open: { median: min(5), p90: min(5 + 0.8 * 15) },
		},
		// 15 and 25 min.
		next: { n: 2, wall: { median: min(20), p90: min(24) }, open: { median: min(20), p90: min(24) } },
		// 2, 3 min, 12 h 15 min.
		human: {
			n: 3,
			wall: { median: min(3), p90: min(3 + 0.8 * 732) },
			open: { median: min(3), p90: min(3 + 0.8 * 12) },
		},
		// 38, 60, 86 min.
		handling: { n: 3, wall: { median: min(60), p90: min(80.8) }, open: { median: min(60), p90: min(80.8) } },
		// 60 min, 150 min, 19 h 10 min (7 h 10 min open).
		resolution: { n: 3, wall: { median: min(150), p90: min(950) }, open: { median: min(150), p90: min(374) } },
	});
	// Six episodes with a bot turn (one conversation has two, one has none); two reached a person.
	expect(measures.handoffRate).toEqual({ part: 2, of: 6 });
	expect(measures.resolvedByBot).toEqual({ part: 3, of: 6 });
	// Hand-backs: Anna's close, Igor's two, the hour with staff. One was followed by another handoff within a day.
	expect(measures.repeatHandoff).toEqual({ part: 1, of: 4 });
	expect(measures.promisesKept).toEqual({ part: 1, of: 3, withdrawn: 1 });
	expect(measures.csat).toEqual({ part: 2, of: 3, asked: 4 });
	// Delivered for a known reason, cancelled as too dear, cancelled without a reason.
	expect(measures.reasonCoverage).toEqual({ part: 2, of: 3 });
	expect(measures.outcomes).toContainEqual({ result: "lost", reason: "unknown", n: 1 });

	expect(await readTeams(shop, PERIOD)).toEqual([
		{ team: "support", kind: "first", kept: 2, breached: 1 },
		{ team: "support", kind: "next", kept: 0, breached: 1 },
		// 2.5 and 7 h 10 min of opening time, a day of it promised.
		{ team: "support", kind: "resolution", kept: 2, breached: 0 },
		// Staff wrote first: the promise is that of the team that is asked where nobody is named.
		{ team: null, kind: "next", kept: 1, breached: 0 },
		{ team: null, kind: "resolution", kept: 1, breached: 0 },
	]);
	expect(await readFlows(shop, PERIOD)).toEqual([
		{ flow: "order", handoffRate: { part: 1, of: 5 }, resolvedByBot: { part: 3, of: 5 } },
		{ flow: "support", handoffRate: { part: 1, of: 1 }, resolvedByBot: { part: 0, of: 1 } },
	]);
	expect(await readHeat(shop, PERIOD)).toMatchObject([
		{ flow: "order", step: "pay", n: 2, repeated: { part: 1, of: 2 }, reasons: { handoff: 2 } },
		{ flow: "support", step: "ask", n: 1, human: 180, repeated: { part: 0, of: 1 }, reasons: { phrase: 1 } },
		{ flow: null, step: null, n: 1, reasons: { reply: 1 } },
	]);
	expect(await readMembers(shop, PERIOD)).toMatchObject([
		{ id: "igor", answers: { n: 3 }, episodes: 2 },
		{ id: "olga", answers: { n: 2, wall: { median: 900 } }, episodes: 1, handling: 86 * 60, csat: { part: 2, of: 3 } },
	]);

	// Each number has its list, as long as the number says.
	const lengths = Object.fromEntries(
		await Promise.all(
			BEHIND.map(async (name) => {
				const rows = await listBehind(shop, { name, period: PERIOD, limit: 50 });
				return [name, rows.length] as const;
			}),
		),
	);
	expect(lengths).toMatchObject({ first: 3, next: 2, human: 3, handling: 3, resolution: 3, handed: 2, resolved: 6 });
	expect(lengths).toMatchObject({ repeats: 1, promises: 4, csat: 3, lost: 2, won: 1, orders: 1, waiting: 0 });
	const [longest] = await listBehind(shop, { name: "first", period: PERIOD, limit: 1 });
	expect(longest).toMatchObject({ wall: min(740), open: min(20) });

	// What the desk tells of the same days is what the reports say, and the list that it opens is as long.
	const { numbers } = await pocketOf(shop, { period: PERIOD, seesMoney: true, rules });
	const told = Object.fromEntries(numbers.map(({ key, value }) => [key, value]));
	expect(told).toMatchObject({
		first_response: { kind: "seconds", seconds: measures.waits.first.wall?.median },
		handoff_rate: { part: measures.handoffRate.part, of: measures.handoffRate.of },
		promises_kept: { part: measures.promisesKept.part, of: measures.promisesKept.of },
		orders: { count: lengths.orders },
		new_customers: { count: lengths.new_customers },
		repeat_share: { part: lengths.repeat_orders, of: lengths.orders },
		waiting_now: { count: lengths.waiting },
		// Of two that were lost one is known to have been too dear.
		top_lost_reason: { kind: "reason", reason: rules.reasonTitle("price"), count: 1 },
	});
	expect(numbers).toHaveLength(10);
	expect(new Set(numbers.map(({ list }) => BEHIND.find((name) => list.startsWith(`/reports/${name}`))))).not.toContain(
		undefined,
	);

	// What comes later is counted when somebody looks, and only once.
	await aLine(shop, anna.conversationId, "13 11:50 customer: ещё вопрос");
	await keepEpisodes(shop, rules.measures);
	await keepEpisodes(shop, rules.measures);
	expect(await shop.db.episode.count({ where: { conversationId: anna.conversationId } })).toBe(2);
});

test("a close that is taken back counts as never pressed: no second handoff, and the answer still waits since the question", () => {
	const timeline = (...between: Moment[]): Moment[] => [
		{ is: "heard", at: at("10 10:00"), channel: "telegram", thanks: false },
		changeAt("10 10:01", "bot", "asked", "phrase"),
		changeAt("10 10:02", "asked", "human", "take"),
		{ is: "staff", at: at("10 10:03"), channel: "telegram", member: "olga" },
		{ is: "heard", at: at("10 10:05"), channel: "telegram", thanks: false },
		...between,
		{ is: "staff", at: at("10 10:20"), channel: "telegram", member: "olga" },
		{ is: "closed", at: at("10 10:30") },
		changeAt("10 10:30", "human", "bot", "close"),
	];
	const slip: Moment[] = [
		{ is: "closed", at: at("10 10:06") },
		changeAt("10 10:06", "human", "bot", "close"),
		{ is: "reopened", at: at("10 10:06"), since: at("10 10:05") },
		changeAt("10 10:06", "bot", "human", REOPENED),
	];

	const slipped = countEpisodes(timeline(...slip), rules.measures);

	expect(slipped).toEqual(countEpisodes(timeline(), rules.measures));
	expect(slipped[0]?.waits.at(-1)).toMatchObject({ kind: "next", wall: 15 * 60 });
});

test("the pocket compares today until this hour with the same hours a week ago, and keeps money from who may not see it", async () => {
	const { shop, setNow } = await aShop({ today: "2026-03-03T11:00:00+03:00" });
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 20 });
	const buyer = await aCustomer(shop);
	const buys = () => anOrder(shop, { customerId: buyer.id, lines: [{ goods: cake, qty: 1 }] });
	await buys();
	setNow("2026-03-03T18:00:00+03:00");
	// Later in the day than we look: it does not count against today.
	await buys();
	setNow("2026-03-10T11:00:00+03:00");
	await buys();
	await buys();
	await aThread(shop, ["10 11:30 customer: есть кто?", "10 11:30 bot>asked support phrase"]);
	await shop.db.conversation.updateMany({
		where: { lastLine: "есть кто?" },
		data: { control: "asked", controlSince: at("10 11:30"), unansweredSince: at("10 11:30") },
	});
	setNow("2026-03-10T12:00:00+03:00");

	const pocket = await readPocket(shop, { span: "today", seesMoney: true, rules });

	const lines = pocketLines(pocket, "ru").map(({ text }) => text.replaceAll(/[\u00a0\u202f]/g, " "));
	expect(lines).toEqual([
		"Заказы: 2 (неделю назад 1, +100 %)",
		"Выручка: 3 000 ₽ (неделю назад 1 500 ₽, +100 %)",
		"Средний заказ: 1 500 ₽ (неделю назад 1 500 ₽)",
		"Новые клиенты: 1 (неделю назад 1)",
		"Повторные заказы: 100 % (2/2) (неделю назад 0 % (0/1))",
		"Ждут ответа: 1, дольше всех 30 мин",
		"Первый ответ, медиана: —",
		"Позвали человека: —",
		"Обещания в срок: —",
		"Чаще всего теряем: —",
	]);
	expect(pocket.numbers[0]?.list).toBe("/reports/orders?from=2026-03-09T21:00:00.000Z&until=2026-03-10T09:00:00.000Z");
	const poor = await readPocket(shop, { span: "today", seesMoney: false, rules });
	expect(poor.numbers.map(({ key }) => key)).not.toContain("revenue");
	expect(poor.numbers).toHaveLength(8);
});

test("the morning's digest is written once and handed out once, however often it is asked for", async () => {
	const { shop, setNow } = await aShop({ today: "2026-03-09T15:00:00+03:00" });
	expect(await digestFor(shop, { day: "2026-03-09", rules })).toMatchObject({ quiet: true });
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 20 });
	const { id: customerId, conversationId } = await aCustomer(shop);
	await anOrder(shop, { customerId, lines: [{ goods: cake, qty: 2 }] });
	await shop.db.customerPromise.create({
		data: {
			...{ customerId, conversationId, text: "Позвоню до пяти", madeBy: "operator:olga" },
			...{ dueAt: at("09 17:00"), createdAt: shop.now() },
		},
	});
	setNow("2026-03-10T08:00:00+03:00");
	const told: string[] = [];
	const make = digestMaker({ rules: () => rules, told: (day) => told.push(day) });

	await Promise.all([make(shop, { day: "2026-03-10" }), make(shop, { day: "2026-03-10" })]);
	await make(shop, { day: "2026-03-09" });
	const taken = await Promise.all([1, 2, 3].map(() => takeDigest(shop, { day: "2026-03-10" })));

	const [digest, ...none] = taken.filter((one) => one !== null);
	expect(none).toEqual([]);
	expect(digest?.quiet).toBe(false);
	expect(new Set(told)).toEqual(new Set(["2026-03-10"]));
	const lines = digest?.ru.map(({ text }) => text.replaceAll(/[\u00a0\u202f]/g, " "));
	expect(lines).toContain("Выручка: 3 000 ₽ (неделю назад 0 ₽)");
	expect(lines).toContain("Просрочено обещание: Позвоню до пяти");
	expect(digest?.days).toHaveLength(14);
	expect(digest?.days.at(-1)).toEqual({ day: "2026-03-09", orders: 1, revenue: 300_000 });
	const drawing = { currency: "RUB", language: "ru" };
	const png = await pngOf(drawDays(digest?.days ?? [], { ...drawing, seesMoney: true }));
	expect(png.subarray(1, 4).toString()).toBe("PNG");
	expect(drawDays(digest?.days ?? [], { ...drawing, seesMoney: false })).not.toContain("Выручка");
});

function changeAt(when: string, from: string, to: string, cause: string): Moment {
	const by = { holder: to === "human" ? "olga" : null, team: null, reason: null, flow: null, step: null };
	return { is: "control", at: at(when), from, to, cause, ...by };
}

/** `10 09:05` in March 2026, Moscow. */
function at(written: string): Date {
	const [day = "", clock = ""] = written.split(" ");
	return new Date(`2026-03-${day}T${clock}:00+03:00`);
}

async function aThread(shop: Shop, lines: readonly string[]) {
	const customer = await aCustomer(shop);
	for (const line of lines) await aLine(shop, customer.conversationId, line);
	return customer;
}

/** `10 10:06 olga: Смотрю`, `10 10:00 bot order: …`, `10 10:01 bot>asked support phrase flow/step`, `10 12:30 closed`. */
async function aLine(shop: Shop, conversationId: string, line: string): Promise<void> {
	const when = at(line.slice(0, 8));
	const rest = line.slice(9);
	const said = /^(?<who>\w+)(?: (?<more>\w+))?: (?<text>.*)$/.exec(rest)?.groups;
	if (said) return aMessage(shop, { ...said, conversationId, when });
	const change = /^(\w+)>(\w+)(?: (\S+))?(?: (\S+))?(?: (\S+)\/(\S+))?$/.exec(rest);
	const [, from, to, first, cause, flow = null, step = null] = change ?? [];
	const about = { asked: { team: first, reason: cause }, human: { holder: first }, parked: { holder: first }, bot: {} };
	const data = change
		? { from, to, cause: cause ?? first ?? "take", ...Object(Reflect.get(about, to ?? "")) }
		: { by: "olga", human: true };
	await shop.db.diary.create({
		data: {
			...{ name: change ? "control.changed" : "conversation.closed", conversationId, actor: "system", at: when },
			...{ flow, step, data: JSON.parse(JSON.stringify(data)) },
		},
	});
}

type Said = { who?: string; more?: string; text?: string; conversationId: string; when: Date };

async function aMessage(shop: Shop, { who = "", more, text = "", conversationId, when }: Said): Promise<void> {
	const status = more === "failed" ? "failed" : "delivered";
	const by = who === "bot" ? { author: "bot", flow: more ?? null } : { author: `operator:${who}` };
	const how =
		who === "customer"
			? { direction: "heard" as const, author: "customer" }
			: { ...by, status, direction: "said" as const };
	await shop.db.message.create({
		data: { conversationId, channel: "telegram", text, at: when, createdAt: when, ...how },
	});
	await shop.db.conversation.update({ where: { id: conversationId }, data: { lastLine: text } });
}

/** Promises, outcomes and scores of the period, all Anna's. */
async function ledgers(shop: Shop, { id: customerId, conversationId }: { id: string; conversationId: string }) {
	const promise = (due: string, state: string) => ({
		...{ conversationId, customerId, text: "Напишу", madeBy: "operator:olga" },
		...{ dueAt: at(due), state, createdAt: at("10 10:45") },
	});
	await shop.db.customerPromise.createMany({
		// The last one is not due yet.
		data: [
			promise("10 12:00", "kept"),
			promise("11 12:00", "late"),
			promise("12 10:00", "open"),
			promise("12 11:00", "withdrawn"),
			promise("20 12:00", "open"),
		],
	});
	const cake = await aProduct(shop, { title: "Медовик", price: 150_000, stock: 9 });
	const { id: orderId } = await anOrder(shop, { customerId, state: "delivered", lines: [{ goods: cake, qty: 1 }] });
	await shop.db.order.update({ where: { id: orderId }, data: { createdAt: at("11 10:00") } });
	await shop.db.outcome.deleteMany();
	const matter = (result: "won" | "lost", reason: string, source: string, standing = true) => ({
		...{ customerId, result, reason, source, standing, actor: "system", at: at("12 10:00") },
		...{ matter: `${result} ${reason}`, orderId: result === "won" ? orderId : null },
	});
	await shop.db.outcome.createMany({
		data: [
			matter("won", "reminder", "rule"),
			matter("lost", "price", "operator"),
			matter("lost", "unknown", "unknown"),
			// Somebody knew better: it is history.
			matter("lost", "went_quiet", "rule", false),
		],
	});
	for (const score of [5, 4, 2])
		await shop.db.feedback.create({ data: { customerId, kind: "csat", score, at: at("10 13:00") } });
	for (let asked = 0; asked < 4; asked++)
		await shop.db.diary.create({
			data: { name: "flow.started", customerId, actor: "system", at: at("10 13:00"), data: { flow: "csat" } },
		});
}

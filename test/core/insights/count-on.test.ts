import fc from "fast-check";
import { expect, test } from "vitest";
import { REOPENED } from "#core/conversations/reopen.ts";
import { countEpisodes, type Episode, type Measures } from "#core/insights/count-episodes.ts";
import { keepEpisodes } from "#core/insights/keep-episodes.ts";
import type { Moment } from "#core/insights/timeline.ts";
import type { Shop } from "#core/shop.ts";
import { atNight } from "#test/support/at-night.ts";
import { aCustomer } from "#test/support/goods.ts";
import { aShop } from "#test/support/shop.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const measures: Measures = {
	openBetween: (from, to) => (to.getTime() - from.getTime()) / 3,
	promised: (team) => (team === null ? {} : { first: 600_000, next: 900_000, resolution: DAY }),
};

/** Around a day to both sides, as that is where episodes part, and nothing at all, as one turn bears one time. */
const gap = fc.constantFrom(0, 0, MINUTE, 40 * MINUTE, 5 * HOUR, DAY - MINUTE, DAY, DAY + MINUTE, 3 * DAY);
const away = { holder: "olga", team: "support", reason: null, flow: null, step: null };
const deed = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ is: fc.constant("heard" as const), thanks: fc.boolean() }) },
	{ weight: 4, arbitrary: fc.record({ is: fc.constant("bot" as const), asks: fc.boolean() }) },
	{ weight: 3, arbitrary: fc.record({ is: fc.constant("staff" as const) }) },
	{
		weight: 6,
		arbitrary: fc.record({
			is: fc.constant("control" as const),
			from: fc.constantFrom("bot", "asked", "human"),
			to: fc.constantFrom("bot", "bot", "asked", "human", "parked"),
			cause: fc.constantFrom("take", "phrase", REOPENED),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ is: fc.constantFrom("waived" as const, "closed" as const) }) },
	{ weight: 1, arbitrary: fc.record({ is: fc.constant("reopened" as const), ago: gap }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;
type Told = { readonly after: number; readonly deed: Deed; readonly known: number };
const STEPS = 5;

/** What happened, each so long after the one before, and in which of the steps it became known. */
const story = fc.array(fc.record({ after: gap, deed, known: fc.nat({ max: STEPS - 1 }) }), {
	minLength: 1,
	maxLength: 60,
});

test("told bit by bit, also late, a conversation has the episodes that it has when told at once", () => {
	fc.assert(
		fc.property(story, (told) => {
			const moments = timed(told).map(({ at, deed, known }) => ({ known, moment: momentOf(deed, at) }));
			let kept: readonly Episode[] = [];
			for (let step = 0; step < STEPS; step++) {
				const fresh = moments.find(({ known }) => known === step);
				if (!fresh) continue;
				const soFar = moments.filter(({ known }) => known <= step).map(({ moment }) => moment);
				kept = countOn(kept, soFar, fresh.moment.at);
				expect(kept).toEqual(countEpisodes(soFar, measures));
			}
		}),
		{ numRuns: 1500 },
	);
});

/** As core/insights/changed-conversations.ts says in SQL. */
function countOn(kept: readonly Episode[], moments: readonly Moment[], fresh: Date): Episode[] {
	const touched = kept.findLastIndex(({ beganAt }) => beganAt < fresh);
	const start = kept.slice(0, Math.max(0, touched)).findLastIndex(({ apart }) => apart);
	const from = kept[start]?.beganAt;
	const read = from ? moments.filter(({ at }) => at >= from) : moments;
	return [...kept.slice(0, Math.max(0, start)), ...countEpisodes(read, measures)];
}

test("rows that were counted on are the rows that are counted from the beginning, whatever came late, was edited or answered", async () => {
	const { shop, setNow } = await aShop({ today: "2026-01-01T12:00:00Z" });
	let began = shop.now().getTime();
	await fc.assert(
		fc.asyncProperty(story, fc.nat({ max: STEPS - 1 }), async (told, edited) => {
			began += 400 * DAY;
			setNow(new Date(began));
			const thread = await aVisitor(shop);
			for (const { now, fresh, step } of steps(told, began)) {
				setNow(now);
				for (const { at, deed } of fresh) await tell(shop, { ...thread, at, deed });
				if (step === edited) await takeThanksBack(shop, thread);
				if (fresh.length > 0)
					await shop.db.flowRun.update({ where: { id: thread.runId }, data: asking(step % 2 === 0) });
				await keepEpisodes(shop, measures);
			}
			const countedOn = await rows(shop, thread);
			await shop.db.setting.delete({ where: { key: "episodes-counted" } });
			await keepEpisodes(shop, measures);
			expect(countedOn).toEqual(await rows(shop, thread));
		}),
		{ numRuns: atNight ? 300 : 25, examples: [[REPEATED_AFTER_A_SILENCE, STEPS - 1]] },
	);
});

/** The bot has it back five hours after the last word, so the next episode begins, and needs somebody again, within a day of that. */
const REPEATED_AFTER_A_SILENCE: Told[] = [
	{ after: 0, known: 0, deed: { is: "control", from: "bot", to: "human", cause: "take" } },
	{ after: 5 * HOUR, known: 0, deed: { is: "control", from: "human", to: "bot", cause: "take" } },
	{ after: 20 * HOUR, known: 0, deed: { is: "heard", thanks: false } },
	{ after: HOUR, known: 0, deed: { is: "heard", thanks: false } },
	{ after: HOUR, known: 0, deed: { is: "control", from: "bot", to: "asked", cause: "phrase" } },
];

/** In five parts, each as late as its last line. The diary is written as things happen; messages may become known later. */
function steps(told: readonly Told[], began: number) {
	const lines = timed(told).map((line, place) => {
		const part = Math.floor((place * STEPS) / told.length);
		const isMessage = line.deed.is === "heard" || line.deed.is === "bot" || line.deed.is === "staff";
		return {
			...line,
			at: new Date(began + line.at.getTime()),
			part,
			known: isMessage ? Math.max(part, line.known) : part,
		};
	});
	return Array.from({ length: STEPS }, (_, step) => ({
		step,
		fresh: lines.filter(({ known }) => known === step),
		now: lines.findLast(({ part }) => part <= step)?.at ?? new Date(began),
	}));
}

test("where a shop's latest visit is counted, the visits of last year are not read", async () => {
	const { shop, setNow } = await aShop({ today: "2026-03-01T12:00:00Z" });
	const thread = await aVisitor(shop);
	for (let visit = 0; visit < 4; visit++) {
		const at = new Date(Date.parse("2026-03-01T12:00:00Z") + 3 * visit * DAY);
		setNow(at);
		await tell(shop, { ...thread, at, deed: { is: "heard", thanks: false } });
		await tell(shop, { ...thread, at, deed: { is: "bot", asks: false } });
		await keepEpisodes(shop, measures);
	}
	setNow("2026-03-10T13:00:00Z");
	await keepEpisodes(shop, measures);
	// Nobody does that; it shows what is read. The first two episodes stay, the last two are counted anew.
	await shop.db.message.deleteMany({ where: { at: { lt: new Date("2026-03-07T00:00:00Z") } } });
	await tell(shop, { ...thread, at: shop.now(), deed: { is: "staff" } });

	await keepEpisodes(shop, measures);

	const episodes = await shop.db.episode.findMany({ orderBy: { beganAt: "asc" } });
	expect(episodes.map(({ beganAt, memberId }) => [beganAt.getUTCDate(), memberId])).toEqual([
		[1, null],
		[4, null],
		[7, null],
		[10, "olga"],
	]);
});

function timed(told: readonly Told[]) {
	let clock = 0;
	return told.map(({ after, ...line }) => {
		clock += after;
		return { ...line, at: new Date(clock) };
	});
}

function momentOf(deed: Deed, at: Date): Moment {
	switch (deed.is) {
		case "heard":
			return { ...deed, at, channel: "telegram" };
		case "bot":
			return { ...deed, at, flow: "order", run: deed.asks ? "run" : null };
		case "staff":
			return { ...deed, at, channel: "telegram", member: "olga" };
		case "control":
			return { ...deed, ...away, at };
		case "reopened":
			return { is: "reopened", at, since: new Date(at.getTime() - deed.ago) };
		default:
			return { is: deed.is, at };
	}
}

type Thread = { readonly customerId: string; readonly conversationId: string; readonly runId: string };

async function aVisitor(shop: Shop): Promise<Thread> {
	const { id: customerId, conversationId } = await aCustomer(shop);
	return { customerId, conversationId, runId: await aRun(shop, { customerId, conversationId }) };
}

async function aRun(shop: Shop, whose: { customerId: string; conversationId: string }): Promise<string> {
	const id = crypto.randomUUID();
	const run = { id, flow: "order", logic: "1", channel: "telegram", purpose: "service", state: {} };
	await shop.db.flowRun.create({ data: { ...run, ...whose, ...asking(true), startedAt: shop.now() } });
	return id;
}

function asking(asks: boolean) {
	return { status: asks ? "waiting_input" : "waiting_time" };
}

async function tell(shop: Shop, { conversationId, runId, at, deed }: Thread & { at: Date; deed: Deed }): Promise<void> {
	const line = { conversationId, channel: "telegram", at, createdAt: shop.now() };
	const note = { conversationId, actor: "system", at };
	switch (deed.is) {
		case "heard": {
			const text = deed.thanks ? "спасибо" : "где заказ?";
			await shop.db.message.create({ data: { ...line, direction: "heard", author: "customer", text } });
			return;
		}
		case "bot": {
			const said = { direction: "said", author: "bot", flow: "order", text: "?", status: "sent" } as const;
			await shop.db.message.create({ data: { ...line, ...said, ...(deed.asks && { runId }) } });
			return;
		}
		case "staff": {
			const said = { direction: "said", author: "operator:olga", text: "Смотрю", status: "sent" } as const;
			await shop.db.message.create({ data: { ...line, ...said } });
			return;
		}
		case "control": {
			const { is: _, ...change } = deed;
			await shop.db.diary.create({ data: { ...note, name: "control.changed", data: { ...change, ...away } } });
			return;
		}
		case "reopened": {
			const since = new Date(at.getTime() - deed.ago).toISOString();
			await shop.db.diary.create({ data: { ...note, name: "conversation.reopened", data: { by: "olga", since } } });
			return;
		}
		default:
			await shop.db.diary.create({ data: { ...note, name: NAMES[deed.is] } });
	}
}

const NAMES = { waived: "answer.waived", closed: "conversation.closed" };

/** The customer makes a question of their first thanks. */
async function takeThanksBack(shop: Shop, { conversationId }: Thread): Promise<void> {
	const thanks = await shop.db.message.findFirst({
		where: { conversationId, text: "спасибо" },
		orderBy: { id: "asc" },
	});
	if (!thanks) return;
	await shop.db.message.update({ where: { id: thanks.id }, data: { text: "спасибо, но где он?" } });
	const data = { message: String(thanks.id) };
	await shop.db.diary.create({
		data: { name: "message.edited", conversationId, actor: "customer", at: shop.now(), data },
	});
}

async function rows(shop: Shop, { conversationId }: Thread) {
	const where = { conversationId };
	const [episodes, handoffs, waits] = await Promise.all([
		shop.db.episode.findMany({ where, orderBy: { beganAt: "asc" } }),
		shop.db.handoff.findMany({ where, orderBy: { at: "asc" } }),
		shop.db.wait.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }] }),
	]);
	return { episodes, handoffs, waits: waits.map(({ id: _, ...wait }) => wait) };
}

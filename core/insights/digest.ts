import { z } from "zod";
import { inLanguage } from "#core/in-language.ts";
import type { Shop } from "#core/shop.ts";
import { addDays, instantOf, wallClock } from "#core/zoned-time.ts";
import { readHealth } from "./health.ts";
import type { InsightRules } from "./insight-rules.ts";
import type { Period } from "./period.ts";
import { type PocketValue, pocketOf } from "./pocket.ts";
import { type InsightLine, pocketLines } from "./pocket-text.ts";
import { type DaySales, readDays } from "./read-days.ts";

/** What the shop reads in the morning: yesterday in numbers, and what must not be forgotten today. */
export type Digest = {
	/** The morning's day, `2026-03-10`. */
	readonly day: string;
	readonly currency: string;
	/** By language; lines about money say so, and are left out where not everybody may see it. */
	readonly ru: readonly InsightLine[];
	readonly en: readonly InsightLine[];
	/** The last 14 days before it, for the picture. */
	readonly days: readonly DaySales[];
	/** Nothing was sold, asked, promised or broken, now or a week ago: nobody is told. */
	readonly quiet: boolean;
};

/** Reads the digest of a morning. Its numbers are those of the day before, against the same day a week earlier. */
export async function digestFor(
	shop: Shop,
	{ day, rules }: { readonly day: string; readonly rules: InsightRules },
): Promise<Digest> {
	const { zone, currency } = rules;
	const until = dayBegins(day, zone);
	const period = { from: addDays(until, -1, zone), until };
	const [pocket, days, left] = await Promise.all([
		pocketOf(shop, { period, seesMoney: true, rules }),
		readDays(shop, { period: { from: addDays(until, -14, zone), until }, zone }),
		readLeft(shop, period),
	]);
	const lines = (language: "ru" | "en") => [...pocketLines(pocket, language), ...leftLines(left, language)];
	const values = pocket.numbers.flatMap(({ value, before }) => [value, before]);
	const quiet =
		leftLines(left, "en").length === 0 && days.every(({ orders }) => orders === 0) && values.every(isNothing);
	return { day, currency, ru: lines("ru"), en: lines("en"), days, quiet };
}

/** The digest as its row keeps it. */
export const storedDigest = z.object({
	day: z.string(),
	currency: z.string(),
	...languages(z.array(z.object({ text: z.string(), list: z.string().nullable(), money: z.boolean() }))),
	days: z.array(z.object({ day: z.string(), orders: z.number(), revenue: z.number() })),
	// One that was written by an older program says nothing of it.
	quiet: z.boolean().default(false),
});

function isNothing(value: PocketValue | null): boolean {
	switch (value?.kind) {
		case undefined:
			return true;
		case "count":
		case "waiting":
			return value.count === 0;
		case "money":
			return value.money.minor === 0;
		case "share":
		case "seconds":
		case "reason":
			return false;
	}
}

function languages<Lines>(lines: Lines): { ru: Lines; en: Lines } {
	return { ru: lines, en: lines };
}

function dayBegins(day: string, zone: string): Date {
	const { year, month, day: date } = wallClock(new Date(`${day}T12:00:00Z`), "UTC");
	return instantOf({ year, month, day: date }, zone);
}

/** What is left undone: promises, wishes, failures. */
type Left = {
	readonly promises: readonly { readonly text: string; readonly conversationId: string }[];
	readonly unmet: readonly { readonly title: string; readonly customers: number }[];
	/** Yesterday's. */
	readonly tips: { readonly shown: number; readonly taken: number };
	readonly failures: Readonly<Record<FailureName, number>>;
};

type FailureName = "dead" | "unknown" | "failed" | "errands" | "accounts";

async function readLeft(shop: Shop, { from, until }: Period): Promise<Left> {
	const [promises, unmet, health, tips] = await Promise.all([
		shop.db.customerPromise.findMany({
			where: { state: "open", dueAt: { lt: shop.now() } },
			orderBy: { dueAt: "asc" },
			take: MOST,
			select: { text: true, conversationId: true },
		}),
		shop.db.written<{ title: string; customers: number }>(UNMET, [shop.now(), MOST]),
		readHealth(shop),
		shop.db.tip.findMany({ where: { shownAt: { gte: from, lt: until } }, select: { state: true } }),
	]);
	const { inbox, outbox, errands, accounts } = health;
	const ill = accounts.filter((account) => account.health !== "ok").length;
	const { unknown, failed } = outbox;
	return {
		promises,
		unmet,
		tips: { shown: tips.length, taken: tips.filter(({ state }) => state === "sent" || state === "edited").length },
		failures: { dead: inbox.dead, unknown, failed, errands: errands.dead, accounts: ill },
	};
}

const MOST = 5;

const UNMET = {
	name: "digest-unmet",
	text: `SELECT coalesce(p.title, u.words) || CASE WHEN u.size = '' THEN '' ELSE ', ' || u.size END AS title,
			count(DISTINCT u.customer_id)::int AS customers
		FROM unmet_demand u LEFT JOIN variant v ON v.id = u.variant_id LEFT JOIN product p ON p.id = v.product_id
		WHERE u.settled_at IS NULL AND u.last_at >= $1::timestamptz - interval '7 days'
		GROUP BY 1 ORDER BY customers DESC, 1 LIMIT $2`,
};

function leftLines({ promises, unmet, tips, failures }: Left, language: string): InsightLine[] {
	const words = inLanguage(language, WORDS);
	const line = (text: string, list: string | null): InsightLine => ({ text, list, money: false });
	const broken = FAILURES.filter((name) => failures[name] > 0).map((name) => `${words[name]}: ${failures[name]}`);
	return [
		...promises.map(({ text, conversationId }) => line(`${words.late}: ${text}`, `/conversations/${conversationId}`)),
		...(unmet.length > 0
			? [line(`${words.unmet}: ${unmet.map(({ title, customers }) => `${title} (${customers})`).join("; ")}`, null)]
			: []),
		...(tips.shown > 0 ? [line(words.tips(tips.shown, tips.taken), "/tips")] : []),
		...(broken.length > 0 ? [line(`${words.broken}: ${broken.join(", ")}`, "/shop-health")] : []),
	];
}

const FAILURES: readonly FailureName[] = ["dead", "unknown", "failed", "errands", "accounts"];

const WORDS = {
	ru: {
		late: "Просрочено обещание",
		unmet: "Спрашивали, а не было",
		tips: (shown: number, taken: number) => `Подсказки: показано ${shown}, отправлено ${taken}`,
		broken: "Сломалось",
		dead: "не разобрано сообщений",
		unknown: "неизвестно, дошло ли",
		failed: "не отправлено за сутки",
		errands: "не выполнено поручений",
		accounts: "каналов с неполадкой",
	},
	en: {
		late: "A promise is late",
		unmet: "Asked for and not had",
		tips: (shown: number, taken: number) => `Tips: ${shown} shown, ${taken} sent`,
		broken: "Broken",
		dead: "messages not read",
		unknown: "may have arrived",
		failed: "not sent within a day",
		errands: "errands not done",
		accounts: "channels in trouble",
	},
};

import { expect, onTestFinished, test } from "vitest";
import { bindGroup } from "#core/team/bind-desk.ts";
import { someDice } from "#test/standins/dice.ts";
import { startTelegramStandin, type TelegramStandin } from "#test/standins/telegram/server.ts";
import { aShop } from "#test/support/shop.ts";
import { letTalk, wordsOf } from "./desk-talk.ts";
import { aMortalShop } from "./mortal-shop.ts";
import { chaosSettings, TOKEN } from "./settings.ts";

const DESK = "7000002:chaos";
const DESK_BOT = 7_000_002;
const ACCOUNT = "desk:7000002";
const LENA = "lena";

const { CUSTOMERS, ROUNDS, KILLS } = process.env.NIGHTLY
	? { CUSTOMERS: 12, ROUNDS: 20, KILLS: 60 }
	: { CUSTOMERS: 4, ROUNDS: 3, KILLS: 5 };

/** Milliseconds: where many tests share the machine a start takes ten times as long. */
const PATIENCE = process.env.NIGHTLY ? 1_800_000 : 240_000;

test("the shop is killed again and again while Lena answers from the desk: each answer, note and edit counts once, and nobody's words are missing", {
	timeout: PATIENCE + 60_000,
}, async () => {
	const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
	const begun = performance.now();
	tell(`seed ${seed} (CHAOS_SEED=${seed} repeats its kills)`);
	const dice = someDice(seed);
	const { shop, url } = await aShop({ today: new Date().toISOString() });
	const standin = await startTelegramStandin({ tokens: [TOKEN, DESK], seed, limits: "off" });
	onTestFinished(() => standin.close());
	const customers = Array.from({ length: CUSTOMERS }, (_, n) => {
		const name = `Покупатель ${n + 1}`;
		return { name, id: standin.addCustomer({ name, language: "ru" }).id };
	});
	const operator = standin.addCustomer({ name: "Лена" }).id;
	const group = standin.addGroup({ title: "Стол", forum: true, members: [operator], bots: [DESK_BOT] });
	await shop.db.member.create({ data: { id: LENA, name: "Лена", email: "lena@shop.example", role: "lead" } });
	const facts = { account: ACCOUNT, memberId: LENA };
	await shop.db.deskMember.create({ data: { ...facts, nativeId: String(operator), boundAt: new Date() } });
	await bindGroup(shop, { ...facts, chatId: String(group), language: "ru" });
	// How many messages a minute takes is another test's business: here its minute is always over.
	for (const [n, text] of ENDLESS_MINUTE.entries()) await shop.db.written({ name: `chaos-endless-${n}`, text }, []);

	const life = await aMortalShop((folder) => ({
		...chaosSettings({ url, root: standin.root, folder }),
		DESK_TELEGRAM_TOKEN: DESK,
	}));
	const moments = momentsOf(dice);
	let sights = 0;
	standin.watch(({ kind }) => {
		if (kind !== "sight") return;
		sights += 1;
		if (sights < (moments[0] ?? Number.POSITIVE_INFINITY)) return;
		moments.shift();
		life.kill();
	});
	const talk = letTalk(standin, { customers, rounds: ROUNDS, operator, bot: DESK_BOT, group });
	const patience = new Promise<never>((_, reject) => {
		const timer = setTimeout(() => reject(new Error(talk.waiting().join("\n"))), PATIENCE);
		onTestFinished(() => clearTimeout(timer));
	});
	await Promise.race([talk.done, life.death, patience]);
	await expect.poll(() => whatIsLeft(standin), { timeout: 30_000, interval: 100 }).toEqual(NOTHING);
	expect(await life.end()).toBe(0);
	const kills = life.kills();
	tell(`${kills} kills, ${sights} sights, ${Math.round((performance.now() - begun) / 1000)} s`);

	expect(life.complaints()).toEqual([]);
	expect(standin.violations()).toEqual([]);
	const rounds = customers.flatMap(({ name, id }) =>
		Array.from({ length: ROUNDS }, (_, n) => ({ id, name, ...wordsOf(name, n + 1) })),
	);

	// In the thread each answer and each note stands once, as it is now, with what it was.
	const said = await shop.db.message.findMany({
		where: { author: { in: [`operator:${LENA}`, `note:${LENA}`] }, kind: { not: "control" } },
	});
	const standsAs = said.map(({ author, text, versions }) => [author.split(":")[0], text, versionsOf(versions)]);
	const meant = rounds.flatMap(({ answered, mended, noted }) => [
		["operator", mended ?? answered, mended ? [answered] : []],
		["note", noted, []],
	]);
	expect(standsAs.sort(byWords)).toEqual(meant.sort(byWords));
	const waits = await shop.db.conversation.findMany({
		select: { control: true, holderId: true, unansweredSince: true },
	});
	expect(waits).toEqual(customers.map(() => ({ control: "human", holderId: LENA, unansweredSince: null })));

	// Every customer has every answer as it was meant; more of them than were meant are the price of a kill.
	const onPhones = new Map(
		customers.map(({ id }) => [id, standin.screen(id, 7_000_001).messages.map(({ text }) => text)]),
	);
	const unread = rounds.filter(({ id, answered, mended }) => !onPhones.get(id)?.includes(mended ?? answered));
	expect(unread).toEqual([]);
	const told = said.filter(({ author }) => author.startsWith("operator")).length;
	const shown = standin.journal.sights.filter(
		({ kind, chat, ...sight }) =>
			kind === "message" && onPhones.has(chat) && "text" in sight && sight.text.includes("отв"),
	).length;
	expect(shown - told).toBeLessThanOrEqual(kills);
	const leaked = [...onPhones.values()].flat().filter((text) => text?.includes("заметка"));
	expect(leaked).toEqual([]);

	// In the group: a topic for each, one card with who leads, and everybody's words; a kill costs at most one of them twice.
	const { topics = new Map(), messages = new Map() } = standin.service.world.groups.get(group) ?? {};
	const living = await shop.db.deskTopic.findMany({ select: { threadId: true, headerId: true } });
	expect(living).toHaveLength(CUSTOMERS);
	const inTopic = (thread: number) => [...messages.values()].filter((one) => one.message_thread_id === thread);
	const orphans = [...topics.keys()].filter((thread) => !living.some(({ threadId }) => threadId === thread));
	expect(orphans.flatMap(inTopic).filter(({ text }) => text !== undefined)).toEqual([]);
	const bots = living.flatMap(({ threadId }) => inTopic(threadId).filter(({ from }) => from.is_bot));
	const headers = bots.filter(({ reply_markup, text }) => reply_markup && /Ведёт|Ждёт/.test(text ?? ""));
	const current = headers.filter(({ message_id }) => living.some(({ headerId }) => headerId === message_id));
	expect(current.map(({ text }) => /Ведёт Лена/.test(text ?? ""))).toEqual(living.map(() => true));
	const times = rounds.map(({ asked }) => bots.filter(({ text }) => text?.includes(asked)).length);
	expect(times.filter((count) => count === 0)).toEqual([]);
	const doubled = sum(times.map((count) => count - 1)) + headers.length - CUSTOMERS + orphans.length;
	tell(`${shown - told} answers and ${doubled} things in the group were shown once more`);
	expect(doubled).toBeLessThanOrEqual(kills * WORDS_OF_A_CARD);

	async function whatIsLeft(telegram: TelegramStandin) {
		const [left] = await shop.db.written<{ rows: Record<string, number> }>(LEFT, []);
		return { ...left?.rows, updates: telegram.pending(7_000_001) + telegram.pending(DESK_BOT) };
	}
});

/** Rounds of one customer that a card posted twice can hold. */
const WORDS_OF_A_CARD = 2;

const ENDLESS_MINUTE = [
	`CREATE FUNCTION chaos_endless_minute() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.spent := '{}'; RETURN NEW; END $$`,
	"CREATE TRIGGER chaos_endless_minute BEFORE UPDATE ON desk_group FOR EACH ROW EXECUTE FUNCTION chaos_endless_minute()",
];

const NOTHING = { inbox: 0, outbox: 0, errands: 0, desk: 0, dead: 0, cards: 0, undrawn: 0, updates: 0 };

const LEFT = {
	name: "chaos-desk-left",
	text: `SELECT json_build_object(
		'inbox', (SELECT count(*) FROM inbox WHERE state <> 'done'),
		'outbox', (SELECT count(*) FROM outbox WHERE state IN ('pending', 'attempting')),
		'errands', (SELECT count(*) FROM errand WHERE name = 'send-edit' AND state <> 'done'),
		'desk', (SELECT count(*) FROM desk_update WHERE state = 'waiting'),
		'dead', (SELECT count(*) FROM desk_update WHERE state = 'dead'),
		'cards', (SELECT count(*) FROM desk_card WHERE kind <> 'lines' AND hash IS NULL),
		'undrawn', (SELECT count(*) FROM conversation c LEFT JOIN desk_topic t ON t.conversation_id = c.id
			WHERE t.drawn_version IS DISTINCT FROM c.version)) AS rows`,
};

/** When to kill: as soon as so many things have been shown to somebody, right after a call was obeyed. */
function momentsOf({ between }: ReturnType<typeof someDice>): number[] {
	const most = CUSTOMERS * ROUNDS * 3;
	const counts = new Set<number>();
	while (counts.size < KILLS) counts.add(between(2, most));
	return [...counts].sort((one, other) => one - other);
}

function versionsOf(versions: unknown): unknown[] {
	return Array.isArray(versions) ? versions.map((version: { text: unknown }) => version.text) : [];
}

function byWords(one: readonly unknown[], other: readonly unknown[]): number {
	return JSON.stringify(one).localeCompare(JSON.stringify(other));
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, one) => total + one, 0);
}

function tell(line: string) {
	process.stdout.write(`desk.test: ${line}\n`);
}

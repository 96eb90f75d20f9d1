import { expect, test } from "vitest";
import { handBack } from "#core/conversations/hand-back.ts";
import { take } from "#core/conversations/take.ts";
import { checkFiles } from "#core/flows/check-files.ts";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { shopHands } from "#core/flows/shop-hands.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { followEvent } from "#core/rules/follow-event.ts";
import type { RuleParts } from "#core/rules/rule-parts.ts";
import { rulesOf } from "#core/rules/rules.ts";
import { watchTime } from "#core/rules/watch-time.ts";
import { answerTipPost } from "#core/tips/answer-post.ts";
import { refuseTip, sendTip, switchTipOn } from "#core/tips/answer-tip.ts";
import { listStandings } from "#core/tips/list-tips.ts";
import { postTips } from "#core/tips/post-tips.ts";
import { isMostlyWrong, scoreOf, type TipState } from "#core/tips/score.ts";
import { tipsOf } from "#core/tips/tips.ts";
import { aCounter, writes } from "#test/support/counter.ts";
import { aProduct } from "#test/support/goods.ts";

const TEA = "flow: tea\ntitle: Tea\npurpose: service\nstage: care\nstart: [{says: [tea]}]\nsteps: [{say: Coming.}]\n";
const shared = readFolder("flows").filter(({ path }) => path.startsWith("_"));
const lena = { id: "lena", leads: true };

/** A counter where somebody has written "tea", with these rules and tips; `look` is the minute's look at the time. */
async function aShopWithRules(files: Record<string, string>) {
	const counter = await aCounter({ "tea.flow.yaml": TEA });
	const { shop, engine } = counter;
	const texts = Object.entries(files).map(([path, text]) => ({ name: `flows/${path}`, path, text }));
	const { book, problems } = loadFlows([...shared, ...texts], shopVocabulary);
	expect(problems.filter(({ file }) => file in files || files[file.slice(6)])).toEqual([]);
	await engine.receiveAndAnswer([writes("tea")]);
	const { id: conversationId, customerId } = await shop.db.conversation.findFirstOrThrow();
	const told: string[] = [];
	const parts: RuleParts = {
		book: () => book,
		hands: shopHands({ zone: "Europe/Moscow", currency: "RUB", country: "RU", book: () => book }),
		...{ turn: engine.staffTurn, zone: "Europe/Moscow", currency: "RUB" },
		told: (topic) => void told.push(topic),
		log: { warn: (message, fields) => expect.unreachable(`${message} ${String(fields?.error)}`) },
	};
	for (const [id, role] of [
		["lena", "lead"],
		["oleg", "operator"],
	] as const)
		await shop.db.member.create({ data: { id, name: id, email: `${id}@shop.test`, role } });
	const watchers = () => [...rulesOf(parts), ...tipsOf(parts)];
	return {
		...{ ...counter, book, parts, conversationId, customerId, told },
		look: () => watchTime(shop, parts, watchers()),
		async happens(name: "tag.added", data: { tag: string }) {
			await shop.record({ name, customerId, actor: "system", data });
			const { id } = await shop.db.diary.findFirstOrThrow({ where: { name }, orderBy: { id: "desc" } });
			const telling = { diaryId: String(id), customerId, name };
			await followEvent(shop, parts, watchers(), telling);
			// The errand may be kept twice: the worker died before it said that it was done.
			await followEvent(shop, parts, watchers(), telling);
		},
		notes: async () =>
			(await shop.db.message.findMany({ where: { kind: "note" }, orderBy: { id: "asc" } })).map(({ text }) => text),
		tags: async () => (await shop.db.customerTag.findMany({ orderBy: { tag: "asc" } })).map(({ tag }) => tag),
	};
}

test("a rule tags, notes and calls its team once, though the event is told twice; what does not concern it passes by", async () => {
	const { happens, notes, tags, shop } = await aShopWithRules({
		"rules/complaint.yaml": `
rule: complaint
title: Жалоба
event: tag.added
if: event.tag == "жалоба"
do: {tag: [внимание], untag: [жалоба], pass: care, priority: high, note: "Метка {{ event.tag }}"}
`,
	});

	await happens("tag.added", { tag: "новый" });
	expect(await notes()).toEqual([]);
	await happens("tag.added", { tag: "жалоба" });

	expect(await notes()).toEqual(["Жалоба: Метка жалоба"]);
	expect(await tags()).toEqual(["внимание"]);
	expect(await shop.db.conversation.findFirst()).toMatchObject({
		...{ control: "asked", team: "care", askReason: "rule", askPriority: "high" },
	});
});

test("who waits two hours is given to Oleg once a wait; a rule takes nobody from a colleague", async () => {
	const { look, shop, pass, conversationId, notes } = await aShopWithRules({
		"rules/waits.yaml":
			'rule: waits\ntitle: Ждёт\nunanswered: 2h\ndo: {give: oleg@shop.test, note: "«{{ event.text }}»"}\n',
	});
	const waits = async () =>
		shop.db.conversation.update({ where: { id: conversationId }, data: { unansweredSince: shop.now() } });
	const holder = async () => (await shop.db.conversation.findFirstOrThrow()).holderId;

	await waits();
	pass(7_199_000);
	await look();
	expect(await holder()).toBeNull();
	pass(1_000);
	await look();
	await look();
	expect(await holder()).toBe("oleg");
	expect(await notes()).toEqual(["Ждёт: «tea»"]);

	await shop.db.conversation.update({ where: { id: conversationId }, data: { holderId: "lena" } });
	await waits();
	pass(7_200_000);
	await look();
	expect([await holder(), (await notes()).length]).toEqual(["lena", 2]);
});

test("what runs low is told once, and again when it has been there meanwhile", async () => {
	const { look, shop, told } = await aShopWithRules({
		"rules/low.yaml":
			'rule: low\ntitle: Мало\nstock_under: 3\ndo: {note: "{{ event.product.title }}: {{ event.left }}"}\n',
	});
	const cake = await aProduct(shop, { title: "Прага" });
	const shelf = (onHand: number) => shop.db.stock.updateMany({ where: { variantId: cake.id }, data: { onHand } });
	await shelf(2);

	await look();
	await look();
	expect(await shop.db.ruleFiring.findMany({ select: { note: true } })).toEqual([{ note: "Мало: Прага: 2" }]);
	await shelf(5);
	await look();
	await shelf(1);
	await look();

	expect(await shop.db.ruleFiring.findMany({ select: { note: true } })).toEqual([{ note: "Мало: Прага: 1" }]);
	expect(told).toEqual(["tip", "tip"]);
});

const TIP = `
tip: thank
title: Поблагодарить
author: oleg@shop.test
event: tag.added
if: event.tag == "хвалил"
evidence: "Поставили метку {{ event.tag }}"
draft: {ru: Спасибо!, en: Thank you!}
`;

test("a tip goes to whoever led last and is at work; at the desk words leave only after “edit”, and not over a colleague", async () => {
	const { happens, shop, parts, conversationId, thread } = await aShopWithRules({ "tips/thank.yaml": TIP });
	await shop.db.conversation.update({ where: { id: conversationId }, data: { lastHolderId: "oleg" } });
	await shop.db.presence.create({ data: { memberId: "oleg", device: "web", seenAt: shop.now() } });
	await happens("tag.added", { tag: "хвалил" });
	const posted: string[] = [];
	const posting = {
		language: () => "ru",
		authorOf: () => undefined,
		desk: {
			async post({ text, to }: { text: string; to: unknown }) {
				posted.push(`${JSON.stringify(to)} ${text}`);
				return true;
			},
			closePost: async (key: string) => void posted.push(`gone ${key}`),
		},
	};
	await postTips(shop, posting);
	await postTips(shop, posting);
	const { id } = await shop.db.tip.findFirstOrThrow();
	expect(posted).toHaveLength(1);
	expect(posted[0]).toMatch(/^\{"memberId":"oleg"\} 💡 Поблагодарить[\s\S]*Поставили метку хвалил[\s\S]*«Спасибо!»$/);

	const answers = (by: { act: string } | { words: string }) =>
		answerTipPost(shop, { ...posting, turn: parts.turn }, { key: `tip ${id}`, memberId: "oleg", by });
	expect(await answers({ words: "глупость" })).toContain("Сначала нажмите");
	await take(parts.turn, { conversationId, staff: lena });
	expect(await answers({ act: "send" })).toBe("С покупателем уже говорит коллега.");
	expect(await shop.db.tip.findFirst()).toMatchObject({ state: "open" });
	await handBack(parts.turn, { conversationId, staff: lena, force: true, packet: { instead: "nothing" } });
	await answers({ act: "edit" });
	expect(await answers({ words: "Спасибо вам большое!" })).toBe("Отправлено покупателю.");
	expect((await thread()).at(-1)).toBe("Спасибо вам большое!");
	expect(await shop.db.tip.findFirst()).toMatchObject({ state: "edited", answeredBy: "oleg" });
	await expect(sendTip(shop, parts.turn, { tipId: id, staff: lena })).rejects.toMatchObject({ code: "stale" });
	await postTips(shop, posting);
	expect(posted.at(-1)).toBe(`gone tip ${id}`);
});

test("a tip that is mostly wrong switches itself off and says so; a lead switches it on, and it is judged anew", async () => {
	const { happens, shop, conversationId, book, pass } = await aShopWithRules({ "tips/thank.yaml": TIP });
	const shown = { tip: "thank", title: "", conversationId, team: "support", evidence: "", draft: "" };
	await shop.db.tip.createMany({
		data: Array.from({ length: 19 }, (_, n) => ({
			...{ ...shown, cause: String(n), shownAt: shop.now() },
			state: n < 3 ? "sent" : "missed",
		})),
	});
	pass(1_000);
	await happens("tag.added", { tag: "хвалил" });
	const { id } = await shop.db.tip.findFirstOrThrow({ where: { state: "open" } });

	await refuseTip(shop, { tipId: id, staff: lena, reason: "not-now" });
	pass(1_000);
	await happens("tag.added", { tag: "хвалил" });

	expect(await listStandings(shop, book)).toMatchObject([{ isOff: true, score: { shown: 20, taken: 3 } }]);
	expect(await shop.db.tip.count({ where: { state: "open" } })).toBe(0);
	expect(await shop.db.audit.findMany({ select: { act: true, thing: true } })).toEqual([
		{ act: "tip.off", thing: "tip:thank" },
	]);
	await expect(switchTipOn(shop, { tip: "thank", staff: { id: "oleg" } })).rejects.toMatchObject({
		code: "not-allowed",
	});
	await switchTipOn(shop, { tip: "thank", staff: lena });
	pass(1_000);
	await happens("tag.added", { tag: "хвалил" });
	expect(await shop.db.tip.count({ where: { state: "open" } })).toBe(1);
	expect(await listStandings(shop, book)).toMatchObject([{ isOff: false, score: { shown: 0, taken: 0 } }]);
});

test.each<[string, TipState[], boolean]>([
	["nineteen wrong are too few to judge", Array(19).fill("wrong"), false],
	["twenty wrong are enough", Array(20).fill("wrong"), true],
	["a fifth taken is good enough", [...Array(4).fill("edited"), ...Array(16).fill("missed")], false],
	["what is open is no verdict", [...Array(30).fill("open"), ...Array(19).fill("wrong")], false],
	["only the last fifty count", [...Array(50).fill("wrong"), ...Array(50).fill("sent")], true],
])("%s", (_, states, isWrong) => {
	expect(isMostlyWrong(scoreOf(states))).toBe(isWrong);
});

test.each([
	["rules/r.yaml", "rule: r\ntitle: Р\ndo: {tag: [а]}\n", "F011 1:1"],
	["rules/r.yaml", "rule: r\ntitle: Р\nlate: 1h\ndue: 1h\ndo: {tag: [а]}\n", "F012 4:1"],
	["rules/r.yaml", "rule: r\ntitle: Р\nevent: ordr.paid\ndo: {tag: [а]}\n", "F042 3:8"],
	["rules/r.yaml", "rule: r\ntitle: Р\nevent: customer.replied\ndo: {tag: [а]}\n", "F042 3:8"],
	["rules/r.yaml", "rule: r\ntitle: Р\nlate: 1h\nif: event.ordr.total > 5\ndo: {tag: [а]}\n", "F031 4:11"],
	["rules/r.yaml", "rule: r\ntitle: Р\nlate: 1h\ndo: {pass: suport}\n", "F045 4:12"],
	["rules/r.yaml", "rule: r\ntitle: Р\nlate: 1h\ndo: {pass: care, give: a@b.c}\n", "F012 4:18"],
	[
		"rules/r.yaml",
		'rule: r\ntitle: Р\nstock_under: 3\ndo: {note: "{{ event.lft }}", tag: [а]}\n',
		"F012 4:31 F031 4:22",
	],
	["tips/t.yaml", "tip: t\ntitle: П\nevent: product.back_in_stock\nevidence: а\ndraft: {ru: б}\n", "F012 3:1"],
	["tips/t.yaml", "tip: x\ntitle: П\nlate: 1h\nevidence: а\ndraft: {ru: '{{ custmer.city }}'}\n", "F002 1:6 F031 5:17"],
])("a broken file %s is told by line and column: %s", (path, text, wanted) => {
	const name = `flows/${path}`;
	const { problems } = checkFiles([...shared, { name, path, text }], shopVocabulary, [name]);
	const told = problems.map(({ code, line, column }) => `${code} ${line}:${column}`).sort();
	expect(told.join(" ")).toBe(wanted);
});

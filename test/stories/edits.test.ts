import { describe, expect, test } from "vitest";
import { applyFlows } from "#core/flows/apply-flows.ts";
import { bareFiles } from "#core/flows/bare-files.ts";
import { keepVersions, openKept } from "#core/flows/keep-versions.ts";
import { loadFlows, readChecked, readFolder } from "#core/flows/load.ts";
import type { FlowsText } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { storedTexts } from "#core/flows/take-in.ts";
import { aBook, aCounter, presses, writes } from "#test/support/counter.ts";

const shipped = readFolder("flows").filter(({ path }) =>
	[
		"_defaults.yaml",
		"_phrases.yaml",
		"_stages.yaml",
		"_reasons.yaml",
		"support.flow.yaml",
		"profile.flow.yaml",
	].includes(path),
);
const texts: FlowsText[] = [
	...shipped,
	...bareFiles.filter(({ path }) => path === "_always.yaml").map((file) => ({ ...file, name: "flows/_always.yaml" })),
];

/** A shop on two of the files that ship, which a marketer edits while customers are talking to it. */
async function aShopUnderEdits() {
	let book = aBook({});
	const refresh = async () => {
		book = await openKept(counter.shop, readChecked(await storedTexts(counter.shop)).book);
	};
	const counter = await aCounter({}, { parts: { flows: () => book, refreshFlows: () => refresh() } });
	book = await keepVersions(counter.shop, loadFlows(texts, shopVocabulary));
	const last = async (chat: string) => (await counter.seen(chat)).at(-1);
	return {
		...counter,
		/** Says these things; gives what was read last. */
		async talks(chat: string, ...words: string[]) {
			for (const word of words) await counter.engine.receiveAndAnswer([writes(word, { chat })]);
			return last(chat);
		},
		async presses(chat: string, token: string) {
			await counter.engine.receiveAndAnswer([presses(token, { chat })]);
			return last(chat);
		},
		/** Lets time pass, and silences ring. */
		async later(ms: number) {
			counter.pass(ms);
			while ((await counter.engine.workDue()) > 0);
		},
		/** Edits a file and applies the folder; gives what kind of change it was. */
		async edit(flow: string, from: string, to: string) {
			const path = `${flow}.flow.yaml`;
			const text = texts.find((one) => one.path === path)?.text ?? "";
			expect(text).toContain(from);
			const edited = texts.map((one) => (one.path === path ? { ...one, text: text.replace(from, to) } : one));
			const done = await applyFlows(counter.shop, {
				texts: edited,
				vocabulary: shopVocabulary,
				actor: "terminal:vera",
			});
			await refresh();
			return done.flows.map(({ flow: id, change }) => `${id}: ${change}`);
		},
		buttons: async () =>
			(await counter.shop.db.flowButton.findMany({ orderBy: [{ createdAt: "asc" }, { token: "asc" }] })).map(
				({ label }) => label,
			),
		async keepMoves() {
			for (const { payload } of await counter.shop.db.errand.findMany({ where: { name: "move-runs" } }))
				await counter.engine.moveRuns(counter.shop, JSON.parse(JSON.stringify(payload)));
		},
		versions: () => counter.shop.db.flowVersion.count({ where: { flow: "support" } }),
	};
}

const DAY = 86_400_000;

describe("a marketer edits a file in the middle of a dialog", () => {
	test("a typo: whoever is in the middle reads the mended text next", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "помощь");

		const change = await shop.edit("support", "Опишите, пожалуйста,", "Опишите всё");

		expect(change).toEqual(["support: wording"]);
		expect(await shop.talks("ada", "Другой вопрос")).toBe("Опишите всё в одном сообщении. Можно с фото.");
	});

	test("a button's label: the old button still counts, the next menu has the new one", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "помощь");
		const old = await shop.token("Другой вопрос");

		const change = await shop.edit("support", "other: Другой вопрос", "other: О другом");
		await shop.talks("bob", "помощь");

		expect(change).toEqual(["support: wording"]);
		expect(await shop.buttons()).toContain("О другом");
		expect(await shop.presses("ada", old)).toContain("Опишите, пожалуйста");
	});

	test("a synonym: it is understood at once, in a menu that stands already", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "помощь");

		const change = await shop.edit("support", "also: [не привезли, испортилось]", "also: [не привезли, протухло]");

		expect(change).toEqual(["support: wording"]);
		expect(await shop.talks("ada", "протухло")).toContain("Опишите, пожалуйста");
	});

	test("a silence: who was asked before is waited for as before, who is asked after as after", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "моя анкета");

		const change = await shop.edit("profile", "silence: {after: 1 day,", "silence: {after: 3 days,");
		await shop.talks("bob", "моя анкета");
		await shop.later(2 * DAY);

		expect(change).toEqual(["profile: logic"]);
		const runs = await shop.shop.db.flowRun.findMany({ orderBy: { status: "asc" } });
		expect(runs.map(({ status, outcome }) => [status, outcome])).toEqual([
			["ended", "unfinished"],
			["waiting_input", null],
		]);
	});

	test("an option: it is there for whoever begins now; the menu in the middle stays what it was", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "помощь");

		const change = await shop.edit("support", "      other: Другой", "      thanks: Спасибо\n      other: Другой");
		await shop.talks("bob", "помощь");

		expect(change).toEqual(["support: logic"]);
		expect(await shop.talks("ada", "Спасибо")).toContain("Выберите, пожалуйста");
		expect(await shop.talks("bob", "Спасибо")).toContain("Опишите, пожалуйста");
	});

	test("a condition: the dialog in the middle is decided by the old one, the next by the new one", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "помощь");

		const change = await shop.edit("support", 'if: topic == "where"', 'if: topic == "wrong"');
		await shop.talks("bob", "помощь");

		expect(change).toEqual(["support: logic"]);
		expect(await shop.talks("ada", "Проблема с заказом")).toContain("Опишите, пожалуйста");
		await shop.talks("bob", "Проблема с заказом");
		const asked = await shop.shop.db.conversation.findMany({ where: { control: "asked" }, select: { askNote: true } });
		expect(asked).toEqual([{ askNote: "ticket.find не сработал" }]);
	});

	test("a comment: nothing is new, and nobody is told", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "помощь");

		const change = await shop.edit("support", "steps:\n", "# Сначала тема.\n\nsteps:\n");

		expect(change).toEqual([]);
		expect(await shop.versions()).toBe(1);
		expect(await shop.talks("ada", "Другой вопрос")).toContain("Опишите, пожалуйста");
	});

	test("a renamed step: dialogs there finish under the old name, or go over where migrate names it", async () => {
		const shop = await aShopUnderEdits();
		await shop.talks("ada", "помощь", "Другой вопрос");
		const { logic } = await shop.shop.db.flowRun.findFirstOrThrow();

		const renamed = "  - id: story\n    ask: details";
		const change = await shop.edit("support", "  - ask: details", renamed);
		await shop.keepMoves();
		const stayed = await shop.shop.db.flowRun.findFirstOrThrow();
		const from = logic.slice(0, 4);
		const migrate = `migrate: [{from: "${from}", steps: {details: story}, else: end}]\nvars: {topic`;
		const text = texts.find(({ path }) => path === "support.flow.yaml");
		const again = text?.text.replace("vars: {topic", migrate).replace("  - ask: details", renamed) ?? "";
		await shop.edit("support", text?.text ?? "", again);
		await shop.keepMoves();

		expect(change).toEqual(["support: logic"]);
		expect(stayed.logic).toBe(logic);
		expect((await shop.shop.db.flowRun.findFirstOrThrow()).logic).not.toBe(logic);
		await shop.talks("ada", "Не работает терминал");
		await shop.later(10_000);
		expect(await shop.shop.db.flowRun.findFirstOrThrow()).toMatchObject({ status: "ended", outcome: "handed_over" });
	});
});

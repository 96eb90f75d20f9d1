import { expect, test } from "vitest";
import { countedFlow } from "#admin/server/flow-files.ts";
import { countFlowSteps } from "#core/insights/count-flow-steps.ts";
import { VISITORS } from "#core/insights/flow-visitors-sql.ts";
import { shippedFiles } from "#test/admin/support/flow-files.ts";
import { aShop } from "#test/support/shop.ts";
import { aShopInTelegram } from "#test/support/story.ts";

const NONE = { left: 0, dropped: 0, handed: 0, here: 0, held_out: 0 };

function counted(flow: string) {
	const loaded = shippedFiles.loaded();
	const found = loaded.book.flows.get(flow);
	if (!found) throw new Error(`${flow} is shipped`);
	return countedFlow(found, loaded);
}

test("of three who order, one buys, one falls silent, one asks for a person: each is counted where they stood", async () => {
	const story = await aShopInTelegram({ now: "2026-03-10T14:00:00+03:00" });
	const [anna, boris, vera] = [story.phone("Анна"), story.phone("Борис"), story.phone("Вера")];
	for (const phone of [anna, boris, vera])
		await story.talk(phone, [
			["заказать", "Что вам показать?"],
			["[Торты]", "Выберите товар"],
			["[Медовик]", "Сколько штук «Медовик»?"],
		]);
	await story.talk(anna, [
		["1", "В корзине 1 товар"],
		["[Оформить]", "Как вам удобнее получить заказ?"],
		["[Заберу сам]", "На какое время?"],
		["[завтра 13–17]", "Пожелания к заказу?"],
		["[Без пожеланий]", "Проверьте заказ"],
		["[Всё верно]", /Заказ № \d+ принят/],
	]);
	await story.talk(vera, [["позовите человека", "Зову коллегу"]]);
	await story.later("40m");

	const steps = await countFlowSteps(story.shop, { drawn: counted("order"), since: new Date("2026-03-10T00:00:00Z") });

	expect(steps.get("pick_category")).toEqual({ ...NONE, entered: 3, left: 3 });
	expect(steps.get("qty")).toEqual({ ...NONE, entered: 3, left: 1, dropped: 1, handed: 1 });
	expect(steps.get("confirm_order")).toEqual({ ...NONE, entered: 1, left: 1 });
	expect(steps.get("silence.steps[1]")).toEqual({ ...NONE, entered: 1, left: 1 });
	expect(steps.get("fix")).toBeUndefined();
});

test("counting can read the index alone: the lines of a large trace stay where they are", async () => {
	const { database } = await aShop();
	const client = await database.pool.connect();
	// An empty table is read as it is, whatever the indexes: the planner is told what it would find out in a large one.
	await client.query("SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_indexscan = off");
	const { rows } = await client.query<{ "QUERY PLAN": string }>({
		text: `EXPLAIN WITH ${VISITORS} SELECT step, count(*) FROM visitors GROUP BY step`,
		values: ["order", new Date(), "l", [], [], [], []],
	});
	client.release(true);
	const scans = rows.map((row) => row["QUERY PLAN"].trim()).filter((line) => / on flow_step( h)?(?! [op])/.test(line));

	expect(scans.length).toBeGreaterThan(0);
	for (const scan of scans) expect(scan).toContain("Index Only Scan using flow_step_flow_at_run_id_step_seq_kind_idx");
});

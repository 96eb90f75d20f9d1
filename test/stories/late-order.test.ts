import { expect, test } from "vitest";
import { aShopWithDesk } from "#test/support/desk.ts";
import { AN_ORDER } from "#test/support/story.ts";
import { worksOf } from "../../serve-worker.ts";

test("Anna's order is late: a rule calls support, a tip at the desk says what to write, Lena writes it her way, and all of it once", async () => {
	const story = await aShopWithDesk();
	const lena = await story.joins("Лена", { role: "lead", code: "group" });
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	const dueTo = new Date(story.shop.now().getTime() - 31 * 60_000);
	await story.shop.db.order.updateMany({ data: { dueTo } });

	await worksOf(story.program).rules();
	await story.settle();
	expect(await story.conversation(anna)).toMatchObject({ control: "asked" });
	await story.restart();
	await worksOf(story.program).rules();
	await story.settle();
	const notes = await story.shop.db.message.findMany({ where: { kind: "note" } });
	expect(notes.map(({ text }) => text)).toEqual([
		expect.stringMatching(/^Заказ опаздывает: Заказ № \d+ должен был быть/),
	]);

	await lena.in().press("✏️ Изменить");
	await story.settle();
	const tip = story.standin.screen(story.group).messages.findLast(({ text }) => text?.startsWith("💡"));
	expect(tip?.text).toMatch(/Заказ опаздывает — предупредите · Анна[\s\S]*простите/);
	lena.in().write("Анна, курьер будет через десять минут, простите!", tip?.message_id);
	await story.settle();

	await anna.sees("курьер будет через десять минут");
	expect(await story.conversation(anna)).toMatchObject({ control: "human" });
	expect(await story.shop.db.tip.findMany({ select: { tip: true, state: true } })).toEqual([
		{ tip: "order-late", state: "edited" },
	]);

	// From hand to hand without the web: on to Oleg with a word for him, and back again for a reason.
	const oleg = await story.joins("Олег");
	const holder = async () => (await story.shop.db.conversation.findFirstOrThrow()).holderId;
	lena.in("Анна").write("/pass Олег позвоните курьеру");
	await story.settle();
	expect(await holder()).toBe(oleg.memberId);
	oleg.in("Анна").write("/pass никому");
	await story.settle();
	expect(story.topic("Анна").at(-1)).toContain("Напишите: /pass и кому");
	lena.in("Анна").write("/take Олег на обеде");
	await story.settle();
	expect(await holder()).toBe(lena.memberId);
	expect(story.topic("Анна").join("\n")).toContain("Олег на обеде");
});

import { expect, test } from "vitest";
import { AN_ORDER, aShopOnALinkedPhone } from "#test/support/story.ts";

/** The smallest picture there is. */
const PIXEL = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");

test("the owner answers Anna on the phone itself: the bot is silent, the thread has the words, and a restart takes neither for new", async () => {
	const story = await aShopOnALinkedPhone();
	const anna = story.phone("Анна");
	await story.talk(anna, AN_ORDER);
	await story.settle();
	const { lines } = await story.conversation(anna);

	const answer = story.standin.service.writeOnPhone(anna.chat, { text: "Анна, это Ольга. Привезу сама!" });
	// A private chat of the owner's is no customer's.
	const friend = story.standin.service.addPerson({ name: "Подруга", phone: "79990000077" });
	const aside = story.standin.service.writeOnPhone(friend, { text: "До вечера" });
	for (const { id } of [answer, aside])
		await expect.poll(() => story.shop.db.inbox.count({ where: { key: { contains: id } } })).toBe(1);
	await story.settle();
	expect((await story.conversation(anna)).control).toBe("human");
	anna.write("заказать");
	story.standin.service.write(anna.chat, { text: "такой торт", file: { bytes: PIXEL, mime: "image/gif" } });
	await expect.poll(() => story.shop.db.message.count({ where: { text: "такой торт" } })).toBe(1);
	await story.settle();

	expect(await story.shop.db.media.findMany()).toMatchObject([{ mime: "image/gif", bytes: PIXEL.length }]);
	expect(await story.shop.db.errand.findMany({ where: { name: { contains: "media" } } })).toMatchObject([
		{ name: "fetch-linked-media", state: "done" },
	]);
	expect((await story.conversation(anna)).lines.slice(lines.length)).toEqual([
		"operator:phone: Анна, это Ольга. Привезу сама!",
		"customer: заказать",
		"customer: такой торт",
	]);
	expect(anna.unread().map((sight) => sight.text)).toEqual(["Анна, это Ольга. Привезу сама!"]);
	expect(await story.shop.db.customer.count()).toBe(1);

	const last = story.standin.service.writeOnPhone(anna.chat, { text: "Заказывайте у бота" });
	await expect.poll(() => story.shop.db.inbox.count({ where: { key: { contains: last.id } } })).toBe(1);
	await story.settle();
	await story.restart();
	await story.settle();
	await story.operator.handsBack(anna);
	await story.talk(anna, [["помощь", "С чем помочь?"]]);
	const after = await story.conversation(anna);
	expect(after.lines.filter((line) => line.endsWith("Привезу сама!"))).toHaveLength(1);
	expect(await story.shop.db.message.count({ where: { author: "operator:phone" } })).toBe(2);
	expect(await story.shop.db.message.findFirst({ where: { externalId: { contains: answer.id } } })).toMatchObject({
		channel: "linked-phone",
		status: "sent",
	});
});

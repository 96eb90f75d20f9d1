import { expect, test } from "vitest";
import { conversationRoots } from "#core/flows/conversation-roots.ts";
import { loadFlows } from "#core/flows/load.ts";
import { propose, type WritingTask } from "#core/flows/propose.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

async function aThread() {
	const open = await aShop({ today: "2026-03-10T12:00:00+03:00" });
	const { shop } = open;
	const { customerId, conversationId, chatId } = await aCorrespondent(open);
	await shop.db.customer.update({
		where: { id: customerId },
		data: { firstName: "Аделаида", phone: "+79001234567", language: "ru" },
	});
	const says = (author: string, text: string) =>
		shop.db.message.create({
			data: {
				...{ conversationId, chatId, channel: "telegram", author, text, at: shop.now() },
				direction: author === "customer" ? "heard" : "said",
			},
		});
	const { book } = loadFlows(
		[{ name: "flows/replies/hello.yaml", path: "replies/hello.yaml", text: HELLO }],
		shopVocabulary,
	);
	const rootsOf = conversationRoots({ zone: "Europe/Moscow", currency: "RUB", defaults: () => book.settings.defaults });
	const tasks: WritingTask[] = [];
	const asks = (answer: string | undefined | ((task: WritingTask) => string), wish: WritingTask["wish"] = "reply") =>
		propose(
			shop,
			{
				...{ book, rootsOf },
				scribe: {
					async write(task) {
						tasks.push(task);
						return typeof answer === "function" ? answer(task) : answer;
					},
				},
			},
			{ conversationId, wish, memberId: "operator-1", language: "en" },
		);
	return { shop, says, asks, tasks };
}

const HELLO = "reply: hello\ntitle: Приветствие\ntext: Здравствуйте, {{ customer.first_name }}!\n";

test("a reply is proposed of what was said and of the shop's own words, and who the customer is stays in the house", async () => {
	const { says, asks, tasks } = await aThread();
	await says("customer", "Это Аделаида, мой номер 8 900 123-45-67. Торт готов?");
	await says("bot", "Позову коллегу.");
	await says("note:operator-1", "Она всегда торопится");
	await says("operator:operator-1", "Сейчас посмотрю");

	// As a model would: it copies the mark that stands for the name.
	const proposed = await asks(({ readyReplies }) => `${/<\w+>/.exec(readyReplies.join())?.[0]}, торт готов!`);

	expect(tasks).toMatchObject([
		{
			...{ wish: "reply", language: "ru", readyReplies: [expect.stringMatching(/^Здравствуйте, <\w+>!$/)] },
			lines: [{ by: "customer" }, { by: "bot", text: "Позову коллегу." }, { by: "staff", text: "Сейчас посмотрю" }],
		},
	]);
	const told = JSON.stringify(tasks);
	for (const secret of ["Аделаида", "900", "торопится"]) expect(told).not.toContain(secret);
	expect(told).toContain("Торт готов?");
	expect(proposed).toBe("Аделаида, торт готов!");
});

test("a summary is in the reader's language; nobody asks where nothing was said, too often, or gets nothing", async () => {
	const { shop, says, asks, tasks } = await aThread();
	await expect(asks("Hm.", "summary")).rejects.toMatchObject({ code: "stale" });
	await says("customer", "Торт готов?");

	expect(await asks("  She asks about a cake.  ", "summary")).toBe("She asks about a cake.");
	expect(tasks).toMatchObject([{ wish: "summary", language: "en", readyReplies: [] }]);
	await expect(asks(undefined)).rejects.toMatchObject({ code: "unavailable" });
	await expect(asks("   ")).rejects.toMatchObject({ code: "unavailable" });
	await shop.db.assistantUse.updateMany({ data: { asked: 30 } });
	await expect(asks("Да")).rejects.toMatchObject({ code: "limit" });
	expect(tasks).toHaveLength(3);
});

import { expect, test } from "vitest";
import { aShopInTelegram } from "#test/support/story.ts";

/*
 * P6: Telegram's bad days, each once. The story itself checks at its end that no call broke Telegram's rules: none during a
 * `retry_after`, none above its rates.
 */
test("Telegram has a bad day: refuses for a while, breaks before and after it has delivered, and the customer hears each thing", async () => {
	const story = await aShopInTelegram();
	const { standin } = story;
	const anna = story.phone("Анна");
	await story.talk(anna, [["/start", /Здравствуйте/]]);
	const shown = (words: string) => standin.sees(anna.id).filter((seen) => "text" in seen && seen.text.includes(words));

	standin.fault({
		mishap: { kind: "status", status: 429, retryAfter: 7 },
		when: "before",
		method: "sendMessage",
		times: 1,
	});
	anna.write("заказать");
	await story.settle();
	expect(shown("Что вам показать?")).toHaveLength(0);
	await story.later("10s");
	expect(shown("Что вам показать?")).toHaveLength(1);

	standin.fault({ mishap: { kind: "status", status: 500 }, when: "before", method: "sendMessage", times: 1 });
	await anna.press("Торты");
	await story.settle();
	await story.later("5m");
	expect(shown("Выберите товар")).toHaveLength(1);

	// It had arrived, and nobody told us: the answer may come twice, and is never lost (P3).
	standin.fault({ mishap: { kind: "reset" }, when: "after", method: "sendMessage", times: 1 });
	await story.talk(anna, [["[Медовик]", "Сколько штук «Медовик»?"]]);
	await story.later("5m");
	const asked = shown("Сколько штук").length;
	expect(asked).toBeGreaterThanOrEqual(1);
	expect(asked).toBeLessThanOrEqual(2);

	await story.writes(anna, "1");
	await story.settle();
	await anna.sees("В корзине 1 товар");
});

test("a customer who blocks the bot is written to once more at most, and again once they are back", async () => {
	const story = await aShopInTelegram();
	const { standin } = story;
	const anna = story.phone("Анна");
	await story.talk(anna, [["/start", /Здравствуйте/]]);
	standin.act({ person: anna.id }, { do: "block" });
	await story.settle();
	const before = standin.calls("sendMessage").length;
	await story.later("3 days");
	expect(standin.calls("sendMessage").length).toBe(before);
	standin.act({ person: anna.id }, { do: "unblock" });
	await story.settle();
	await story.talk(anna, [["заказать", "Что вам показать?"]]);
});

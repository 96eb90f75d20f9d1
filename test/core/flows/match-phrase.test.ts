import { describe, expect, test } from "vitest";
import { longestPhrase, matchPhrase } from "#core/flows/match-phrase.ts";

describe("a phrase is heard", () => {
	test.each<[string, string, number | undefined]>([
		["сколько стоит доставка", "сколько стоит доставка", 3],
		["А сколько стоит доставка?", "сколько стоит доставка", 3],
		["ой, не тот адрес", "не тот адрес", 3],
		["Заказать!", "заказать", 1],
		["хочу заказать торт на завтра", "заказать", 1],
		["хочу заказать торт на завтра утром", "заказать", undefined],
		["сколько же стоит доставка", "сколько стоит доставка", undefined],
		["перезаказать", "заказать", undefined],
		["закозать", "заказать", undefined],
		["ещё торт", "еще", 1],
		["", "заказать", undefined],
		["заказать", "", undefined],
		["!!!", "???", undefined],
	])("«%s» says «%s»: %s words", (message, phrase, words) => {
		expect(matchPhrase(message, phrase)).toBe(words);
	});

	test("a long complaint is not eaten by a keyword", () => {
		const complaint = "Хочу чтобы позвал меня не оператор а человек который решит мою проблему с заказом";
		expect(matchPhrase(complaint, "оператор")).toBeUndefined();
	});
});

describe("of several phrases", () => {
	test("the longest wins, wherever it stands in the file", () => {
		const found = longestPhrase("хочу отменить заказ", [
			{ says: ["заказ", "хочу"], of: "order" },
			{ says: ["отмена", "отменить заказ"], of: "cancel" },
		]);
		expect(found).toEqual({ of: "cancel", phrase: "отменить заказ", words: 2 });
	});

	test("of two words the longer word wins, of equally long ones the first in the file", () => {
		expect(
			longestPhrase("меню корзина", [
				{ says: ["меню"], of: 1 },
				{ says: ["корзина"], of: 2 },
			])?.of,
		).toBe(2);
		expect(
			longestPhrase("меню мену", [
				{ says: ["мену"], of: 1 },
				{ says: ["меню"], of: 2 },
			])?.of,
		).toBe(1);
	});

	test("none is found in what says nothing of the kind", () => {
		expect(longestPhrase("привет", [{ says: ["заказать", "купить"], of: "order" }])).toBeUndefined();
	});
});

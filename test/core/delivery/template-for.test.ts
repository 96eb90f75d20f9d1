import { expect, test } from "vitest";
import { shownWords, templateFor } from "#core/delivery/template-for.ts";

const mirrored = (language: string, state = "approved") => ({
	name: "cart",
	language,
	state,
	places: ["1"],
	body: "Вас ждёт корзина, {{1}}",
});
const template = { name: "cart", params: ["Анна", "1 500 ₽"] };

test.each([
	["the reader's own language", "ru", [mirrored("en"), mirrored("ru")], "ru"],
	["a kin of it", "en-GB", [mirrored("ru"), mirrored("en_US")], "en_US"],
	["any, before none", "de", [mirrored("ru")], "ru"],
	["not one that is paused", "ru", [mirrored("ru", "paused"), mirrored("en")], "en"],
	["none that is approved", "ru", [mirrored("ru", "rejected")], undefined],
	["none of that name", "ru", [], undefined],
])("%s", (_, language, templates, expected) => {
	expect(templateFor({ template, language }, { templates, mirrored: true })?.language).toBe(expected);
});

test("where the list was never read the messenger judges", () => {
	expect(templateFor({ template, language: "ru" }, { templates: [], mirrored: false })).toEqual({
		language: "ru",
		places: ["1", "2"],
	});
});

test("the thread shows the template's own words with its places filled in, where they are known", () => {
	const shown = { language: "ru", places: ["name", "sum"], body: "{{name}}, в корзине {{ sum }}: {{name}}!{{other}}" };

	expect(shownWords({ template }, shown)).toBe("Анна, в корзине 1 500 ₽: Анна!{{other}}");
	expect(shownWords({ template }, { language: "ru", places: ["1"] })).toBeUndefined();
});

test("a message without a template has none", () => {
	expect(templateFor({ language: "ru" }, { templates: null, mirrored: null })).toBeUndefined();
});

import { expect, test } from "vitest";
import { loadFlows, readFolder } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { type PreviewChoice, previewFlow } from "#core/flows/preview.ts";
import { previewLines } from "#core/flows/preview-lines.ts";
import { SAMPLE_CUSTOMERS } from "#core/flows/preview-samples.ts";
import { shelve } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { textIds } from "#core/flows/text-ids.ts";

const texts = readFolder("flows");
const { shelf } = shelve(texts);
const open = openBook(loadFlows(texts, shopVocabulary).book);
const ground = { open, vocabulary: shopVocabulary };

/** What one customer is shown, by step and part. */
function shownTo(flow: string, choice: PreviewChoice) {
	const [preview] = previewFlow(ground, flow, { channels: ["telegram"], languages: ["ru"], ...choice });
	return (step: string, part = "question") =>
		(preview?.messages ?? [])
			.filter((message) => message.step === step && message.part === part)
			.map(({ shown }) => shown.map(({ content }) => content.text).join("\n"));
}

test("a customer without a name is greeted without one, in both wordings of the split", () => {
	const seen = shownTo("abandoned-cart", { customers: ["no-name"] })("first_touch");

	expect(seen).toEqual([
		expect.stringMatching(/^Здравствуйте, мы отложили/),
		expect.stringMatching(/^В корзине 1 товар /),
	]);
});

test("many items are counted in the plural, and the same message is shown in English", () => {
	const many = { customers: ["many-items"] } as const;

	expect(shownTo("order", many)("more").join()).toMatch(/18 товаров на 27\s000/);
	expect(shownTo("order", { ...many, languages: ["en"] })("more").join()).toMatch(/18 items for/);
});

test("uninvited advertising shows its footer and WhatsApp's template; an answer shows neither footer", () => {
	const [preview] = previewFlow(ground, "abandoned-cart", {
		customers: ["one-item"],
		channels: ["whatsapp"],
		languages: ["ru"],
	});
	const of = (step: string) => preview?.messages.find((message) => message.step === step);

	expect(of("first_touch")?.shown[0]?.template).toEqual({ name: "cart_care", params: ["Анна", "350"] });
	expect(of("first_touch")?.shown[0]?.content.text).toContain("больше не получать рекламу");
	expect(of("why")?.shown[0]?.content.text).not.toContain("больше не получать рекламу");
});

test("what a step says when an answer will not do is shown too", () => {
	expect(shownTo("order", { customers: ["one-item"] })("qty", "again")).toHaveLength(3);
});

test.each([...open.book.newest.keys()])("every text of %s can be looked at, and none fails for any sample", (flow) => {
	const previews = previewFlow(ground, flow);
	const file = shelf.flows.get(flow);
	const failures = previews.flatMap(({ messages }) => messages.flatMap(({ step, failure }) => (failure ? [step] : [])));

	expect(failures).toEqual([]);
	expect(previews).toHaveLength(SAMPLE_CUSTOMERS.length * 3 * 2);
	const shown = JSON.stringify(previews.map(({ messages }) => messages));
	const plain = [...(file ? textIds(file) : [])].filter(([, { text }]) => !/[{*_\\]|\n/.test(text));
	const unseen = plain.filter(
		([id, { text, lang }]) =>
			lang === "text" && !shown.includes(JSON.stringify(text).slice(1, -1)) && !id.includes("note"),
	);
	expect(unseen.map(([id]) => id)).toEqual([]);
});

test("in a terminal, what looks alike is shown once", () => {
	const previews = previewFlow(ground, "support", { channels: ["telegram", "whatsapp"] });
	const lines = previewLines(previews).join("\n");

	expect(lines.split("С чем помочь?")).toHaveLength(2);
	expect(lines).toContain("ru telegram, whatsapp: everybody");
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf } from "#bots/whatsapp/address.ts";
import { toWhatsApp } from "#bots/whatsapp/format.ts";
import { say, sayTemplate } from "#bots/whatsapp/say.ts";
import type { Content, ContentButton } from "#core/delivery/content.ts";
import { plainText } from "#core/delivery/markup.ts";
import { checkMessage } from "#test/standins/whatsapp-cloud/check-message.ts";
import { readFormatting } from "#test/standins/whatsapp-cloud/read-formatting.ts";

const fileOf = () => ({ id: "900" });
const press = (label: string, token = `t_${label.length}`, short?: string): ContentButton => ({
	label,
	token,
	...(short && { short }),
});

describe("a menu takes the form that fits", () => {
	test("three short answers are buttons", () => {
		const said = say({ text: "Как?", buttons: [press("Да", "y"), press("Нет", "n")] }, fileOf);
		expect(said).toMatchObject({
			interactive: {
				type: "button",
				body: { text: "Как?" },
				action: { buttons: [{ reply: { id: "y", title: "Да" } }, { reply: { id: "n" } }] },
			},
		});
	});

	test("more, or longer ones, are a list; what is cut stands whole in the line below", () => {
		const long = "Хлеб ржаной на закваске — 120 ₽";
		const said = say(
			{
				text: "Что?",
				language: "en",
				buttons: [press("Чай", "a"), press(long, "b"), press("Мёд", "c"), press("Сыр", "d")],
			},
			fileOf,
		);
		expect(said).toMatchObject({
			interactive: {
				type: "list",
				action: {
					button: "Choose",
					sections: [
						{
							rows: [
								{ id: "a", title: "Чай" },
								{ id: "b", title: "Хлеб ржаной на закваске…", description: long },
								{},
								{},
							],
						},
					],
				},
			},
		});
	});

	test("the short form of a label is taken where the whole one does not fit", () => {
		const said = say(
			{ text: "?", buttons: [press("Самовывоз из магазина на Садовой", "a", "Самовывоз"), press("Курьер", "b")] },
			fileOf,
		);
		expect(said).toMatchObject({
			interactive: { type: "button", action: { buttons: [{ reply: { title: "Самовывоз" } }, {}] } },
		});
	});

	test("a single link is a button, links beside answers stand in the text", () => {
		const map: ContentButton = { label: "Карта", url: "https://shop.example/map" };
		expect(say({ text: "Мы здесь", buttons: [map] }, fileOf)).toMatchObject({
			interactive: { type: "cta_url", action: { parameters: { display_text: "Карта", url: map.url } } },
		});
		expect(say({ text: "Мы здесь", buttons: [press("Еду"), map] }, fileOf)).toMatchObject({
			interactive: { type: "button", body: { text: `Мы здесь\nКарта: ${map.url}` } },
		});
	});

	test("a place is asked for with WhatsApp's own button, and other answers can be typed", () => {
		const said = say(
			{ text: "Куда?", request: { kind: "location", label: "Место" }, buttons: [press("Пропустить")] },
			fileOf,
		);
		expect(said).toMatchObject({
			interactive: { type: "location_request_message", body: { text: "Куда?\n— Пропустить" } },
		});
	});

	test("a picture with answers carries them", () => {
		const said = say({ text: "Чай", media: [{ kind: "photo", source: "a.png" }], buttons: [press("Беру")] }, fileOf);
		expect(said).toMatchObject({
			interactive: { header: { type: "image", image: { id: "900" } }, body: { text: "Чай" } },
		});
	});
});

test("a template's places get values that Meta takes", () => {
	const said = sayTemplate(
		{ name: "cart", params: ["Анна\nМария", "", "лишнее"] },
		{ language: "ru", places: ["1", "sum"] },
	);
	expect(said).toEqual({
		type: "template",
		template: {
			name: "cart",
			language: { code: "ru" },
			components: [
				{
					type: "body",
					parameters: [
						{ type: "text", text: "Анна Мария" },
						{ type: "text", parameter_name: "sum", text: "—" },
					],
				},
			],
		},
	});
});

test("a phone is written to in `to`, a user id in `recipient` alone", () => {
	expect(addressOf("79001112233")).toEqual({ to: "79001112233" });
	expect(addressOf("RU.1234567890")).toEqual({ recipient: "RU.1234567890", recipient_type: "individual" });
});

test.each([
	["*Итого*: _скоро_", "*Итого*: _скоро_"],
	["[Карта](https://x.example/a)", "Карта (https://x.example/a)"],
	["`код`", "```код```"],
	["* жирный*нет", "* жирный*нет"],
])("markup %s", (source, expected) => {
	expect(toWhatsApp(source)).toBe(expected);
});

const label = fc.string({ maxLength: 90, unit: "grapheme" });
const anyContent: fc.Arbitrary<Content> = fc.record(
	{
		text: fc.string({ maxLength: 3000, unit: "grapheme" }),
		media: fc.array(fc.constant({ kind: "photo", source: "a.png" } as const), { maxLength: 1 }),
		buttons: fc.array(
			fc.oneof(
				fc.record({ label, short: label, token: fc.uuid() }),
				fc.record({ label, url: fc.oneof(fc.webUrl(), fc.constant("no address")) }),
			),
			{ maxLength: 14 },
		),
		request: fc.constant({ kind: "location", label: "Место" } as const),
		replyTo: fc.constant("wamid.0"),
		language: fc.constantFrom("ru", "en"),
	},
	{ requiredKeys: ["text"] },
);

test("whatever is to be said, Meta takes it", () => {
	fc.assert(
		fc.property(anyContent, (content) => {
			const { text: _, media = [], buttons = [], ...rest } = content;
			// A list and a request carry no picture: parts() has sent it before.
			const calm = media.length > 0 && (buttons.length > 3 || rest.request) ? { ...content, media: [] } : content;
			checkMessage({ messaging_product: "whatsapp", to: "79001112233", ...say(calm, fileOf) });
		}),
		{ numRuns: 400 },
	);
});

test("what is read on the phone is what was meant, signs or not", () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom("а", "б", " ", "*", "_", "~", "`", "\\", "1") }), (source) => {
			expect(readFormatting(toWhatsApp(source)).text.replaceAll("\u200a", "")).toBe(plainText(source));
		}),
		{ numRuns: 300 },
	);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hear } from "#bots/whatsapp/hear.ts";
import type { HeardWhat } from "#core/conversations/heard.ts";

const AT = new Date("2026-03-10T11:00:00Z");
const EAR = { account: "whatsapp:106540352242922", phoneId: "106540352242922", businessId: "102290129340398", at: AT };
const ADA = { profile: { name: "Ada L.", username: "ada" }, wa_id: "79001112233", user_id: "RU.42" };

const body = (value: object, field = "messages") => ({
	object: "whatsapp_business_account",
	entry: [{ id: EAR.businessId, changes: [{ field, value }] }],
});
const metadata = { display_phone_number: "79990000001", phone_number_id: EAR.phoneId };
const says = (message: object) =>
	hear(
		body({
			metadata,
			contacts: [ADA],
			messages: [{ from: ADA.wa_id, id: "wamid.1", timestamp: "1773140400", ...message }],
		}),
		EAR,
	);
const status = (given: object) =>
	hear(
		body({ metadata, statuses: [{ id: "wamid.2", recipient_id: ADA.wa_id, timestamp: "1773140400", ...given }] }),
		EAR,
	);

describe("what customers do is heard in our words", () => {
	test.each<[string, object, Partial<HeardWhat>]>([
		["words", { type: "text", text: { body: "Два чая" } }, { kind: "message", text: "Два чая", media: [] }],
		["a quote", { type: "text", text: { body: "да" }, context: { id: "wamid.0" } }, { replyTo: "wamid.0" }],
		["a command", { type: "text", text: { body: "/Order чай" } }, { kind: "command", name: "order", argument: "чай" }],
		["a start link", { type: "text", text: { body: "/start promo-7" } }, { kind: "link", payload: "promo-7" }],
		[
			"a reply button",
			{ type: "interactive", interactive: { button_reply: { id: "tok", title: "Да" } }, context: { id: "wamid.0" } },
			{ kind: "pressed", press: "wamid.1", token: "tok", message: "wamid.0" },
		],
		[
			"a row of a list",
			{ type: "interactive", interactive: { list_reply: { id: "row" } } },
			{ kind: "pressed", token: "row" },
		],
		[
			"a template's own button",
			{ type: "button", button: { text: "Да", payload: "Да" } },
			{ kind: "message", text: "Да" },
		],
		[
			"a picture",
			{ type: "image", image: { id: "9", caption: "вот", mime_type: "image/jpeg" } },
			{ text: "вот", media: [{ kind: "photo", ref: "9", mime: "image/jpeg" }] },
		],
		["a voice", { type: "audio", audio: { id: "9", voice: true } }, { media: [{ kind: "voice", ref: "9" }] }],
		[
			"a place",
			{ type: "location", location: { latitude: 56.8, longitude: 35.9, name: "Дом" } },
			{ location: { lat: 56.8, lon: 35.9, title: "Дом" } },
		],
		[
			"one's own card",
			{
				type: "contacts",
				contacts: [{ name: { formatted_name: "Ада" }, phones: [{ phone: "8 900", wa_id: ADA.wa_id }] }],
			},
			{ contact: { phone: "+79001112233", name: "Ада", own: true } },
		],
		[
			"somebody else's card",
			{ type: "contacts", contacts: [{ name: { formatted_name: "Боб" }, phones: [{ phone: "+7 900 000" }] }] },
			{ contact: { phone: "+7 900 000", name: "Боб", own: false } },
		],
		[
			"an order from the catalogue",
			{ type: "order", order: { product_items: [{ product_retailer_id: "CAKE", quantity: "2", item_price: 1 }] } },
			{ kind: "picked", lines: [{ product: "CAKE", qty: 2 }] },
		],
		[
			"a reaction",
			{ type: "reaction", reaction: { message_id: "wamid.0", emoji: "👍" } },
			{ kind: "reacted", emojis: ["👍"] },
		],
		[
			"a reaction taken back",
			{ type: "reaction", reaction: { message_id: "wamid.0" } },
			{ kind: "reacted", emojis: [] },
		],
		[
			"a new number",
			{ type: "system", system: { type: "user_changed_number", wa_id: "79004445566" } },
			{ kind: "moved", to: "79004445566" },
		],
		[
			"an advertisement",
			{ type: "text", text: { body: "?" }, referral: { source_type: "ad", headline: "Торты" } },
			{ entry: { from: "ad", title: "Торты" } },
		],
		["what the API does not show", { type: "unsupported", errors: [{}] }, { kind: "message", text: "" }],
		["what we have no word for", { type: "hologram", hologram: {} }, { kind: "unread", about: "hologram" }],
	])("%s", (_, message, what) => {
		const [parcel] = says(message);
		expect(parcel?.heard).toMatchObject({
			key: "wamid.1",
			chat: ADA.wa_id,
			lane: ADA.wa_id,
			at: new Date(1773140400_000),
			what,
		});
	});

	test("the phone is vouched for by WhatsApp; the other id is kept beside it", () => {
		expect(says({ type: "text", text: { body: "?" } })[0]?.heard.who).toEqual({
			id: "79001112233",
			alias: "RU.42",
			firstName: "Ada L.",
			username: "ada",
			attestedPhone: "+79001112233",
		});
	});

	test("who withholds the phone is known by the id that Meta gives", () => {
		const contacts = [{ profile: { name: "Eve" }, user_id: "RU.77" }];
		const messages = [{ from_user_id: "RU.77", id: "wamid.3", type: "text", text: { body: "?" } }];
		const [parcel] = hear(body({ metadata, contacts, messages }), EAR);
		expect(parcel?.heard).toMatchObject({ chat: "RU.77", who: { id: "RU.77", firstName: "Eve" }, at: AT });
		expect(parcel?.heard.who?.attestedPhone).toBeUndefined();
	});
});

describe("what Meta tells of our own messages", () => {
	test("a status has a lane and a key of its own, our mark, and what was billed", () => {
		const [parcel] = status({
			status: "delivered",
			biz_opaque_callback_data: "17",
			pricing: { billable: true, category: "marketing" },
		});
		expect(parcel?.heard).toMatchObject({ key: "wamid.2 delivered", lane: `${ADA.wa_id}:status` });
		expect(parcel?.heard.what).toEqual({
			kind: "status",
			message: "wamid.2",
			state: "delivered",
			letter: "17",
			billing: "marketing",
		});
	});

	test.each([
		[131049, "capped"],
		[131050, "opted-out"],
		[131047, "window"],
		[131026, undefined],
	])("a failure by %i means %s", (code, means) => {
		const [parcel] = status({ status: "failed", errors: [{ code, title: "no", error_data: { details: "because" } }] });
		expect(parcel?.heard.what).toMatchObject({ state: "failed", reason: `(#${code}) because` });
		expect(parcel?.heard.what).toEqual(
			means ? expect.objectContaining({ means }) : expect.not.objectContaining({ means: expect.anything() }),
		);
	});

	test("a mark that is none of ours is left out", () => {
		expect(
			status({ status: "sent", biz_opaque_callback_data: "of another program" })[0]?.heard.what,
		).not.toHaveProperty("letter");
	});

	test("a stop of our marketing in WhatsApp itself, and its end", () => {
		const wish = (value: string) => ({
			wa_id: ADA.wa_id,
			category: "marketing_messages",
			value,
			timestamp: 1773140400,
		});
		const heard = hear(
			body({ metadata, contacts: [ADA], user_preferences: [wish("stop"), wish("resume")] }, "user_preferences"),
			EAR,
		);
		expect(heard.map(({ heard: { what } }) => what)).toEqual([
			{ kind: "preference", advertising: "stopped" },
			{ kind: "preference", advertising: "resumed" },
		]);
	});

	test("a template's judgement is told of the business, and counts for ours alone", () => {
		const value = { event: "PAUSED", message_template_name: "offer", message_template_language: "ru" };
		const given = body(value, "message_template_status_update");
		expect(hear(given, EAR)[0]?.heard.what).toEqual({
			kind: "template",
			name: "offer",
			language: "ru",
			state: "paused",
		});
		expect(hear(given, { ...EAR, businessId: "999999" })).toEqual([]);
	});
});

test("one request may hold many things: each is heard by itself, and those of another number not at all", () => {
	const message = (id: string) => ({ from: ADA.wa_id, id, timestamp: "1773140400", type: "text", text: { body: id } });
	const ours = { metadata, contacts: [ADA], messages: [message("wamid.a"), message("wamid.b")] };
	const theirs = { ...ours, metadata: { ...metadata, phone_number_id: "555555" }, messages: [message("wamid.c")] };
	const many = {
		entry: [{ changes: [{ field: "messages", value: ours }] }, { changes: [{ field: "messages", value: theirs }] }],
	};
	const heard = hear(many, EAR);
	expect(heard.map(({ heard: { key } }) => key)).toEqual(["wamid.a", "wamid.b"]);
	expect(JSON.stringify(heard[0]?.told)).not.toContain("wamid.b");
});

test("whatever comes is heard or kept unread, and never throws", () => {
	const odd = fc.oneof(
		fc.anything({ withBigInt: false }),
		fc.jsonValue().map((value) => body({ metadata, messages: [value], statuses: [value], user_preferences: [value] })),
		fc
			.record({ type: fc.string(), id: fc.string(), text: fc.jsonValue() })
			.map((message) => body({ metadata, messages: [message] })),
	);
	fc.assert(
		fc.property(odd, (given) => {
			for (const { heard } of hear(given, EAR)) {
				expect(heard.account).toBe(EAR.account);
				expect(heard.key).not.toBe("");
				expect(heard.chat).not.toBe("");
			}
		}),
		{ numRuns: 300 },
	);
});

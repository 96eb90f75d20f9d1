import { badRequest } from "./api-error.ts";
import { isObject } from "./method-table.ts";
import { webAddress } from "./parse-html.ts";
import type { Chat, InlineButton, InlineKeyboard, Markup, ReplyButton } from "./shapes.ts";

/** Where a keyboard is to stand: some buttons belong to private chats or to invoices only. */
export interface MarkupPlace {
	chat: Chat;
	isInvoice?: boolean;
}

/** Reads a `reply_markup`, button by button, as Telegram does. */
export function readMarkup(value: unknown, place: MarkupPlace): Markup | undefined {
	if (value === undefined) return undefined;
	if (!isObject(value)) throw badRequest("object expected as reply markup");
	if (value.inline_keyboard !== undefined) return { kind: "inline", inline: readInline(value.inline_keyboard, place) };
	if (value.keyboard !== undefined) {
		const { keyboard, ...ways } = value;
		return {
			kind: "reply",
			reply: { ...ways, keyboard: rows("keyboard", "ReplyKeyboardMarkup", keyboard, replyButton(place.chat)) },
		};
	}
	if (value.remove_keyboard === true) return { kind: "remove" };
	if (value.force_reply === true) {
		const placeholder = value.input_field_placeholder;
		return { kind: "force-reply", ...(typeof placeholder === "string" ? { placeholder } : {}) };
	}
	// An object that says nothing takes the buttons away when a message is edited, and does nothing otherwise.
	return undefined;
}

function readInline(value: unknown, place: MarkupPlace): InlineKeyboard {
	const keyboard = rows("inline_keyboard", "InlineKeyboardMarkup", value, (button) => inlineButton(button, place));
	const buttons = keyboard.flat();
	if (buttons.length > mostButtons) throw badRequest("reply markup is too long");
	if (buttons.some(({ pay }) => pay) && !keyboard[0]?.[0]?.pay) throw badRequest("BUTTON_TYPE_INVALID");
	return { inline_keyboard: keyboard };
}

const mostButtons = 100;

function rows<Button>(field: string, type: string, value: unknown, read: (button: unknown) => Button): Button[][] {
	if (!Array.isArray(value) || !value.every(Array.isArray)) {
		throw badRequest(`field "${field}" of the ${type} must be an Array of Arrays`);
	}
	return value.map((row: unknown[]) => row.map(read)).filter((row) => row.length > 0);
}

const actions = [
	"url",
	"callback_data",
	"web_app",
	"login_url",
	"switch_inline_query",
	"switch_inline_query_current_chat",
	"switch_inline_query_chosen_chat",
	"copy_text",
	"callback_game",
	"pay",
];

function inlineButton(value: unknown, { chat, isInvoice = false }: MarkupPlace): InlineButton {
	const button = labelled(value, "inline keyboard button", "InlineKeyboardButton");
	const used = actions.filter(
		(action) => button[action] !== undefined && button[action] !== "" && button[action] !== false,
	);
	if (used.length === 0)
		throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
	if (used.length > 1)
		throw badRequest(`can't parse inline keyboard button: only one of ${used.join(", ")} may be used`);
	const { callback_data: data, url } = button;
	if (used[0] === "callback_data" && (typeof data !== "string" || Buffer.byteLength(data) > 64)) {
		throw badRequest("BUTTON_DATA_INVALID");
	}
	if (used[0] === "url" && (typeof url !== "string" || !webAddress(url))) {
		throw badRequest(`inline keyboard button URL '${String(url)}' is invalid: Wrong HTTP URL`);
	}
	if (used[0] === "web_app" && chat.type !== "private") throw badRequest("BUTTON_TYPE_INVALID");
	if (used[0] === "pay" && !isInvoice) throw badRequest("BUTTON_TYPE_INVALID");
	return button;
}

function replyButton(chat: Chat): (value: unknown) => ReplyButton {
	return (value) => {
		const button = typeof value === "string" ? { text: value } : labelled(value, "keyboard button", "KeyboardButton");
		if (button.text === "") throw badRequest("keyboard button text must be non-empty");
		if (chat.type !== "private") {
			if ("request_contact" in button) throw badRequest("phone number can be requested in private chats only");
			if ("request_location" in button) throw badRequest("location can be requested in private chats only");
		}
		return button;
	};
}

function labelled(value: unknown, what: string, type: string): Record<string, unknown> & { text: string } {
	if (!isObject(value)) throw badRequest(`can't parse ${what}: ${type} must be an Object`);
	const { text } = value;
	if (text === undefined) throw badRequest(`can't parse ${what}: Can't find field "text"`);
	if (typeof text !== "string") throw badRequest(`can't parse ${what}: Field "text" must be of type String`);
	if (text.trim() === "") throw badRequest(`${what} text must be non-empty`);
	return { ...value, text };
}

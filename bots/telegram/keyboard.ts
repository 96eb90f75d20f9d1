import type {
	InlineKeyboardButton,
	InlineKeyboardMarkup,
	KeyboardButton,
	ReplyKeyboardMarkup,
	ReplyKeyboardRemove,
} from "grammy/types";
import { cutText } from "#core/cut-text.ts";
import { buttonRows } from "#core/delivery/button-rows.ts";
import type { Content, ContentButton } from "#core/delivery/content.ts";
import { showMoney } from "#core/money.ts";

/** The one keyboard a message has room for: a request for phone or place, buttons, or the removal of a request. */
export function keyboardOf(
	content: Content,
): InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | undefined {
	if (content.request) return requestKeyboard(content.request, content.buttons ?? []);
	if (content.buttons?.length) return inlineKeyboard(content);
	return content.closesRequest ? { remove_keyboard: true } : undefined;
}

/** Buttons under a message. A bill's own button comes first: Telegram wants it there once there are others. */
export function inlineKeyboard({ buttons = [], invoice, language }: Content): InlineKeyboardMarkup {
	const rows = buttonRows(buttons.filter(canBePressed)).map((row) => row.map(inlineButton));
	if (!invoice) return { inline_keyboard: rows };
	const sum = invoice.lines.reduce((total, line) => total + line.amount, 0);
	const pay = { text: `💳 ${showMoney({ minor: sum, currency: invoice.currency }, language)}`, pay: true };
	return { inline_keyboard: [[pay], ...rows] };
}

/**
 * Pressing one of the other buttons of a request types its label, as `suggest` promises; a link cannot stand among
 * them, so it goes into the text (`requestLinks`).
 */
function requestKeyboard({ kind, label }: NonNullable<Content["request"]>, buttons: readonly ContentButton[]) {
	const text = labelOf(label);
	const ask: KeyboardButton = kind === "phone" ? { text, request_contact: true } : { text, request_location: true };
	const typed = buttonRows(buttons.filter((button) => "token" in button));
	const others: KeyboardButton[][] = typed.map((row) => row.map((button) => ({ text: labelOf(button.label) })));
	return { keyboard: [[ask], ...others], resize_keyboard: true, one_time_keyboard: true };
}

function inlineButton(button: ContentButton): InlineKeyboardButton {
	const text = labelOf(button.label);
	return "token" in button ? { text, callback_data: button.token } : { text, url: button.url };
}

/** Telegram refuses the whole message for one address it cannot open. */
function canBePressed(button: ContentButton): boolean {
	return "token" in button || (/^(?:https?|tg):\/\//.test(button.url) && URL.canParse(button.url));
}

/** Longer labels are cut by the phones anyway, and an empty one is refused. */
function labelOf(label: string): string {
	return cutText(label.trim(), 64, "…") || "·";
}

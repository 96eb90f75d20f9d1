import { badRequest } from "./api-error.ts";
import type { Call } from "./call.ts";
import { isObject } from "./method-table.ts";
import { send } from "./send.ts";
import type { Service } from "./service.ts";
import type { Invoice, Message } from "./shapes.ts";

/** Asks for money: Stars or a provider's currency. */
export function sendInvoice(service: Service, call: Call): Message {
	const title = sized(call, "title", 32);
	const description = sized(call, "description", 255);
	const payload = call.text("payload") ?? "";
	if (payload === "" || Buffer.byteLength(payload) > 128) throw badRequest("INVOICE_PAYLOAD_INVALID");
	const currency = call.text("currency") ?? "";
	const prices = pricesOf(call.json("prices"));
	const provider = call.text("provider_token") ?? "";
	checkCurrency(currency, provider, prices.length);
	const total = prices.reduce((sum, price) => sum + price, 0);
	if (total <= 0) throw badRequest("CURRENCY_TOTAL_AMOUNT_INVALID");
	const invoice: Invoice = {
		title,
		description,
		start_parameter: call.text("start_parameter") ?? "",
		currency,
		total_amount: total,
	};
	const message = send(service, call, { invoice }, payKeyboard(call));
	call.bot.invoices.set(`${message.chat.id}/${message.message_id}`, { payload, invoice, provider });
	return message;
}

/** Without a keyboard of its own an invoice has one button, to pay. */
function payKeyboard(call: Call): Partial<Message> {
	return call.json("reply_markup") === undefined
		? { reply_markup: { inline_keyboard: [[{ text: "Pay", pay: true }]] } }
		: {};
}

function sized(call: Call, name: string, longest: number): string {
	const value = call.text(name) ?? "";
	if (value === "" || value.length > longest) throw badRequest(`INVOICE_${name.toUpperCase()}_INVALID`);
	return value;
}

function pricesOf(value: unknown): number[] {
	if (!Array.isArray(value) || value.length === 0) throw badRequest("PRICES_EMPTY");
	return value.map((price: unknown) => {
		if (!isObject(price) || typeof price.amount !== "number" || !Number.isSafeInteger(price.amount)) {
			throw badRequest('can\'t parse prices: field "amount" must be of type Number');
		}
		return price.amount;
	});
}

/** Stars need no provider and exactly one price; money needs a provider. */
function checkCurrency(currency: string, provider: string, prices: number): void {
	if (!/^[A-Z]{3}$/.test(currency)) throw badRequest("CURRENCY_INVALID");
	if (currency === "XTR" && provider !== "") throw badRequest("PAYMENT_PROVIDER_INVALID");
	if (currency === "XTR" && prices !== 1) throw badRequest("STARS_INVOICE_INVALID");
	if (currency !== "XTR" && provider === "") throw badRequest("PAYMENT_PROVIDER_INVALID");
}

import { badRequest, overtaken } from "./api-error.ts";
import type { Bot, Checkout } from "./bot.ts";
import type { Handlers } from "./handlers.ts";
import { queryLifetime, type Service } from "./service.ts";

/** The methods that answer somebody who waits: a press, a payment. */
export const answerMethods: Handlers = {
	answerCallbackQuery: (service, call) => {
		const { bot } = call;
		const text = call.text("text") ?? "";
		if (text.length > 200) throw badRequest("MESSAGE_TOO_LONG");
		const id = call.text("callback_query_id") ?? "";
		const callback = bot.callbacks.get(id);
		const now = service.clock.now();
		if (!callback || callback.until < now) throw tooOld();
		bot.callbacks.delete(id);
		service.journal.sight({
			at: now,
			bot: bot.id,
			chat: callback.chat,
			kind: "answer",
			person: callback.person,
			text,
			alert: call.on("show_alert"),
		});
		return true;
	},
	answerPreCheckoutQuery: (service, call) => {
		const { bot } = call;
		const id = call.text("pre_checkout_query_id") ?? "";
		const isWelcome = call.on("ok");
		const words = call.text("error_message") ?? "";
		if (!isWelcome && words === "") throw badRequest("error message must be non-empty");
		const checkout = bot.checkouts.get(id);
		if (!checkout || checkout.until < service.clock.now()) throw tooOld();
		bot.checkouts.delete(id);
		checkout.forgetAlarm();
		if (isWelcome) charge(service, bot, checkout);
		else endPayment(service, bot, checkout, "refused", words);
		return true;
	},
	answerShippingQuery: () => {
		throw tooOld();
	},
};

/** A person presses "Pay": the bot has ten seconds to agree. */
export function beginCheckout(service: Service, bot: Bot, personId: number, messageId: number): void {
	const invoiceKey = `${personId}/${messageId}`;
	const kept = bot.invoices.get(invoiceKey);
	if (!kept) throw new Error(`The message ${messageId} is no invoice.`);
	const id = String(service.dice.between(1e15, 9e15));
	const { user } = service.person(personId);
	const checkout: Checkout = {
		person: personId,
		invoiceKey,
		messageId,
		until: service.clock.now() + patience,
		forgetAlarm: service.clock.after(patience + 1, () => {
			bot.checkouts.delete(id);
			endPayment(service, bot, checkout, "timed out", "");
		}),
	};
	bot.checkouts.set(id, checkout);
	const { currency, total_amount } = kept.invoice;
	const query = { id, from: user, currency, total_amount, invoice_payload: kept.payload };
	service.push(bot, "pre_checkout_query", query, `payment/${personId}`, queryLifetime);
}

const patience = 10_000;

/** The money is taken: the customer sees it, and the bot gets the only proof there is. */
function charge(service: Service, bot: Bot, checkout: Checkout): void {
	const kept = bot.invoices.get(checkout.invoiceKey);
	const person = service.person(checkout.person);
	if (!kept) return;
	const state = service.privateChat(bot, person);
	const number = service.dice.between(1e9, 9e9);
	const message = service.write(state, bot, person.user, {
		successful_payment: {
			currency: kept.invoice.currency,
			total_amount: kept.invoice.total_amount,
			invoice_payload: kept.payload,
			telegram_payment_charge_id: `tg_${bot.id}_${number}`,
			provider_payment_charge_id: kept.provider === "" ? "" : `provider_${number}`,
		},
	});
	endPayment(service, bot, checkout, "paid", "");
	service.push(bot, "message", message, `chat/${person.id}`);
}

function endPayment(
	service: Service,
	bot: Bot,
	{ person }: Checkout,
	outcome: "paid" | "refused" | "timed out",
	words: string,
): void {
	service.journal.sight({
		at: service.clock.now(),
		bot: bot.id,
		chat: person,
		kind: "payment",
		person,
		outcome,
		words,
	});
}

function tooOld() {
	return overtaken("query is too old and response timeout expired or query ID is invalid");
}

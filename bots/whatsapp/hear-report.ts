import { cleanText } from "#core/conversations/clean-text.ts";
import type { DeliveryState, HeardWhat, TemplateState } from "#core/conversations/heard.ts";
import { aList, anId, anInteger, anObject, aText, type JsonObject } from "#core/json.ts";
import { meaningOf } from "./meaning.ts";

type Status = Extract<HeardWhat, { kind: "status" }>;

/** How a message of ours stands. A state that we do not know ("deleted", "warning") is none. */
export function hearStatus(status: JsonObject): Status | undefined {
	const message = anId(status.id);
	const state = STATES.get(String(status.status));
	if (!message || !state) return;
	const letter = aText(status.biz_opaque_callback_data);
	const error = anObject(aList(status.errors)[0]);
	const billing = readBilling(anObject(status.pricing));
	return {
		kind: "status",
		message,
		state,
		// Our own mark is a number of the outbox; anything else was sent by somebody else with this number.
		...(letter && /^\d{1,18}$/.test(letter) && { letter }),
		...(state === "failed" && failure(error)),
		...(billing && { billing }),
	};
}

const STATES: ReadonlyMap<string, DeliveryState> = new Map([
	["sent", "sent"],
	["failed", "failed"],
	["delivered", "delivered"],
	["read", "read"],
	["played", "played"],
]);

function failure(error: JsonObject | undefined): Pick<Status, "reason" | "means"> {
	const code = anInteger(error?.code);
	const words = aText(anObject(error?.error_data)?.details) ?? aText(error?.title) ?? aText(error?.message);
	const means = code === undefined ? undefined : meaningOf(code);
	const reason = [code && `(#${code})`, words ?? "no reason given"].filter(Boolean).join(" ");
	return { reason: cleanText(reason, 300), ...(means && { means }) };
}

function readBilling(pricing: JsonObject | undefined): string | undefined {
	if (!pricing) return;
	if (pricing.billable === false || String(pricing.type ?? "").startsWith("free")) return "free";
	const category = aText(pricing.category);
	return category && cleanText(category, 32);
}

/** A customer told WhatsApp itself to stop the shop's marketing, or to let it through again. */
export function hearPreference(wish: JsonObject): Extract<HeardWhat, { kind: "preference" }> | undefined {
	if (wish.category !== "marketing_messages") return;
	switch (wish.value) {
		case "stop":
			return { kind: "preference", advertising: "stopped" };
		case "resume":
			return { kind: "preference", advertising: "resumed" };
	}
}

/** A template was judged, paused or switched off. */
export function hearTemplate(value: JsonObject): Extract<HeardWhat, { kind: "template" }> | undefined {
	const name = aText(value.message_template_name);
	const language = aText(value.message_template_language);
	const state = templateState(value.event);
	if (!name || !language || !state) return;
	return { kind: "template", name: cleanText(name, 512), language: cleanText(language, 32), state };
}

/** Meta's words for a template's standing, in ours. */
export function templateState(word: unknown): TemplateState | undefined {
	return TEMPLATE_STATES.get(String(word).toUpperCase());
}

const TEMPLATE_STATES: ReadonlyMap<string, TemplateState> = new Map([
	["APPROVED", "approved"],
	["REINSTATED", "approved"],
	["PENDING", "pending"],
	["IN_APPEAL", "pending"],
	["REJECTED", "rejected"],
	["PAUSED", "paused"],
	["FLAGGED", "approved"],
	["LIMIT_EXCEEDED", "rejected"],
	["DISABLED", "disabled"],
	["PENDING_DELETION", "disabled"],
	["DELETED", "disabled"],
	["ARCHIVED", "disabled"],
]);

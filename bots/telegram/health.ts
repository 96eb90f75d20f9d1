import type { Health, HealthWords } from "../health.ts";
import type { Answer } from "./call.ts";

/** Anything but a yes. */
export type NotYes = Exclude<Answer, { kind: "yes" }>;

/** What an answer that is no yes says about the account. A token of the wrong form is answered with 404. */
export function reportTrouble(health: Health, answer: NotYes): "unauthorized" | "conflict" | "down" {
	const state = stateAfter(answer);
	health.report(state, answer.kind === "no" ? answer.description : answer.reason);
	return state;
}

function stateAfter(answer: NotYes): "unauthorized" | "conflict" | "down" {
	if (answer.kind !== "no") return "down";
	if (answer.code === 401 || answer.code === 404) return "unauthorized";
	return answer.code === 409 ? "conflict" : "down";
}

/** What the log says of each state. */
export const TELEGRAM_HEALTH: HealthWords = {
	ok: ["info", "Telegram serves us"],
	connecting: ["info", "Asking Telegram"],
	conflict: ["warn", "Somebody else receives this bot's updates: is the program running twice?"],
	down: ["warn", "Telegram does not serve us; trying again"],
	unauthorized: ["error", "Telegram refuses this bot's token: see TELEGRAM_TOKEN"],
};

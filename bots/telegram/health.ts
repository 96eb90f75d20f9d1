import type { ChannelHealth } from "#core/delivery/channel.ts";
import type { Answer } from "./call.ts";

/** What the channel tells the log: changes of its own state, no texts, no names. */
export type ChannelLog = {
	info(message: string, fields?: Record<string, unknown>): void;
	warn(message: string, fields?: Record<string, unknown>): void;
	error(message: string, fields?: Record<string, unknown>): void;
};

/** How things stand, and since when. */
export type Health = {
	readonly now: () => ChannelHealth;
	report(state: ChannelHealth["state"], detail?: string): void;
};

/** Remembers the state of an account and logs each change once. */
export function openHealth({ log, now, account }: { log: ChannelLog; now: () => Date; account: string }): Health {
	let health: ChannelHealth = { state: "connecting", since: now() };
	return {
		now: () => health,
		report(state, detail) {
			const since = state === health.state ? health.since : now();
			if (state !== health.state) tell(log, state, { account, before: health.state, ...(detail && { detail }) });
			health = { state, since, ...(detail && { detail }) };
		},
	};
}

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

function tell(log: ChannelLog, state: ChannelHealth["state"], fields: Record<string, unknown>): void {
	const [level, message] = WORDS[state];
	log[level](message, fields);
}

const WORDS: Record<ChannelHealth["state"], readonly ["info" | "warn" | "error", string]> = {
	ok: ["info", "Telegram serves us"],
	connecting: ["info", "Asking Telegram"],
	conflict: ["warn", "Somebody else receives this bot's updates: is the program running twice?"],
	down: ["warn", "Telegram does not serve us; trying again"],
	unauthorized: ["error", "Telegram refuses this bot's token: see TELEGRAM_TOKEN"],
};

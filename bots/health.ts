import type { ChannelHealth } from "#core/delivery/channel.ts";

/** What a channel tells the log: changes of its own state, no texts, no names. */
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

/** A sentence of the log for each state an account can be in. */
export type HealthWords = Readonly<Record<ChannelHealth["state"], readonly ["info" | "warn" | "error", string]>>;

type Patient = {
	readonly log: ChannelLog;
	readonly now: () => Date;
	readonly account: string;
	readonly words: HealthWords;
};

/** Remembers the state of an account and logs each change once. */
export function openHealth({ log, now, account, words }: Patient): Health {
	let health: ChannelHealth = { state: "connecting", since: now() };
	return {
		now: () => health,
		report(state, detail) {
			const since = state === health.state ? health.since : now();
			if (state !== health.state) {
				const [level, message] = words[state];
				log[level](message, { account, before: health.state, ...(detail && { detail }) });
			}
			health = { state, since, ...(detail && { detail }) };
		},
	};
}

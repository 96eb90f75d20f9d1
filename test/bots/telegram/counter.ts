import { type TelegramOptions, telegramChannel } from "#bots/telegram/telegram.ts";
import type { Channel } from "#core/delivery/channel.ts";
import type { Counter } from "#test/contracts/channel.ts";
import { type StandinOptions, startTelegramStandin, type TelegramStandin } from "#test/standins/telegram/server.ts";

/** The smallest picture there is. */
const PIXEL = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");

/** A token that would be found again wherever it leaked. */
export const CANARY = "7000001:canary-canary-canary-canary-canary";

/** Telegram's stand-in with one bot and one customer, Ada. */
export type Desk = Counter & {
	readonly standin: TelegramStandin;
	readonly ada: number;
	/** What the channel wrote to its log. */
	readonly logged: readonly { level: string; message: string; fields: Record<string, unknown> | undefined }[];
	/** Pauses that the channel asked for; they pass at once. */
	readonly pauses: readonly number[];
};

type DeskOptions = {
	readonly standin?: StandinOptions;
	/** What is to be otherwise about the channel. */
	readonly otherwise?: (usual: TelegramOptions, standin: TelegramStandin) => TelegramOptions;
};

/** A bot on the stand-in, not started yet. */
export async function telegramCounter({
	standin: world = {},
	otherwise = (usual) => usual,
}: DeskOptions = {}): Promise<Desk> {
	const standin = await startTelegramStandin({ tokens: [CANARY], limits: "off", ...world });
	const ada = standin.addCustomer({ name: "Ada Lovelace" }).id;
	const logged: { level: string; message: string; fields: Record<string, unknown> | undefined }[] = [];
	const pauses: number[] = [];
	const note = (level: string) => (message: string, fields?: Record<string, unknown>) =>
		void logged.push({ level, message, fields });
	const usual: TelegramOptions = {
		token: CANARY,
		apiRoot: standin.root,
		mode: "polling",
		log: { info: note("info"), warn: note("warn"), error: note("error") },
		now: () => new Date(standin.clock.now()),
		random: () => 0,
		wait: async (ms, signal) => {
			pauses.push(ms);
			standin.advance(ms);
			// Lets others speak, so that a loop that never rests cannot starve them.
			await new Promise((resolve) => setImmediate(resolve));
			if (signal.aborted) return;
		},
		readMedia: async (source) => {
			if (source !== "tea/assam.gif") throw new Error(`There is no ${source} in the media folder.`);
			return { bytes: PIXEL, name: "assam.gif" };
		},
	};
	const channel: Channel = telegramChannel(otherwise(usual, standin));
	return {
		standin,
		ada,
		logged,
		pauses,
		channel,
		chat: String(ada),
		picture: "tea/assam.gif",
		writes: (text) => void standin.act({ person: ada }, { do: "write", text }),
		presses: (label) => void standin.act({ person: ada }, { do: "press", button: label }),
		shown: () =>
			standin
				.sees(ada)
				.map((sight) => ("text" in sight ? sight.text : ""))
				.join("\n"),
		async close() {
			await channel.stop();
			await standin.close();
		},
	};
}

import type { Phones } from "#admin/server/demo.ts";
import { startTelegramStandin } from "../telegram/server.ts";
import { openPhones } from "./phones.ts";

/** A messenger for the demo: a stand-in that the real bot talks to, and phones to talk from. */
export type DemoMessenger = {
	readonly apiRoot: string;
	readonly token: string;
	readonly phones: Phones;
	/** Moves the messenger's clock along with the shop's. */
	advance(ms: number): void;
	close(): Promise<void>;
};

const TOKEN = "7000001:demo-bot-of-the-village-shop-000000000";
const OPENING = Date.UTC(2026, 0, 1);

/**
 * The stand-in forgets everything when it ends, the shop does not: numbers of messages and updates go on from the clock,
 * so that those of a new start are never taken for old ones.
 */
export async function openDemoMessenger({
	botName,
	startsAt,
	names,
}: {
	botName: string;
	startsAt: Date;
	names: readonly string[];
}): Promise<DemoMessenger> {
	const seed = Math.floor((Date.now() - OPENING) / 1000);
	const standin = await startTelegramStandin({ tokens: [TOKEN], seed, startsAt: startsAt.getTime() });
	const bot = standin.service.bot(undefined);
	bot.user.first_name = botName;
	bot.user.username = "prilavok_demo_bot";
	bot.nextMessageId = seed * 10;
	const phones = openPhones(standin, { botName });
	for (const name of names) phones.add(name);
	return {
		apiRoot: standin.root,
		token: TOKEN,
		phones,
		advance: (ms) => standin.advance(ms),
		close: () => standin.close(),
	};
}

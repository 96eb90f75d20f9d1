import type { Phones } from "#admin/server/demo.ts";
import { Refusal } from "#core/refusal.ts";
import { startTelegramStandin } from "../telegram/server.ts";
import { startWhatsAppStandin } from "../whatsapp-cloud/server.ts";
import { openPhones } from "./phones.ts";
import { DEMO_TEMPLATES } from "./templates.ts";
import { openWhatsAppPhones } from "./whatsapp-phones.ts";

/** Messengers for the demo: stand-ins that the real channels talk to, and phones to talk from. */
export type DemoMessengers = {
	readonly telegram: { readonly apiRoot: string; readonly token: string };
	readonly whatsapp: {
		readonly apiRoot: string;
		readonly token: string;
		readonly phoneId: string;
		readonly businessId: string;
		readonly appSecret: string;
		readonly verifyToken: string;
	};
	readonly phones: Phones;
	/** WhatsApp brings what is written to this door from now on; what was written before waits until then. */
	bringTo(webhook: string): Promise<void>;
	/** Moves the messengers' clocks along with the shop's. */
	advance(ms: number): void;
	close(): Promise<void>;
};

const TOKEN = "7000001:demo-bot-of-the-village-shop-000000000";
const VERIFY_TOKEN = "demo-of-the-village-shop";
const OPENING = Date.UTC(2026, 0, 1);

/**
 * The stand-ins forget everything when they end, the shop does not: numbers of messages and updates go on from the clock,
 * so that those of a new start are never taken for old ones.
 */
export async function openDemoMessengers({
	botName,
	startsAt,
	names,
}: {
	botName: string;
	startsAt: Date;
	/** Whose phones there are at first. */
	names: { readonly telegram: readonly string[]; readonly whatsapp: readonly string[] };
}): Promise<DemoMessengers> {
	const seed = Math.floor((Date.now() - OPENING) / 1000);
	const world = { seed, startsAt: startsAt.getTime() };
	const telegram = await startTelegramStandin({ ...world, tokens: [TOKEN] });
	const bot = telegram.service.bot(undefined);
	bot.user.first_name = botName;
	bot.user.username = "prilavok_demo_bot";
	bot.nextMessageId = seed * 10;
	const whatsapp = await startWhatsAppStandin({ ...world, templates: DEMO_TEMPLATES });
	const sets = { telegram: openPhones(telegram, { botName }), whatsapp: openWhatsAppPhones(whatsapp, { botName }) };
	for (const channel of ["telegram", "whatsapp"] as const) for (const name of names[channel]) sets[channel].add(name);
	const { token, phoneId, business, appSecret } = whatsapp.facts;
	return {
		telegram: { apiRoot: telegram.root, token: TOKEN },
		whatsapp: { apiRoot: whatsapp.root, token, phoneId, businessId: business, appSecret, verifyToken: VERIFY_TOKEN },
		phones: together(sets),
		bringTo: (webhook) => whatsapp.subscribe(webhook, VERIFY_TOKEN),
		advance(ms) {
			telegram.advance(ms);
			whatsapp.advance(ms);
		},
		async close() {
			await telegram.close();
			await whatsapp.close();
		},
	};
}

/** The phones of both messengers on one page; each is found by its id. */
function together({ telegram, whatsapp }: { telegram: Phones; whatsapp: Phones }): Phones {
	const all = [telegram, whatsapp];
	return {
		list: () => all.flatMap((phones) => phones.list()),
		add: (name, channel) => (channel === "whatsapp" ? whatsapp : telegram).add(name, channel),
		act(phone, act) {
			const own = all.find((phones) => phones.list().some(({ id }) => id === phone));
			if (!own) throw new Refusal("not-found", "There is no such phone.");
			own.act(phone, act);
		},
		watch(changed) {
			const stops = all.map((phones) => phones.watch(changed));
			return () => {
				for (const stop of stops) stop();
			};
		},
		picture: (path) => telegram.picture(path).catch(() => whatsapp.picture(path)),
	};
}

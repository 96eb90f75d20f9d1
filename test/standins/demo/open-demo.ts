import type { Phones } from "#admin/server/demo.ts";
import { Refusal } from "#core/refusal.ts";
import { startTelegramStandin, type TelegramStandin } from "../telegram/server.ts";
import { startWhatsAppStandin } from "../whatsapp-cloud/server.ts";
import { type DemoDesk, openDeskPhone } from "./desk-phone.ts";
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
	/** The staff's bot and group, where there is a desk. */
	readonly desk: (DemoDesk & { readonly token: string }) | undefined;
	/** People with WhatsApp but without a phone on the page: the stand-in knows nobody after a new start. */
	meet(people: readonly { readonly nativeId: string; readonly displayName: string | null }[]): void;
	/** WhatsApp brings what is written to this door from now on; what was written before waits until then. */
	bringTo(webhook: string): Promise<void>;
	/** Moves the messengers' clocks along with the shop's. */
	advance(ms: number): void;
	close(): Promise<void>;
};

const TOKEN = "7000001:demo-bot-of-the-village-shop-000000000";
const DESK_TOKEN = "7000002:desk-bot-of-the-village-shop-00000000";
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
	desk: deskWish,
}: {
	botName: string;
	startsAt: Date;
	/** Whose phones there are at first. */
	names: { readonly telegram: readonly string[]; readonly whatsapp: readonly string[] };
	/** The staff's group, and who works there. */
	desk?: { readonly title: string; readonly clerk: string };
}): Promise<DemoMessengers> {
	const seed = Math.floor((Date.now() - OPENING) / 1000);
	const world = { seed, startsAt: startsAt.getTime() };
	const telegram = await startTelegramStandin({ ...world, tokens: deskWish ? [TOKEN, DESK_TOKEN] : [TOKEN] });
	const bot = telegram.service.bot(undefined);
	bot.user.first_name = botName;
	bot.user.username = "prilavok_demo_bot";
	bot.nextMessageId = seed * 10;
	const whatsapp = await startWhatsAppStandin({ ...world, templates: DEMO_TEMPLATES });
	const sets = { telegram: openPhones(telegram, { botName }), whatsapp: openWhatsAppPhones(whatsapp, { botName }) };
	for (const channel of ["telegram", "whatsapp"] as const) for (const name of names[channel]) sets[channel].add(name);
	const desk = deskWish && openDesk(telegram, { ...deskWish, seed });
	const { token, phoneId, business, appSecret } = whatsapp.facts;
	return {
		telegram: { apiRoot: telegram.root, token: TOKEN },
		whatsapp: { apiRoot: whatsapp.root, token, phoneId, businessId: business, appSecret, verifyToken: VERIFY_TOKEN },
		phones: together(sets, desk && openDeskPhone(telegram, desk)),
		desk: desk && { ...desk, token: DESK_TOKEN },
		meet(people) {
			for (const { nativeId, displayName } of people)
				if (!whatsapp.service.world.people.has(nativeId))
					whatsapp.addCustomer({ name: displayName ?? nativeId, phone: nativeId, reads: true });
		},
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

/** The staff's group with its bot. Like the numbers of messages its own must be none of an earlier start. */
function openDesk(
	telegram: TelegramStandin,
	{ title, clerk: name, seed }: { title: string; clerk: string; seed: number },
): DemoDesk {
	const bot = Number(DESK_TOKEN.split(":")[0]);
	const { user } = telegram.service.bot(bot);
	user.first_name = title;
	user.username = "prilavok_desk_bot";
	const clerk = telegram.addCustomer({ name, language: "ru" });
	const id = -1_002_000_000_000 - seed;
	const group = telegram.addGroup({ title, forum: true, id, members: [clerk.id], bots: [bot] });
	return { bot, group, title, clerk };
}

/** The phones of both messengers on one page, and the operator's; each is found by its id. */
function together({ telegram, whatsapp }: { telegram: Phones; whatsapp: Phones }, desk: Phones | undefined): Phones {
	const all = [telegram, whatsapp, ...(desk ? [desk] : [])];
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
		picture: (path) =>
			all.slice(1).reduce((found, phones) => found.catch(() => phones.picture(path)), telegram.picture(path)),
	};
}

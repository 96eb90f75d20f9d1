import { expect } from "vitest";
import type { Channel } from "#core/delivery/channel.ts";
import { aPhone as aTelegramPhone, type Phone as TelegramPhone } from "#test/standins/telegram/phone.ts";
import { startTelegramStandin, type TelegramStandin } from "#test/standins/telegram/server.ts";
import { aPhone as aCloudPhone, type Phone as CloudPhone } from "#test/standins/whatsapp-cloud/phone.ts";
import { startWhatsAppStandin, type WhatsAppStandin } from "#test/standins/whatsapp-cloud/server.ts";
import type { Template } from "#test/standins/whatsapp-cloud/shapes.ts";
import { aPhone as aLinkedPhone, type Phone as LinkedPhone } from "#test/standins/whatsapp-web/phone.ts";
import { startWhatsAppWebStandin, type WhatsAppWebStandin } from "#test/standins/whatsapp-web/server.ts";
import type { Program } from "../../compose.ts";
import { openDoor } from "./webhook.ts";

/** A telephone as far as every messenger's stories need it. */
export type StoryPhone = {
	/** As the messenger's `Heard.chat` has it. */
	readonly id: number | string;
	readonly name: string;
	write(text: string): unknown;
	press(label: string): Promise<unknown>;
	/** The next message that fits; `sight` has a `text` where it has words. */
	sees(sought: string | RegExp | ((sight: object) => boolean)): Promise<unknown>;
	unread(): readonly unknown[];
	buttons(): string[];
};

/** A messenger with its stand-in, on a clock that stands still until moved. */
export type Messenger<Phone extends StoryPhone = StoryPhone> = {
	readonly account: string;
	/** What tells the program of it. */
	readonly settings: Readonly<Record<string, string>>;
	phone(name: string): Phone;
	/** The program runs: what the messenger brings is taken there. The answer ends it. */
	connect(program: Program): Promise<() => Promise<void>>;
	/** Resolves when nothing is on its way to the program. */
	settled(): Promise<void>;
	advance(milliseconds: number): void;
	/** What the program did against the messenger's rules. */
	violations(): readonly unknown[];
	close(): Promise<void>;
};

/** Of a phone's owner, in real milliseconds: many tests share the machine. */
const PATIENCE = 20_000;
const TOKEN = "7000001:story-bot-of-the-village-shop-00000000";

/**
 * Telegram. Rates are not what stories are about, and a clock that stands still would never fill a bucket again; where there is a
 * desk its group's limit is kept. `desk`: the token of the staff's bot.
 */
export async function telegramMessenger(
	startsAt: number,
	{ desk }: { desk?: string } = {},
): Promise<Messenger<TelegramPhone> & { standin: TelegramStandin }> {
	const endless = { size: 1_000_000, perSecond: 1_000_000 };
	const limits = desk ? { account: endless, chat: endless } : "off";
	const tokens = [TOKEN, ...(desk ? [desk] : [])];
	const standin = await startTelegramStandin({ tokens, clock: "manual", startsAt, limits });
	const bots = tokens.map((token) => Number(token.split(":")[0]));
	return {
		standin,
		account: "telegram:7000001",
		settings: { TELEGRAM_TOKEN: TOKEN, TELEGRAM_API_ROOT: standin.root, ...(desk && { DESK_TELEGRAM_TOKEN: desk }) },
		phone: (name) => aTelegramPhone(standin, { name, patience: PATIENCE }),
		connect: async () => async () => {},
		settled: async () => void (await Promise.all(bots.map((bot) => standin.polling(bot)))),
		advance: (milliseconds) => standin.advance(milliseconds),
		violations: () => standin.violations(),
		close: () => standin.close(),
	};
}

/** WhatsApp's Cloud API, with the templates that the flow files name. */
export async function cloudMessenger(
	startsAt: number,
	{ templates = [] }: { templates?: readonly Template[] } = {},
): Promise<Messenger<CloudPhone> & { standin: WhatsAppStandin }> {
	const standin = await startWhatsAppStandin({ clock: "manual", startsAt, limits: "off", templates });
	const { facts } = standin;
	const verifyToken = "a-token-of-our-own";
	const account = `whatsapp:${facts.phoneId}`;
	return {
		standin,
		account,
		settings: {
			WHATSAPP_PROVIDER: "cloud",
			WHATSAPP_API_ROOT: standin.root,
			WHATSAPP_TOKEN: facts.token,
			WHATSAPP_PHONE_ID: facts.phoneId,
			WHATSAPP_BUSINESS_ID: facts.business,
			WHATSAPP_APP_SECRET: facts.appSecret,
			WHATSAPP_VERIFY_TOKEN: verifyToken,
		},
		phone: (name) => aCloudPhone(standin, { name, patience: PATIENCE }),
		async connect({ channels, engine }) {
			const door = await openDoor(doorOf(channels, account));
			door.takes(engine.receiveAndAnswer);
			await standin.subscribe(door.url, verifyToken);
			return () => door.close();
		},
		settled: () => standin.settled(),
		advance: (milliseconds) => standin.advance(milliseconds),
		violations: () => standin.violations(),
		close: () => standin.close(),
	};
}

/** A linked phone, with a real browser on a local page. It is scanned once; later programs find it linked. */
export async function linkedMessenger(
	startsAt: number,
): Promise<Messenger<LinkedPhone> & { standin: WhatsAppWebStandin }> {
	let clock = startsAt;
	const standin = await startWhatsAppWebStandin({ now: () => clock });
	const { service } = standin;
	const account = "linked-phone:shop";
	const written: string[] = [];
	let program: Program | undefined;
	return {
		standin,
		account,
		settings: {
			WHATSAPP_PROVIDER: "web",
			WHATSAPP_WEB_URL_HOST_RULES: standin.hostRules,
			CHROMIUM_PATH: CHROMIUM,
			DEMO: "0",
		},
		phone(name) {
			const phone = aLinkedPhone(standin, { name, patience: PATIENCE });
			const write = (text: string) => {
				const key = phone.write(text);
				written.push(key);
				return key;
			};
			return {
				...phone,
				write,
				async press(label) {
					const key = await phone.press(label);
					written.push(key);
					return key;
				},
			};
		},
		async connect(running) {
			program = running;
			const linking = running.channels.find((channel) => channel.account === account)?.linking;
			if (!linking) throw new Error(`${account} is no linked phone.`);
			await new Promise<void>((linked) => {
				const look = () => {
					const { state } = linking.now();
					if (state === "scan") service.scan();
					if (state === "linked") linked();
				};
				linking.hear(look);
				look();
			});
			return async () => {};
		},
		/** Between the page and the inbox lie two processes: what was written is on its way until the inbox has it. */
		async settled() {
			const has = () => program?.shop.db.inbox.count({ where: { account, key: { in: written } } });
			await expect.poll(has, { timeout: PATIENCE, interval: 20 }).toBe(written.length);
		},
		advance(milliseconds) {
			clock += milliseconds;
		},
		violations: () => service.violations,
		close: () => standin.close(),
	};
}

const CHROMIUM = "/usr/bin/chromium";

function doorOf(channels: readonly Channel[], account: string) {
	const door = channels.find((channel) => channel.account === account)?.door;
	if (!door) throw new Error(`${account} has no door.`);
	return door;
}

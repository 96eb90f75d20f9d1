import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forkPhone } from "#bots/whatsapp/linked-fork.ts";
import type { OpenProcess, PhoneProcess } from "#bots/whatsapp/linked-life.ts";
import { type LinkedPhoneOptions, linkedPhoneChannel } from "#bots/whatsapp/linked-phone.ts";
import type { FromPhone } from "#bots/whatsapp/linked-protocol.ts";
import type { Channel } from "#core/delivery/channel.ts";
import { startWhatsAppWebStandin, type WhatsAppWebStandin } from "#test/standins/whatsapp-web/server.ts";

export const CHROMIUM = "/usr/bin/chromium";
export const ADA = { name: "Ada", phone: "79991234567" };
/** The smallest picture there is. */
const PIXEL = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");

/** A phone that is linked, with a real browser, on a local page. */
export type LinkedDesk = {
	readonly standin: WhatsAppWebStandin;
	readonly channel: Channel;
	/** Ada's chat. */
	readonly ada: string;
	readonly folder: string;
	readonly logged: readonly string[];
	/** Resolves once that holds; asked again whenever the phone or the page changes. */
	until(holds: () => boolean): Promise<void>;
	close(): Promise<void>;
};

/** Nothing was written since then. */
const FOREVER = Number.MAX_SAFE_INTEGER;

type Wishes = { readonly otherwise?: Partial<LinkedPhoneOptions>; readonly standin?: WhatsAppWebStandin };

/** A channel on a local page; nothing is started yet. */
export async function linkedDesk({ otherwise = {}, standin: given }: Wishes = {}): Promise<LinkedDesk> {
	if (!existsSync(CHROMIUM))
		throw new Error(`A linked phone needs a real browser at ${CHROMIUM}: apt-get install chromium.`);
	const standin = given ?? (await startWhatsAppWebStandin());
	const ada = standin.service.addPerson(ADA);
	const folder = otherwise.folder ?? (await mkdtemp(join(tmpdir(), "prilavok-phone-")));
	const logged: string[] = [];
	const note = (message: string) => void logged.push(message);
	const channel = linkedPhoneChannel({
		folder,
		chromium: CHROMIUM,
		hostRules: standin.hostRules,
		log: { info: note, warn: note, error: note },
		now: () => new Date(),
		hesitate: () => 0,
		readMedia: async (source) => {
			if (source !== "tea/assam.gif") throw new Error(`There is no ${source} in the media folder.`);
			return { bytes: PIXEL, name: "assam.gif" };
		},
		...otherwise,
	});
	return {
		standin,
		channel,
		ada,
		folder,
		logged,
		until: (holds) =>
			new Promise((resolve) => {
				const look = () => void (holds() && resolve());
				channel.linking?.hear(look);
				standin.service.watch(look);
				look();
			}),
		async close() {
			await channel.stop();
			await standin.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/**
 * One process with one browser for many channels, one after the other: a browser costs seconds, and what it heard
 * stays its own. A channel that ends lets go of it, and the next finds it as one finds a phone that is linked.
 */
export function oneProcess(): { readonly open: OpenProcess; end(): Promise<void> } {
	type Hears = Parameters<OpenProcess>[0];
	let process: PhoneProcess | undefined;
	let hears: Hears | undefined;
	let ready: FromPhone | undefined;
	let tellEnded = () => {};
	const ended = new Promise<void>((done) => {
		tellEnded = done;
	});
	return {
		open(next) {
			hears = next;
			process ??= forkPhone({
				told(what) {
					if (what.tell === "ready") ready = what;
					hears?.told(what);
				},
				ended() {
					tellEnded();
					hears?.ended();
				},
			});
			if (ready) next.told(ready);
			return {
				ask(what) {
					if (what.ask === "end") letGo(next);
					else if (what.ask !== "begin") process?.ask(what);
					// What came before is told to whoever has begun: here that may be over by then.
					else if (!ready) process?.ask({ ...what, settings: { ...what.settings, since: FOREVER } });
				},
				kill: () => letGo(next),
			};
		},
		async end() {
			process?.ask({ ask: "end" });
			if (process) await ended;
		},
	};

	function letGo(from: Hears): void {
		if (hears === from) hears = undefined;
		from.ended();
	}
}

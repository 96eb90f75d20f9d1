import { type CloudOptions, cloudChannel } from "#bots/whatsapp/cloud.ts";
import type { Channel } from "#core/delivery/channel.ts";
import type { Counter } from "#test/contracts/channel.ts";
import { readFormatting } from "#test/standins/whatsapp-cloud/read-formatting.ts";
import {
	type StandinOptions,
	startWhatsAppStandin,
	type WhatsAppStandin,
} from "#test/standins/whatsapp-cloud/server.ts";
import type { PersonFacts } from "#test/standins/whatsapp-cloud/world.ts";
import { openDoor } from "#test/support/webhook.ts";

/** The smallest PNG there is. */
export const PIXEL = Buffer.from(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
	"base64",
);

/** A token that would be found again wherever it leaked. */
export const CANARY = "EAA-canary-canary-canary";
export const VERIFY = "a-token-of-our-own";

/** WhatsApp's stand-in with one number and one customer, Ada. */
export type Desk = Counter & {
	readonly standin: WhatsAppStandin;
	/** Her phone's digits. */
	readonly ada: string;
	readonly logged: readonly { level: string; message: string; fields: Record<string, unknown> | undefined }[];
};

type DeskOptions = {
	readonly standin?: StandinOptions;
	readonly person?: Partial<PersonFacts>;
	readonly otherwise?: (usual: CloudOptions) => CloudOptions;
};

/** A number on the stand-in, its door open; the channel is not started yet. */
export async function cloudCounter({
	standin: world = {},
	person = {},
	otherwise = (usual) => usual,
}: DeskOptions = {}): Promise<Desk> {
	const standin = await startWhatsAppStandin({ limits: "off", ...world, facts: { token: CANARY, ...world.facts } });
	const ada = standin.addCustomer({ name: "Ada Lovelace", ...person });
	const logged: { level: string; message: string; fields: Record<string, unknown> | undefined }[] = [];
	const note = (level: string) => (message: string, fields?: Record<string, unknown>) =>
		void logged.push({ level, message, fields });
	const channel = cloudChannel(
		otherwise({
			apiRoot: standin.root,
			token: CANARY,
			phoneId: standin.facts.phoneId,
			businessId: standin.facts.business,
			appSecret: standin.facts.appSecret,
			verifyToken: VERIFY,
			log: { info: note("info"), warn: note("warn"), error: note("error") },
			now: () => new Date(standin.clock.now()),
			wait: async (ms) => {
				standin.advance(ms);
				await new Promise((resolve) => setImmediate(resolve));
			},
			readMedia: async (source) => {
				if (source !== "tea/assam.png") throw new Error(`There is no ${source} in the media folder.`);
				return { bytes: PIXEL, name: "assam.png" };
			},
		}),
	);
	if (!channel.door) throw new Error("The Cloud API comes by a door.");
	const door = await openDoor(channel.door);
	await standin.subscribe(door.url, VERIFY);
	return {
		standin,
		ada: ada.waId,
		logged,
		channel: throughDoor(channel, door),
		chat: ada.hidesPhone ? ada.bsuid : ada.waId,
		picture: "tea/assam.png",
		lacks: ["corrections", "notes"],
		writes: (text) => void standin.act(ada.waId, { do: "write", text }),
		presses: (label) => void standin.act(ada.waId, { do: "press", choice: label }),
		sends: (kind) => void standin.act(ada.waId, { do: "send", kind: kind === "photo" ? "image" : kind, bytes: PIXEL }),
		reacts: (message, emoji) => void standin.act(ada.waId, { do: "react", wamid: message, emoji }),
		quotes: (message, text) => void standin.act(ada.waId, { do: "write", text, replyTo: message }),
		reads: () => void standin.act(ada.waId, { do: "read" }),
		shown: () => seenBy(standin, ada.waId),
		async close() {
			await channel.stop();
			await door.close();
			await standin.close();
		},
	};
}

/** What stands on the phone, as words: formatting signs are not seen, nor are the thinnest spaces. */
function seenBy(standin: WhatsAppStandin, person: string): string {
	return standin
		.sees(person)
		.map((sight) => (sight.kind === "message" ? readFormatting(sight.message.text).text : ""))
		.join("\n")
		.replaceAll("\u200a", "");
}

/** The channel's door stands open from `start` to `stop`, as the program opens it. */
function throughDoor(
	channel: Channel,
	door: { takes(receive: Parameters<Channel["start"]>[0] | undefined): void },
): Channel {
	return new Proxy(channel, {
		get(target, name, receiver) {
			if (name === "start") {
				return (...given: Parameters<Channel["start"]>) => {
					door.takes(given[0]);
					return target.start(...given);
				};
			}
			if (name === "stop") {
				return () => {
					door.takes(undefined);
					return target.stop();
				};
			}
			return Reflect.get(target, name, receiver);
		},
	});
}

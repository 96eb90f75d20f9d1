import { setTimeout as sleep } from "node:timers/promises";
import type { Channel } from "#core/delivery/channel.ts";
import { aText } from "#core/json.ts";
import { type ChannelLog, openHealth } from "../health.ts";
import { openWire } from "../wire.ts";
import { cloudAbilities } from "./abilities.ts";
import { openCaller } from "./call.ts";
import { openDelivery } from "./deliver.ts";
import { webhookDoor } from "./door.ts";
import { fetchFile } from "./fetch-file.ts";
import { CLOUD_HEALTH, reportAnswer } from "./health.ts";
import { LastHeard } from "./last-heard.ts";
import type { ReadMedia } from "./shown-files.ts";
import { listTemplates } from "./templates.ts";

/** What one number needs to serve customers through WhatsApp's Cloud API. */
export type CloudOptions = {
	/** With its version: `https://graph.facebook.com/v23.0`. */
	readonly apiRoot: string;
	readonly token: string;
	readonly phoneId: string;
	/** Meta signs with it what it tells us. */
	readonly appSecret: string;
	/** Meta shows it when it asks whether the webhook is ours. */
	readonly verifyToken: string;
	/** The WhatsApp Business Account; without it the list of templates cannot be read. */
	readonly businessId?: string;
	readonly log: ChannelLog;
	readonly now: () => Date;
	readonly readMedia: ReadMedia;
	/** Handed in by tests: pauses that do not pass. */
	readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
	readonly timeouts?: { readonly call?: number; readonly upload?: number };
};

/** The customers' WhatsApp: one number, official. Nothing is asked for, everything comes in by the door. */
export function cloudChannel(options: CloudOptions): Channel {
	const { apiRoot, token, phoneId, businessId, log, now, readMedia, wait = pause } = options;
	const account = `whatsapp:${phoneId}`;
	const timeout = options.timeouts?.call ?? 15_000;
	const uploadTimeout = options.timeouts?.upload ?? 60_000;
	const wire = openWire(new URL(apiRoot).origin);
	const call = openCaller({ wire, token, apiRoot, timeout });
	const health = openHealth({ log, now, account, words: CLOUD_HEALTH });
	const heard = new LastHeard();
	const door = webhookDoor({
		...options,
		ear: () => ({ account, phoneId, at: now(), ...(businessId !== undefined && { businessId }) }),
	});
	let stopping = new AbortController();
	let introduced: Promise<void> | undefined;
	let phone: string | undefined;

	/** A harmless call, which also tells the number that people dial. */
	async function probe(): Promise<boolean> {
		const answer = await call({ method: "GET", path: `${phoneId}?fields=display_phone_number,verified_name` });
		if (answer.kind === "yes") phone = aText(answer.result.display_phone_number)?.replace(/\D/g, "") ?? phone;
		return reportAnswer(health, answer);
	}

	/** The door is open whatever Meta says; who we are is asked until it is known, or refused for good. */
	async function introduce(signal: AbortSignal): Promise<void> {
		for (let tries = 0; !signal.aborted; tries++) {
			await wait(Math.min(60_000, 3_000 * 2 ** tries), signal);
			if (signal.aborted || (await probe()) || health.now().state === "unauthorized") return;
		}
	}

	return {
		name: "whatsapp",
		account,
		get abilities() {
			return cloudAbilities(phone);
		},
		door: {
			...door,
			hear(raw) {
				const parcels = door.hear(raw);
				for (const parcel of parcels) heard.note(parcel.heard);
				return parcels;
			},
		},
		async start() {
			stopping = new AbortController();
			const isKnown = await probe();
			if (!isKnown && health.now().state !== "unauthorized") introduced = introduce(stopping.signal);
		},
		async stop() {
			stopping.abort();
			await introduced;
			await wire.close();
		},
		deliver: openDelivery({ call, phoneId, readMedia, now, uploadTimeout }),
		async typing(chat) {
			// WhatsApp shows it under the message that is being answered, and ticks that one as read.
			const message_id = heard.of(chat);
			if (!message_id) return;
			const body = { messaging_product: "whatsapp", status: "read", message_id, typing_indicator: { type: "text" } };
			await call({ method: "POST", path: `${phoneId}/messages`, body });
		},
		/** A press is a message here: there is no spinner to take off. */
		async answerPress() {},
		async answerCheckout() {
			return { outcome: "refused", reason: "WhatsApp asks no leave for payments." };
		},
		fetchMedia: (ref, limit) => fetchFile({ call, token, phoneId, apiRoot, timeout: uploadTimeout }, ref, limit),
		async templates() {
			if (businessId !== undefined) return listTemplates(call, businessId);
			log.warn("the list of templates cannot be read: WHATSAPP_BUSINESS_ID is not set", { account });
			return undefined;
		},
		/** WhatsApp has no menu of commands that a bot could fill. */
		async setMenu() {},
		probe,
		health: health.now,
	};
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
	// Being stopped is not an error of waiting.
	await sleep(ms, undefined, { signal }).catch(() => {});
}

import { setTimeout as sleep } from "node:timers/promises";
import { cutText } from "#core/cut-text.ts";
import type { Channel } from "#core/delivery/channel.ts";
import { type ChannelLog, openHealth } from "../health.ts";
import { openWire } from "../wire.ts";
import { telegramAbilities } from "./abilities.ts";
import { openCaller, type Timeouts } from "./call.ts";
import { openDelivery } from "./deliver.ts";
import { webhookDoor } from "./door.ts";
import { fetchFile } from "./fetch-file.ts";
import { TELEGRAM_HEALTH } from "./health.ts";
import { openListening } from "./listen.ts";
import { menuCall } from "./menu.ts";
import { outcomeOf } from "./outcome.ts";
import type { ReadMedia } from "./shown-files.ts";

/** What a bot needs to serve customers. A webhook without its secret or address cannot be said. */
export type TelegramOptions = {
	readonly token: string;
	readonly apiRoot: string;
	/** The payment provider's; without it only Stars can be billed. */
	readonly paymentToken?: string;
	readonly log: ChannelLog;
	readonly now: () => Date;
	readonly readMedia: ReadMedia;
	/** Handed in by tests: pauses that do not pass, chance that is none. */
	readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
	readonly random?: () => number;
	readonly timeouts?: Partial<Timeouts>;
} & ({ readonly mode: "polling" } | { readonly mode: "webhook"; readonly secret: string; readonly publicUrl: string });

/** The customers' Telegram bot: one token. */
export function telegramChannel(options: TelegramOptions): Channel {
	const { token, apiRoot, log, now, readMedia, wait = pause, random = Math.random, paymentToken = "" } = options;
	const account = `telegram:${token.split(":")[0]}`;
	const timeouts = { ...TIMEOUTS, ...options.timeouts };
	const wire = openWire(new URL(apiRoot).origin);
	const { call, upload } = openCaller({ wire, token, apiRoot, timeouts });
	const health = openHealth({ log, now, account, words: TELEGRAM_HEALTH });
	const ear = () => ({ account, at: now() });
	const door = options.mode === "webhook" ? webhookDoor({ secret: options.secret, ear }) : undefined;
	const hook =
		options.mode === "webhook" && door ? { url: options.publicUrl + door.path, secret: options.secret } : undefined;
	const listening = openListening({
		call,
		health,
		ear,
		wait,
		random,
		now,
		timeout: timeouts.poll,
		...(hook && { hook }),
	});

	return {
		name: "telegram",
		account,
		get abilities() {
			return telegramAbilities(listening.username());
		},
		...(door && { door }),
		start: (receive, position) => listening.start(receive, position),
		async stop() {
			await listening.stop();
			await wire.close();
		},
		deliver: openDelivery({ call, upload, readMedia, paymentToken, now }),
		async typing(chat) {
			await call({ method: "sendChatAction", params: { chat_id: chat, action: "typing" } });
		},
		async answerPress(press, note) {
			const text = note ? { text: cutText(note, 200, "…") } : {};
			await call({ method: "answerCallbackQuery", params: { callback_query_id: press, ...text } });
		},
		async answerCheckout(checkout, verdict) {
			const said = verdict.ok ? { ok: true } : { ok: false, error_message: verdict.why };
			const answer = await call(
				{ method: "answerPreCheckoutQuery", params: { pre_checkout_query_id: checkout, ...said } },
				{ timeout: Math.min(timeouts.call, CHECKOUT_LAPSES) },
			);
			return outcomeOf(answer, { chat: "", now: now() });
		},
		fetchMedia: (ref, limit) => fetchFile({ call, wire, token, apiRoot, timeout: timeouts.upload }, ref, limit),
		async setMenu(commands) {
			const answer = await call(menuCall(commands));
			if (answer.kind === "no")
				log.warn("Telegram did not take the command menu", { account, reason: answer.description });
		},
		async probe() {
			const answer = await call({ method: "getMe", params: {} });
			return answer.kind === "yes";
		},
		health: health.now,
	};
}

const TIMEOUTS: Timeouts = { call: 15_000, upload: 60_000, poll: 60_000 };

/** Telegram gives a checkout up after ten seconds; a later answer is none. */
const CHECKOUT_LAPSES = 10_000;

async function pause(ms: number, signal: AbortSignal): Promise<void> {
	// Being stopped is not an error of waiting.
	await sleep(ms, undefined, { signal }).catch(() => {});
}

import type { Update } from "telegraf/types";
import type { ChannelHealth } from "#core/delivery/channel.ts";
import type { Cancel } from "#core/timers.ts";
import { openHealth } from "../health.ts";
import { answerEdit } from "./answer-edit.ts";
import { answerMessage } from "./answer-message.ts";
import { answerPress } from "./answer-press.ts";
import { openCaller } from "./call.ts";
import type { DeskTools } from "./desk-tools.ts";
import { openDrawing } from "./drawing.ts";
import { forgetGone } from "./forget-gone.ts";
import type { CardReader } from "./header-card.ts";
import { hearMessage, hearPress } from "./hear.ts";
import { listen } from "./listen.ts";
import { accountOf, type DeskParts } from "./parts.ts";
import { postDigest } from "./pocket-card.ts";
import { closePost, type Post, putPost } from "./posts.ts";
import { countTry, forgetUpdates, type KeptUpdate, settleUpdate, waitingUpdates } from "./updates.ts";

/** The staff's desk in Telegram: a group with a topic per customer. It only shows what the core knows, and asks it to act. */
export type Desk = {
	readonly account: string;
	/** Begins to listen, to work off what was heard, and to draw. One process at a time. */
	start(): Promise<void>;
	stop(): Promise<void>;
	/** Works off what has come and draws what may be drawn; resolves when nothing is under way. */
	quiet(): Promise<void>;
	/** Shows something of another part of the shop's to its people. False: that member is not known at the desk. */
	post(post: Post): Promise<boolean>;
	/** Takes it away again. */
	closePost(key: string): Promise<void>;
	health(): ChannelHealth;
};

/** How often all is looked at, in case a bell was missed. */
const SWEEP_MS = 5_000;
const FORGET_MS = 3_600_000;

/** Opens the desk; nothing is asked of Telegram before `start`. */
export function openDesk(parts: DeskParts): Desk {
	const { shop, news, timers, log, token, zone, webAddress } = parts;
	const account = accountOf(token);
	const caller = openCaller(parts);
	const health = openHealth({ log, now: shop.now, account, words: HEALTH_WORDS });

	function reader(language: string): CardReader {
		const { stages } = parts;
		return { language, zone, now: shop.now(), webAddress, stages: stages() };
	}

	const drawing = openDrawing({ ...parts, caller, account, reader });
	const desk: DeskTools = { ...parts, caller, account, reader, touch: drawing.touch };
	route(desk);

	let stopping = new AbortController();
	let listening: Promise<void> | undefined;
	let working: Promise<void> | undefined;
	let cancelSweep: Cancel = () => {};
	let stopHearing = () => {};
	let forgotAt = 0;

	/** One after the other, in the order in which they came. */
	async function workOff(): Promise<void> {
		for (;;) {
			const waiting = await waitingUpdates(shop, account);
			if (waiting.length === 0) return;
			for (const kept of waiting) await workOne(kept);
		}
	}

	async function workOne(kept: KeptUpdate): Promise<void> {
		try {
			// Telegraf's own type of what was kept as Telegram told it.
			await caller.bot.handleUpdate(kept.update as Update);
			await settleUpdate(shop, kept.id);
		} catch (error) {
			log.warn("an update of the desk could not be worked off", { error, update: String(kept.id) });
			await countTry(shop, kept, error);
		}
	}

	function work(): Promise<void> {
		working ??= workOff()
			.catch((error) => log.error("the desk's inbox could not be read", { error }))
			.finally(() => {
				working = undefined;
			})
			.then(drawing.draw);
		return working;
	}

	async function sweep(): Promise<void> {
		await work();
		await postDigest(desk).catch((error) => log.warn("the digest was not posted", { error }));
		await drawing.sweep().catch((error) => log.warn("the desk could not be swept", { error }));
		await forgetGone(desk).catch((error) => log.warn("a topic could not be forgotten", { error }));
		if (shop.now().getTime() - forgotAt < FORGET_MS) return;
		forgotAt = shop.now().getTime();
		await forgetUpdates(shop, account).catch((error) => log.warn("old updates were not forgotten", { error }));
	}

	function sweepAgain(): void {
		cancelSweep = timers.after(SWEEP_MS, () => void sweep().then(sweepAgain));
	}

	async function hearNews(items: readonly { topic: string; id: string }[]): Promise<void> {
		for (const { topic, id } of items) {
			if (topic === "conversation") drawing.touch(id);
			if (topic !== "customer" && topic !== "order") continue;
			const conversation = await shop.db.conversation.findUnique({ where: { customerId: id }, select: { id: true } });
			if (conversation) drawing.touch(conversation.id);
		}
	}

	return {
		account,
		async start() {
			stopping = new AbortController();
			const { signal } = stopping;
			drawing.begin();
			const me = await caller.call("getMe", {}, { signal });
			if (me.kind === "done") caller.bot.botInfo = me.result;
			else health.report(me.kind === "unauthorized" ? "unauthorized" : "down", "reason" in me ? me.reason : me.kind);
			stopHearing = news.hear(
				(items) => void hearNews(items).catch((error) => log.warn("news were missed", { error })),
			);
			listening = listen({
				shop,
				account,
				caller,
				timers,
				health,
				kept: () => void work(),
				random: Math.random,
				signal,
			});
			void sweep().then(sweepAgain);
		},
		async stop() {
			stopping.abort();
			stopHearing();
			cancelSweep();
			await listening;
			await working;
			await drawing.stop();
			cancelSweep();
		},
		async quiet() {
			await work();
			await postDigest(desk);
			await drawing.sweep();
			await forgetGone(desk);
		},
		async post(post) {
			const isKnown = await putPost(shop, account, post);
			void drawing.draw();
			return isKnown;
		},
		async closePost(key) {
			await closePost(shop, key);
			void drawing.draw();
		},
		health: health.now,
	};
}

/** Telegraf finds out what an update is; what it means is the desk's business. */
function route(desk: DeskTools): void {
	const { bot } = desk.caller;
	bot.on("callback_query", async ({ callbackQuery }) => {
		const press = hearPress(callbackQuery);
		if (press) await answerPress(desk, press);
	});
	// Its rights have changed: what it may not do was noted, and is tried anew.
	bot.on("my_chat_member", async ({ myChatMember: { chat } }) => {
		const { shop, account } = desk;
		await shop.db.deskGroup.updateMany({ where: { account, chatId: String(chat.id) }, data: { trouble: null } });
	});
	bot.on("edited_message", ({ editedMessage, update }) =>
		answerEdit(desk, hearMessage(editedMessage), update.update_id),
	);
	bot.on("message", ({ message }) => answerMessage(desk, hearMessage(message)));
}

const HEALTH_WORDS = {
	ok: ["info", "the desk listens"],
	connecting: ["info", "the desk is being reached"],
	conflict: ["warn", "another program polls the desk's bot: is this one running twice?"],
	unauthorized: ["error", "Telegram does not know DESK_TELEGRAM_TOKEN: see .env.example"],
	down: ["warn", "the desk cannot be reached"],
} as const;

import type { Shop } from "#core/shop.ts";
import type { Cancel, Timers } from "#core/timers.ts";
import { countArrivals } from "./arrivals.ts";
import type { Outcome } from "./channel.ts";
import { holdBack, noteArriving, pauseAccount, resumeAccount } from "./governor.ts";
import { DEAD_AFTER } from "./move-from-dead.ts";

/** So many calls in a row, to different chats, without a clear answer: the messenger is out, and no campaign is burnt. */
const MOST_UNCLEAR = 5;
/** How long a paused account rests between two harmless calls. */
const PROBE_EVERY = 30_000;

/** Below this share of messages that arrive an account is degraded. */
const LOSES_MANY = 0.8;

/** Keeps in mind whether an account may be used just now. */
export type AccountWatch = {
	/** Asked right before each call. */
	mayCall(): boolean;
	/** When the messenger may be called again, if it asked for silence. */
	heldUntil(): Date | undefined;
	/** Learns from an outcome at once; what others must know is written by the promise given. */
	learn(chat: string, outcome: Outcome): Promise<void>;
	/** Finds a pause that an earlier process left. */
	begin(): Promise<void>;
	stop(): void;
};

/** `probe` is a harmless call (Telegram: getMe) that says whether the account works; `resumed` is told when it does, `dead` each time it still does not after five minutes. */
export function watchAccount({
	shop,
	account,
	timers,
	probe,
	resumed,
	dead,
	alert,
}: {
	shop: Shop;
	account: string;
	timers: Timers;
	probe: () => Promise<boolean>;
	resumed: () => void;
	dead: () => Promise<void>;
	alert: (message: string, fields: Record<string, unknown>) => void;
}): AccountWatch {
	const unclear = new Set<string>();
	const arrivals = countArrivals();
	let toldArriving = { share: 1, at: 0 };
	let held: Date | undefined;
	let down = false;
	let downSince = shop.now();
	let cancel: Cancel = () => {};
	let stopped = false;

	async function takeDown(reason: string, health: string) {
		if (down) return;
		down = true;
		downSince = shop.now();
		alert("an account is paused until it answers again", { account, reason });
		rest();
		await pauseAccount(shop, { account, reason, health, until: nextProbe() });
	}

	function rest() {
		cancel();
		if (!stopped) cancel = timers.after(PROBE_EVERY, () => void look());
	}

	async function look() {
		try {
			if (await probe()) await bringUp();
			else await stayDown();
		} catch (error) {
			alert("a paused account cannot be looked after", { account, error });
		}
		if (down) rest();
	}

	async function stayDown() {
		await pauseAccount(shop, { account, reason: "does not answer", health: "down", until: nextProbe() });
		if (shop.now().getTime() - downSince.getTime() >= DEAD_AFTER) await dead();
	}

	async function heed(chat: string, outcome: Outcome) {
		switch (outcome.outcome) {
			case "ambiguous":
				unclear.add(chat);
				if (unclear.size >= MOST_UNCLEAR) await takeDown("no clear answers", "down");
				return;
			case "not-sent":
				return;
			case "wait":
				unclear.clear();
				if (outcome.scope === "account") await hold(outcome.until);
				return;
			case "account-down":
				return takeDown(outcome.reason, "unauthorized");
			default:
				unclear.clear();
		}
	}

	async function hold(until: Date) {
		if (!held || held < until) held = until;
		await holdBack(shop, { account, until });
	}

	async function bringUp() {
		await resumeAccount(shop, { account });
		down = false;
		unclear.clear();
		resumed();
	}

	/** The planner hears of an account that loses messages, and again each minute while it does; in the end that it is well. */
	async function tellArriving() {
		const now = shop.now();
		const share = arrivals.share(now);
		const isWell = share >= LOSES_MANY;
		if (isWell && toldArriving.share >= LOSES_MANY) return;
		if (!isWell && now.getTime() - toldArriving.at < 60_000) return;
		toldArriving = { share, at: now.getTime() };
		await noteArriving(shop, { account, share: isWell ? 1 : share });
	}

	/** A pause outlasts the next look a little: only a good answer ends it early. */
	const nextProbe = () => new Date(shop.now().getTime() + 2 * PROBE_EVERY);

	return {
		mayCall: () => !down && !(held && held > shop.now()),
		heldUntil: () => (held && held > shop.now() ? held : undefined),
		async learn(chat, outcome) {
			arrivals.add(outcome, shop.now());
			await heed(chat, outcome);
			await tellArriving();
		},
		async begin() {
			const row = await shop.db.account.findUnique({ where: { id: account } });
			if (!row?.pausedUntil || row.pausedUntil <= shop.now()) return;
			down = true;
			downSince = shop.now();
			await look();
		},
		stop() {
			stopped = true;
			cancel();
		},
	};
}

import { moveFromSick } from "#core/delivery/move-from-dead.ts";
import { type Reporting, reportAccount } from "#core/delivery/report-account.ts";
import { takeWish } from "#core/delivery/wish-linking.ts";
import type { Program } from "./compose.ts";

/** Channels that do not speak of themselves are looked at so often. */
const LOOK_EVERY = 5_000;
/** How often what waits for an account that is out of order is moved on. */
const LEAVE_EVERY = 30_000;

/**
 * Tells the screens, of whatever process, how an account is, and brings to a linked phone what somebody asks of it there.
 * Only the process that listens to the account does so. Gives how to stop.
 */
export function lookAfterAccount(program: Program, channel: Reporting): () => Promise<void> {
	const { shop, news, timers, log } = program;
	const { account, linking } = channel;
	let told = "";
	let stopped = false;
	let leftAt = 0;
	let working = Promise.resolve();

	async function report() {
		const facts = JSON.stringify([channel.health(), linking?.now()]);
		if (stopped || facts === told) return;
		try {
			await reportAccount(shop, channel);
			told = facts;
			news.tell("account", account);
		} catch (error) {
			log.warn("how an account is cannot be written yet", { account, error });
		}
	}

	/** A phone that wants a scan, a token that was revoked: nothing is tried there, so no sender finds out. */
	async function leaveIfSick() {
		const now = shop.now().getTime();
		if (stopped || now - leftAt < LEAVE_EVERY) return;
		leftAt = now;
		const moved = await moveFromSick(shop, { account, health: channel.health() });
		if (moved > 0) log.error("an account is out of order, and its messages go by another", { account, moved });
	}

	async function obey() {
		if (stopped) return;
		const wish = await takeWish(shop, { account });
		if (wish) await linking?.wish(wish);
	}

	/** One after the other, beside everything else; whoever stops waits for it. */
	function beside(deed: () => Promise<void>) {
		working = working.then(deed).catch((error) => log.warn("an account is not looked after", { account, error }));
	}

	function look() {
		if (stopped) return;
		beside(report);
		beside(leaveIfSick);
		timers.after(LOOK_EVERY, look);
	}

	const stopHearing = linking?.hear(() => beside(report));
	const stopNews = news.hear((items) => {
		if (linking && items.some(({ topic, id }) => topic === "account" && id === account)) beside(obey);
	});
	look();
	if (linking) beside(obey);

	return async () => {
		stopped = true;
		stopHearing?.();
		stopNews();
		await working;
	};
}

import { noteBlocked } from "#core/conversations/note-reachability.ts";
import { oneAtATime } from "#core/one-at-a-time.ts";
import type { Shop } from "#core/shop.ts";
import type { Timers } from "#core/timers.ts";
import type { Channel, Letter, Outcome } from "./channel.ts";
import { type ClaimedLetter, claimRows, type Settled, type Wanted } from "./claim-rows.ts";
import { type Pace, prepareAccount, type Rate } from "./governor.ts";
import { moveFromDead } from "./move-from-dead.ts";
import { noteHindrance } from "./note-hindrance.ts";
import { type Lane, MOVE_CHAT, type SettledRow, TOKENS } from "./outbox-statements.ts";
import { recoverRows, recoverSilent } from "./recover.ts";
import type { SendingRules } from "./sending-rules.ts";
import { type Settlement, settlementOf } from "./settle.ts";
import { settleRows } from "./settle-rows.ts";
import { shownWords } from "./template-for.ts";
import { openWakeUps } from "./wake-ups.ts";
import { watchAccount } from "./watch-account.ts";

/** How many calls may be under way at once. A sender that is killed leaves at most so many outcomes unknown. */
export type Lanes = { readonly [lane in Lane]: number };

/** The sender's name, under which its rows are recovered should it die. */
export type SenderLease = {
	readonly name: string;
	/** False once another may have taken over: then nothing is claimed or called. */
	alive(): boolean;
};

/** What the sender tells the engineer; a Log will do. */
export type SenderLog = {
	warn(message: string, fields?: Record<string, unknown>): void;
	error(message: string, fields?: Record<string, unknown>): void;
};

export type SenderParts = {
	readonly shop: Shop;
	readonly channel: Pick<Channel, "name" | "account" | "deliver"> & Partial<Pick<Channel, "abilities">>;
	readonly lease: SenderLease;
	readonly pace: Pace;
	readonly rules: SendingRules;
	readonly timers: Timers;
	/** Clock of heartbeats: the shop's own may be moved in the demo. */
	readonly realNow: () => Date;
	readonly log: SenderLog;
	/** A harmless call that says whether the account works. */
	readonly probe: () => Promise<boolean>;
	readonly lanes?: Lanes;
	/** Hears, after the commit, of each message whose status is another now: for screens that show it. */
	readonly told?: (change: StatusChange) => void;
	/** Hears of each message that nobody had asked for and that the messenger has accepted. */
	readonly accepted?: (rows: readonly bigint[]) => void;
};

/** A message of ours, and how its row in the outbox stands. */
export type StatusChange = {
	readonly messageId: string;
	readonly conversationId: string;
	readonly customerId: string;
	readonly status: string;
};

/** Sends the outbox of one account. Any number of them, in any number of processes, share it without harm. */
export type Sender = {
	/** Takes back what died with an earlier sender of this name, and begins. */
	start(): Promise<void>;
	/** Looks for everything that is due, and for rows of silent senders. Resolves once the calls have begun. */
	sendDue(): Promise<void>;
	/** Sends rows that this process has just committed, without looking for them. Never throws. */
	sendNow(rows: readonly { readonly id: bigint; readonly priority: number }[]): void;
	/** Resolves when no call is under way and every outcome is written. */
	quiet(): Promise<void>;
	/** Claims nothing more, lets calls end and writes their outcomes. */
	stop(): Promise<void>;
};

/** Telegram wants campaigns in few lanes, so that an outage leaves few of them unknown. */
const LANES: Lanes = { prompt: 32, campaign: 3 };
const MOST_SETTLED_AT_ONCE = 200;
/** After trouble with the database. */
const TROUBLE_RESTS = 1_000;
const RECOVER_EVERY = 10_000;

type Done = Settled & { readonly tried?: { letter: ClaimedLetter; lane: Lane; outcome: Outcome } };

/** Builds a sender; nothing happens before `start`. */
export function openSender(parts: SenderParts): Sender {
	const { shop, channel, lease, pace, rules, timers, log, lanes = LANES } = parts;
	const { account } = channel;
	const watch = watchAccount({
		shop,
		account,
		timers,
		probe: parts.probe,
		resumed: () => lookAgain(),
		dead: moveOn,
		alert: (message, fields) => log.error(message, fields),
	});
	const wakeUps = openWakeUps({ timers, now: () => shop.now(), wake: lookAgain });
	const busy = { prompt: 0, campaign: 0 };
	const look = { prompt: false, campaign: false };
	const fresh = { prompt: new Set<bigint>(), campaign: new Set<bigint>() };
	/**
	 * A row that is committed while outcomes are being written is overlooked by both: the outcomes know nothing of it, and to a
	 * claim its chat looks busy. So a claim that found too little beside a write looks again after it.
	 */
	const writing = { isOn: false, done: 0, lookAfter: { prompt: false, campaign: false } };
	let done: Done[] = [];
	const waiting: (() => void)[] = [];
	let beside = 0;
	let recoveredAt = 0;
	let stopped = false;

	async function moveOn() {
		const moved = await moveFromDead(shop, { account });
		if (moved > 0) log.error("an account is dead, and its messages go by another", { account, moved });
	}

	const claimWhatIsWanted = oneAtATime(async () => {
		try {
			await claimLane("prompt");
			await claimLane("campaign");
		} catch (error) {
			log.warn("the outbox cannot be claimed", { account, error });
			wakeUps.in(TROUBLE_RESTS);
		}
	});

	async function claimLane(lane: Lane) {
		while (mayBegin() && busy[lane] < lanes[lane]) {
			const wanted = nextWanted(lane);
			if (!wanted) return;
			await claimAndBegin(lane, wanted);
		}
		const held = watch.heldUntil();
		if (held) wakeUps.at(held);
	}

	async function claimAndBegin(lane: Lane, wanted: Wanted) {
		const askedAt = shop.now();
		const before = writing.done;
		const { letters, refused, isAll } = await claimRows(
			{ shop, account, owner: lease.name, pace, rules, windowed: channel.abilities?.windowHours !== undefined },
			wanted,
		);
		for (const letter of letters) begin(letter, lane);
		if (refused.length > 0) settle(refused);
		if (!isAll) look[lane] ||= !wanted.ids;
		else if (writing.isOn) writing.lookAfter[lane] = true;
		else if (writing.done > before || wanted.ids) look[lane] = true;
		else await nothingLeft(lane, askedAt);
	}

	const mayBegin = () => !stopped && lease.alive() && watch.mayCall();

	function nextWanted(lane: Lane): Wanted | undefined {
		const most = lanes[lane] - busy[lane];
		if (look[lane]) {
			// Before the query: what becomes claimable while it runs asks for another look, which must not be taken back.
			look[lane] = false;
			fresh[lane].clear();
			return { lane, most };
		}
		const ids = [...fresh[lane]].slice(0, most);
		for (const id of ids) fresh[lane].delete(id);
		return ids.length > 0 ? { lane, most: ids.length, ids } : undefined;
	}

	/** Fewer than wanted: what is left is in no hurry, or wants for a token. A chat that is busy or rests comes back by itself. */
	async function nothingLeft(lane: Lane, askedAt: Date) {
		if (!pace.account) return;
		const at = await tokensBackAt(lane, askedAt);
		if (at) wakeUps.at(at);
	}

	/** Undefined: at `askedAt` there were tokens. One that has come back meanwhile counts, or its row would wait for the sweep. */
	async function tokensBackAt(lane: Lane, askedAt: Date): Promise<Date | undefined> {
		type Bucket = { scope: string; tokens: number; refilled_at: Date; paused_until: Date | null };
		const buckets = await shop.db.written<Bucket>(TOKENS, [account]);
		const times = buckets.map(({ scope, tokens, refilled_at, paused_until }) => {
			const rate = rateOf(pace, lane, scope);
			const full = rate ? refilled_at.getTime() + (Math.max(0, 1 - tokens) / rate.perSecond) * 1000 : 0;
			return Math.max(Math.ceil(full), paused_until?.getTime() ?? 0);
		});
		const latest = Math.max(0, ...times);
		return latest > askedAt.getTime() ? new Date(latest) : undefined;
	}

	function begin(letter: ClaimedLetter, lane: Lane) {
		busy[lane] += 1;
		void call(letter).then((outcome) => {
			const settlement = settlementOf(letter, outcome, shop.now());
			const shown = letter.template && shownWords(letter.content, letter.template);
			const row = { id: letter.id, attempt: letter.attempt, settlement, ...(shown && { shown }) };
			settle([{ ...row, tried: { letter, lane, outcome } }]);
		});
	}

	/** Looked at again right before a byte is written: a paused sender may wake up long after its claim. */
	async function call({ id, attempt, chat, chatId, content, template }: ClaimedLetter): Promise<Outcome> {
		if (!mayBegin()) return { outcome: "wait", until: watch.heldUntil() ?? shop.now(), scope: "chat" };
		const outcome = await deliver({ id: String(id), attempt, chat, content, ...(template && { template }) });
		await watch
			.learn(chatId, outcome)
			.catch((error) => log.warn("what a messenger asked for cannot be written yet", { account, error }));
		return outcome;
	}

	async function deliver(letter: Letter): Promise<Outcome> {
		try {
			return await channel.deliver(letter);
		} catch (error) {
			log.error("a channel threw instead of answering", { account, error });
			return { outcome: "ambiguous", reason: "our own mistake in the channel" };
		}
	}

	function settle(rows: readonly Done[]) {
		done.push(...rows);
		runBeside(writeOutcomes);
	}

	const writeOutcomes = oneAtATime(async () => {
		const batch = done.slice(0, MOST_SETTLED_AT_ONCE);
		if (batch.length === 0) return;
		writing.isOn = true;
		try {
			const settled = await settleTogether(batch);
			done = done.slice(batch.length);
			for (const { tried } of batch) if (tried) busy[tried.lane] -= 1;
			tell(settled);
			await followUp(batch).finally(() => goOnWith(settled));
		} catch (error) {
			writing.isOn = false;
			log.warn("outcomes cannot be written yet", { account, error });
			timers.after(TROUBLE_RESTS, () => runBeside(writeOutcomes));
			return;
		}
		if (done.length > 0) runBeside(writeOutcomes);
	});

	/** One odd row must not hold up the others; a message id that another message bears already is left out. */
	async function settleTogether(batch: readonly Done[]): Promise<SettledRow[]> {
		const [first, ...others] = batch;
		try {
			return await settleRows(shop, batch);
		} catch (error) {
			if (!first || !isAboutTheRow(error)) throw error;
			if (others.length === 0) {
				log.error("a messenger's answer cannot be kept", { account, outbox: String(first.id), error });
				return settleRows(shop, [{ ...first, settlement: { ...first.settlement, refs: [] } }]);
			}
		}
		const settled: SettledRow[] = [];
		for (const row of batch) settled.push(...(await settleTogether([row])));
		return settled;
	}

	function tell(settled: readonly SettledRow[]) {
		for (const { message_id, conversation_id, customer_id, state } of settled) {
			if (message_id === null) continue;
			const change = { conversationId: conversation_id, customerId: customer_id, status: state };
			parts.told?.({ messageId: String(message_id), ...change });
		}
	}

	/** What an outcome means beyond its row. */
	async function followUp(batch: readonly Done[]) {
		for (const { tried, settlement } of batch) {
			if (!tried) continue;
			complain(tried.letter, settlement);
			await tellChat(tried.letter, tried.outcome);
		}
		const news = batch.filter(
			({ tried, settlement }) => settlement.state === "sent" && (tried?.letter.priority ?? 0) > 1,
		);
		if (news.length > 0) parts.accepted?.(news.map(({ id }) => id));
	}

	function complain({ id }: ClaimedLetter, { state, reason }: Settlement) {
		const fields = { account, outbox: String(id), reason };
		if (state === "unknown") log.error("a message may or may not have arrived", fields);
		if (state === "failed") log.error("a message was refused", fields);
	}

	async function tellChat(letter: ClaimedLetter, outcome: Outcome) {
		const { chatId, identityId } = letter;
		if (outcome.outcome === "refused" && outcome.means) {
			const { means } = outcome;
			await shop.atomically((inside) => noteHindrance(inside, { chatId, identityId, means }));
		}
		if (outcome.outcome === "unreachable") await markUnreachable(letter, outcome.reason);
		if (outcome.outcome === "moved") await shop.db.written(MOVE_CHAT, [chatId, outcome.chat]);
	}

	async function markUnreachable({ chatId, identityId }: ClaimedLetter, reason: string) {
		if (identityId) await shop.atomically((inside) => noteBlocked(inside, { identityId }));
		await shop.db.chat.update({ where: { id: chatId }, data: { unreachable: reason.slice(0, 200) } });
	}

	/**
	 * Chats are looked at as soon as they may go on: at once where there is more to say, else when their rest is over, since by
	 * then there may be.
	 */
	function goOnWith(settled: readonly SettledRow[]) {
		const now = shop.now();
		writing.isOn = false;
		writing.done += 1;
		for (const { more, next_at } of settled) {
			if (next_at && next_at > now) wakeUps.at(next_at);
			else if (more) look.prompt = look.campaign = true;
		}
		for (const lane of ["prompt", "campaign"] as const) {
			look[lane] ||= writing.lookAfter[lane];
			writing.lookAfter[lane] = false;
		}
		runBeside(claimWhatIsWanted);
	}

	function lookAgain() {
		look.prompt = look.campaign = true;
		runBeside(claimWhatIsWanted);
	}

	/** Neither claims nor outcomes are waited for by anybody; `quiet` knows of them all the same. */
	function runBeside(deed: () => Promise<void>) {
		beside += 1;
		void deed().finally(() => {
			beside -= 1;
			tellWhenQuiet();
		});
	}

	const isQuiet = () => busy.prompt + busy.campaign + done.length + beside === 0;

	function tellWhenQuiet() {
		if (!isQuiet()) return;
		for (const tell of waiting.splice(0)) tell();
	}

	async function recoverNowAndThen() {
		const real = parts.realNow();
		if (real.getTime() - recoveredAt < RECOVER_EVERY) return;
		recoveredAt = real.getTime();
		report(await recoverSilent(shop, { account, asker: lease.name, realNow: real }));
	}

	function report({ pending, unknown }: { pending: number; unknown: number }) {
		if (pending + unknown > 0) log.warn("rows of a dead sender were taken back", { account, pending, unknown });
	}

	return {
		async start() {
			await prepareAccount(shop, { account, channel: channel.name });
			report(await recoverRows(shop, { owners: [lease.name] }));
			await watch.begin();
			lookAgain();
		},
		async sendDue() {
			if (stopped) return;
			await recoverNowAndThen();
			look.prompt = look.campaign = true;
			await claimWhatIsWanted();
		},
		sendNow(rows) {
			for (const { id, priority } of rows) fresh[priority > 2 ? "campaign" : "prompt"].add(id);
			runBeside(claimWhatIsWanted);
		},
		async quiet() {
			await claimWhatIsWanted();
			while (!isQuiet()) await new Promise<void>((tell) => waiting.push(tell));
		},
		async stop() {
			stopped = true;
			wakeUps.stop();
			watch.stop();
			await this.quiet();
		},
	};
}

/** What a bucket is filled by, if that lane takes from it. */
function rateOf(pace: Pace, lane: Lane, scope: string): Rate | undefined {
	if (scope === "account") return pace.account;
	if (lane !== "campaign") return undefined;
	return scope === "unasked" ? pace.unasked : pace.campaigns;
}

/** SQLSTATE classes 22 and 23: the data, or a constraint. All else is the database's trouble and passes. */
function isAboutTheRow(error: unknown): boolean {
	const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
	return /^2[23]/.test(code);
}

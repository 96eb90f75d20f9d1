import type { Channel, Letter, Linking, Outcome, Receive } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import { Refusal } from "#core/refusal.ts";
import { machineTimers, type Timers } from "#core/timers.ts";
import { type ChannelLog, type HealthWords, openHealth } from "../health.ts";
import { linkedAbilities } from "./linked-abilities.ts";
import { type Care, healthOf, linkingOf } from "./linked-care.ts";
import { forkPhone } from "./linked-fork.ts";
import { chatOfKey, hearLinked, type LinkedMenu, type PhoneEvent, secondsOf } from "./linked-hear.ts";
import { type OpenProcess, openLives } from "./linked-life.ts";
import { forgetSession } from "./linked-profile.ts";
import type { PhoneAnswer, PhoneLimits } from "./linked-protocol.ts";
import { isAddress, type SayFile, sayLinked } from "./linked-say.ts";

/** What a linked phone needs to serve customers. */
export type LinkedPhoneOptions = {
	/** Digits of the shop's number; absent: whichever phone is linked. */
	readonly number?: string;
	/** Below it lies the browser's profile, with the session: back it up, and show it to nobody. */
	readonly folder: string;
	readonly chromium: string;
	/** For the local page only. */
	readonly hostRules?: string;
	readonly log: ChannelLog;
	readonly now: () => Date;
	readonly readMedia: (source: string) => Promise<SayFile>;
	/** Shows a QR code where somebody may see it: in the terminal. */
	readonly showCode?: (linking: Extract<Linking, { state: "scan" }>) => void;
	/** Handed in by tests. */
	readonly timers?: Timers;
	readonly open?: OpenProcess;
	readonly limits?: Partial<PhoneLimits>;
	/** Milliseconds to hesitate before each message, as a person would; a machine that writes like one is blocked. */
	readonly hesitate?: () => number;
};

const LIMITS: PhoneLimits = {
	call: 15_000,
	upload: 60_000,
	ack: 10_000,
	look: 30_000,
	load: 45_000,
	// A stop of the program may take twenty seconds in all.
	keepOpen: 12_000,
};

/**
 * WhatsApp through a phone that is linked to this machine like a computer. Unofficial: WhatsApp may block the number at any
 * time, without notice. The recommended way is the Cloud API.
 */
export function linkedPhoneChannel(options: LinkedPhoneOptions): Channel {
	const { number, folder, chromium, hostRules, log, now, readMedia, timers = machineTimers } = options;
	const { hesitate = () => Math.random() * 4_000, open = forkPhone } = options;
	// A local page has nothing to arrange with a service after a scan.
	const limits = { ...LIMITS, ...(hostRules && { keepOpen: 0 }), ...options.limits };
	const account = `linked-phone:${number ?? "shop"}`;
	const menus = new Map<string, LinkedMenu>();
	const listeners = new Set<() => void>();
	const ear = { account, menuOf: (chat: string) => menus.get(chat) };
	let receive: Receive | undefined;
	let since: number | undefined;
	let inbox = Promise.resolve();
	let stopWaiting = () => {};
	let wasLinked = false;
	const health = openHealth({ log, now, account, words: WORDS });
	let shown = "";

	const lives = openLives({
		open,
		timers,
		endsWithin: 18_000,
		forget: () => forgetSession(folder),
		begins: () => ({
			ask: "begin",
			settings: { folder, chromium, limits, ...(hostRules && { hostRules }), ...(since !== undefined && { since }) },
		}),
		heard: (events) => {
			// One after the other, so that what was written first is in the inbox first.
			inbox = inbox.then(() => take(events));
		},
		changed: note,
	});

	/** Nothing is lost while the inbox is away: we try until it is back, and a later life asks the phone again. */
	async function take(events: readonly PhoneEvent[]): Promise<void> {
		const parcels = events.flatMap(parcelOf);
		if (parcels.length === 0) return;
		const newest = newestOf(events);
		for (let tries = 1; receive; tries++) {
			try {
				await receive(parcels, newest?.toString());
				since = newest ?? since;
				return;
			} catch (error) {
				if (tries === 1) log.warn("what was heard cannot be kept yet", { account, error });
				await waitASecond();
			}
		}
	}

	function newestOf(events: readonly PhoneEvent[]): number | undefined {
		const newest = Math.max(since ?? 0, ...events.map((event) => secondsOf(event) ?? 0));
		return newest > 0 ? newest : undefined;
	}

	function parcelOf(event: PhoneEvent) {
		const heard = hearLinked(event, ear);
		return heard ? [{ heard, raw: Buffer.from(JSON.stringify(event)) }] : [];
	}

	function waitASecond(): Promise<void> {
		return new Promise<void>((again) => {
			const cancel = timers.after(1_000, again);
			stopWaiting = () => {
				cancel();
				again();
			};
		});
	}

	function note(care: Care): void {
		const { state, detail } = healthOf(care);
		// What is put away on purpose is no trouble.
		if (care.phase !== "ended") health.report(state, detail);
		callSomebody(care);
		if (care.phase === "linked" && number !== undefined && care.number !== number)
			log.error("another number than WHATSAPP_NUMBER is linked", { account });
		const linking = linkingOf(care);
		if (linking.state === "scan" && shown !== linking.qr + (linking.code ?? "")) {
			shown = linking.qr + (linking.code ?? "");
			options.showCode?.(linking);
		}
		for (const listener of listeners) listener();
	}

	/** A first link is somebody's work at hand; one that has ended, or a blocked number, is an alarm. */
	function callSomebody(care: Care): void {
		const isCall = care.phase === "scan" || (care.phase === "stopped" && care.banned);
		if (isCall && wasLinked) log.error("The phone needs a person: see the Channels page", { account });
		wasLinked = care.phase === "linked" || (wasLinked && !isCall);
	}

	let turn = Promise.resolve<unknown>(undefined);
	/** One message at a time leaves, each after a moment of its own. */
	function inTurn(deed: () => Promise<Outcome>): Promise<Outcome> {
		const mine = turn.then(() => pause(timers, hesitate())).then(deed);
		turn = mine.catch(() => {});
		return mine;
	}

	async function deliver({ id, attempt, chat, content }: Letter): Promise<Outcome> {
		const absent = absence();
		if (absent) return absent;
		const file = await readFile(content);
		if (typeof file === "string") return { outcome: "refused", reason: file };
		const spoken = sayLinked(content, file);
		if (spoken.say === "nothing") return { outcome: "refused", reason: spoken.why };
		const { say, tokens } = spoken;
		const limit = (say.say === "file" ? limits.upload : limits.call) + limits.ack + 2_000;
		const answer = await lives.ask({ ask: "deliver", letter: id, attempt, chat, say }, limit);
		if (answer.answer !== "sent") return outcomeOf(answer, { attempt, now: now() });
		// A reaction is no message of its own.
		if (say.say === "react") return { outcome: "accepted", refs: [] };
		remember(menus, chat, { message: answer.ref, tokens });
		return { outcome: "accepted", refs: [answer.ref] };
	}

	/** Without a phone nothing is tried: the rows wait, for a moment or for a person. */
	function absence(): Outcome | undefined {
		const care = lives.care();
		switch (care.phase) {
			case "linked":
				return undefined;
			case "starting":
			case "away":
				return { outcome: "wait", until: new Date(now().getTime() + 3_000), scope: "account" };
			case "scan":
			case "stopped":
			case "ended":
				return { outcome: "account-down", reason: healthOf(care).detail ?? "The phone is not linked." };
		}
	}

	async function readFile({ media = [] }: Content): Promise<SayFile | string | undefined> {
		const [medium] = media;
		if (!medium || isAddress(medium)) return undefined;
		try {
			return await readMedia(medium.source);
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		}
	}

	return {
		name: "linked-phone",
		account,
		get abilities() {
			const care = lives.care();
			return linkedAbilities(care.phase === "linked" ? care.number : number);
		},
		async start(next, position) {
			receive = next;
			since = position === null ? Math.floor(now().getTime() / 1000) : Number(position);
			wasLinked = position !== null;
			log.warn(UNOFFICIAL, { account });
			lives.begin();
		},
		async stop() {
			await lives.end();
			receive = undefined;
			stopWaiting();
			await inbox;
		},
		deliver: (letter) => inTurn(() => deliver(letter)),
		async typing(chat) {
			lives.typing(chat);
		},
		async answerPress(press, note) {
			const chat = chatOfKey(press);
			if (!note || !chat || absence()) return;
			await inTurn(() => deliver({ id: `note ${press}`, attempt: 1, chat, content: { text: note } }));
		},
		async answerCheckout() {
			return { outcome: "refused", reason: "A linked phone takes no payments." };
		},
		async fetchMedia(ref, limit) {
			const answer = await lives.ask({ ask: "fetch", message: ref, limit }, limits.upload + 2_000);
			if (answer.answer !== "file") throw fileRefusal(answer, limit);
			return { bytes: Buffer.from(answer.bytes, "base64"), mime: answer.mime, name: answer.name || "file" };
		},
		// WhatsApp shows no command menu.
		async setMenu() {},
		async probe() {
			if (lives.care().phase !== "linked") return false;
			const answer = await lives.ask({ ask: "look" }, limits.call + 2_000);
			return answer.answer === "state" && answer.state === "CONNECTED";
		},
		health: health.now,
		linking: {
			now: () => linkingOf(lives.care()),
			hear(listener) {
				listeners.add(listener);
				return () => void listeners.delete(listener);
			},
			async wish(wish) {
				switch (wish.wish) {
					case "again":
						return lives.again();
					case "code":
						await lives.ask({ ask: "code", phone: wish.phone }, limits.call + 2_000);
						return;
					case "log-out":
						await lives.ask({ ask: "log-out" }, limits.call + 2_000);
						return;
				}
			},
		},
	};
}

/** Said at every start: nobody shall be able to say that they were not told. */
const UNOFFICIAL =
	"This number is linked through WhatsApp Web, which is unofficial: WhatsApp may block the number at any time. The Cloud API is the safe way.";

/** Held by the page: it may leave by itself at any moment, so it is neither sent again nor given up yet. */
function outcomeOf(answer: PhoneAnswer, { attempt, now }: { attempt: number; now: Date }): Outcome {
	switch (answer.answer) {
		case "held":
			if (attempt === 1) return { outcome: "ambiguous", reason: "WhatsApp has not acknowledged the message yet." };
			return { outcome: "wait", until: new Date(now.getTime() + 10_000), scope: "chat" };
		case "refused":
			return { outcome: "refused", reason: answer.why };
		case "unreachable":
			return { outcome: "unreachable", reason: answer.why };
		case "not-sent":
			return { outcome: "not-sent", reason: answer.why };
		case "unclear":
			return { outcome: "ambiguous", reason: answer.why };
		default:
			return { outcome: "ambiguous", reason: "The phone's process gave an odd answer." };
	}
}

function fileRefusal(answer: PhoneAnswer, limit: number): Refusal {
	const why = answer.answer === "no-file" ? answer.why : "away";
	switch (why) {
		case "too-large":
			return new Refusal("limit", `The file is larger than ${Math.floor(limit / 1024 / 1024)} MB.`);
		case "gone":
			return new Refusal("not-found", "The phone does not have this file any more.");
		case "away":
			return new Refusal("unavailable", "The phone does not give out the file just now.");
	}
}

function pause(timers: Timers, milliseconds: number): Promise<void> {
	return milliseconds <= 0 ? Promise.resolve() : new Promise((done) => void timers.after(milliseconds, done));
}

const MOST_MENUS = 10_000;

function remember(menus: Map<string, LinkedMenu>, chat: string, menu: LinkedMenu): void {
	menus.delete(chat);
	menus.set(chat, menu);
	const [oldest] = menus.keys();
	if (menus.size > MOST_MENUS && oldest !== undefined) menus.delete(oldest);
}

const WORDS: HealthWords = {
	ok: ["info", "The phone is linked"],
	connecting: ["info", "Asking WhatsApp Web whether the phone is still linked"],
	conflict: ["warn", "Another browser uses this link; it is taken back"],
	down: ["warn", "The linked phone is away; trying again"],
	unauthorized: ["warn", "The phone is not linked: the Channels page has the code"],
};

import type { ChannelName } from "#core/channel-names.ts";
import type { Heard, Hindrance, TemplateState } from "#core/conversations/heard.ts";
import type { Content } from "#core/delivery/content.ts";

/** What a channel can show and take. Texts are rendered late against it: warned of at check time, never failing at send time. */
export type Abilities = {
	readonly channel: ChannelName;
	/** `inline`: any number of buttons; `few`: three buttons or a list of ten; `none`: numbered lines in the text. */
	readonly buttons: "inline" | "few" | "none";
	/** Options of one page of a menu. */
	readonly page: number;
	/** Characters after markup is taken out. */
	readonly textLimit: number;
	readonly captionLimit: number;
	/** Most photos of one album; 0: no albums. */
	readonly album: number;
	/** Native buttons that ask for the phone or the place. */
	readonly requests: readonly ("phone" | "location")[];
	/** A link in the text opens the bot at a place: `https://t.me/<bot>?start=`. */
	readonly startLink?: string;
	/** A message that was sent can be changed; elsewhere a correction is a message of its own. */
	readonly edits: boolean;
	/** Free text only within this many hours of the customer's last message; absent: always. */
	readonly windowHours?: number;
};

/** One message to one chat, ready to be sent by one call. */
export type Letter = {
	readonly id: string;
	/** 1 for the first try. */
	readonly attempt: number;
	readonly chat: string;
	readonly content: Content;
	/** Free text is not allowed any more: the approved template goes out instead, in this language of those it has. */
	readonly template?: {
		readonly language: string;
		readonly places: readonly string[];
		/** Its words as the messenger's list has them; absent where the list was never read. */
		readonly body?: string;
	};
};

/** Every driver returns one of these; the outbox alone decides what follows (channels-and-delivery.md §5). */
export type Outcome =
	/** The messenger said yes. `ref` is its message id; an album has several. */
	| { readonly outcome: "accepted"; readonly refs: readonly string[] }
	/** 429 and its kin: not counted as a try; the whole scope pauses until then. */
	| { readonly outcome: "wait"; readonly until: Date; readonly scope: "account" | "chat" }
	/** Nothing was written: refused connection, no address, TLS failed. */
	| { readonly outcome: "not-sent"; readonly reason: string }
	/**
	 * Written, and no clear answer came back: 5xx, reset, timeout. `patience`: so many milliseconds a report of the
	 * messenger may still settle it, and only then it is tried again.
	 */
	| { readonly outcome: "ambiguous"; readonly reason: string; readonly patience?: number }
	/** 403, "chat not found": this chat cannot be reached any more. */
	| { readonly outcome: "unreachable"; readonly reason: string }
	/** A bad request: trying again cannot help. `means`: it concerns the chat, and not this message alone. */
	| { readonly outcome: "refused"; readonly reason: string; readonly means?: Hindrance }
	/** The chat has another id now. */
	| { readonly outcome: "moved"; readonly chat: string }
	/** 401: the account itself is out of order; its rows wait. */
	| { readonly outcome: "account-down"; readonly reason: string };

/**
 * Writes what was heard into the inbox and commits; when it resolves, the messenger may be told. `next` is the
 * polling position to keep with it.
 */
export type Receive = (heard: readonly { heard: Heard; raw: Uint8Array }[], next?: string) => Promise<void>;

/** A messenger's way in over HTTP, mounted by admin/server, which knows no channel. */
export type Door = {
	readonly path: string;
	/** `header`: a secret stands there, and is verified before a byte of the body is read; `body`: the bytes are signed. */
	readonly proof: "header" | "body";
	/** In constant time, before the body is parsed; with `proof: "header"` the bytes are empty. */
	verify(headers: Record<string, string | string[] | undefined>, raw: Uint8Array): boolean;
	/** The messenger's question whether this is the place (GET): what to answer, or undefined to whoever may not know. */
	greet?(query: Readonly<Record<string, string | undefined>>): string | undefined;
	hear(raw: Uint8Array): readonly { heard: Heard; raw: Uint8Array }[];
	/** Bytes; a longer body is refused unread. */
	readonly limit: number;
};

/** One command of the messenger's own menu, from the flows' `command:` starts. */
export type MenuCommand = { readonly name: string; readonly title: string };

/** A message that the messenger has to approve before it may be sent uninvited, in one language. */
export type ChannelTemplate = {
	readonly name: string;
	/** As the messenger writes it: `ru`, `en_US`. */
	readonly language: string;
	readonly category: string;
	readonly state: TemplateState;
	readonly body: string;
	/** Names of the places in it, in order: `1`, `2` or words. */
	readonly params: readonly string[];
};

/** How things stand with an account, for the health page. */
export type ChannelHealth = {
	readonly state: "ok" | "connecting" | "conflict" | "unauthorized" | "down";
	readonly since: Date;
	readonly detail?: string;
};

/** How the phone behind an account is linked, for whoever has to help it: `scan` shows what the phone's camera is to read. */
export type Linking =
	| { readonly state: "starting" }
	| { readonly state: "scan"; readonly qr: string; readonly code?: string }
	| { readonly state: "linked"; readonly number: string; readonly name?: string }
	/** In trouble, and trying again by itself. */
	| { readonly state: "away"; readonly why: string }
	/** Nothing happens by itself any more; `banned`: the messenger has blocked the number. */
	| { readonly state: "stopped" | "banned"; readonly why: string };

/** What somebody asks of a linked phone: another try, a code for the phone with this number (digits), the end of the link. */
export type LinkingWish =
	| { readonly wish: "again" }
	| { readonly wish: "code"; readonly phone: string }
	| { readonly wish: "log-out" };

/** The link of an account that is a person's phone. */
export type LinkingDesk = {
	now(): Linking;
	/** Tells of each change. Returns how to stop. */
	hear(listener: () => void): () => void;
	/** Never throws; what comes of it is told as a change. */
	wish(wish: LinkingWish): Promise<void>;
};

/** One account of one messenger: a bot token, a number. Built in main.ts, run by the `bots` service. */
export interface Channel {
	readonly name: ChannelName;
	/** As in `Heard.account`. */
	readonly account: string;
	readonly abilities: Abilities;
	readonly door?: Door;
	/** Begins to listen. `position` is what `receive` was last given as `next`. Resolves once listening has begun. */
	start(receive: Receive, position: string | null): Promise<void>;
	/** Stops listening and lets calls in flight end. */
	stop(): Promise<void>;
	/** Sends one letter. Never throws: whatever happens is an outcome. Ends within its own timeout. */
	deliver(letter: Letter): Promise<Outcome>;
	/** Best effort, may be refused, never throws. */
	typing(chat: string): Promise<void>;
	/** Takes the spinner off a pressed button. Best effort, never throws. */
	answerPress(press: string, note?: string): Promise<void>;
	/** Says whether a payment may go on; `no` carries the sentence for the customer. Never throws. */
	answerCheckout(checkout: string, verdict: { ok: true } | { ok: false; why: string }): Promise<Outcome>;
	/** A file that a customer sent: its bytes, at most `limit`. Refuses with a Refusal when too large or gone. */
	fetchMedia(ref: string, limit: number): Promise<{ bytes: Uint8Array; mime: string; name: string }>;
	/** The messenger's list of templates; absent: it has none. Undefined: it could not be read just now. */
	templates?(): Promise<readonly ChannelTemplate[] | undefined>;
	/** Sets the messenger's command menu. Best effort. */
	setMenu(commands: readonly MenuCommand[]): Promise<void>;
	/** A harmless call: whether the account works. Never throws. */
	probe(): Promise<boolean>;
	health(): ChannelHealth;
	/** Of an account that is a phone linked like a computer. */
	readonly linking?: LinkingDesk;
}

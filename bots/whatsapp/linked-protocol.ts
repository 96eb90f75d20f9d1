import type { PhoneEvent } from "./linked-hear.ts";
import type { Say } from "./linked-say.ts";

/** What the process of one linked phone needs to begin. */
export type PhoneSettings = {
	/** Folder of the browser's profile: the session lives in it. */
	readonly folder: string;
	readonly chromium: string;
	/** Chromium's `--host-resolver-rules`; given: the page is the local one, whose certificate nobody has signed. */
	readonly hostRules?: string;
	/** Seconds since 1970: what was written since is told once the phone is linked. */
	readonly since?: number;
	readonly limits: PhoneLimits;
};

/** Milliseconds. */
export type PhoneLimits = {
	/** Of one call into the page. */
	readonly call: number;
	/** Of one call that carries a file. */
	readonly upload: number;
	/** Until a message that the page has taken counts as unacknowledged. */
	readonly ack: number;
	/** Between two looks at the page's state. */
	readonly look: number;
	/** From the start to the first sign of life. */
	readonly load: number;
	/** How long a browser stays open after a scan: killed earlier, it forgets the session. */
	readonly keepOpen: number;
};

/** What the shop says to the process. `call` comes back with the answer. */
export type ToPhone =
	| { readonly ask: "begin"; readonly settings: PhoneSettings }
	| {
			readonly ask: "deliver";
			readonly call: number;
			readonly letter: string;
			readonly attempt: number;
			readonly chat: string;
			readonly say: Say;
	  }
	| { readonly ask: "fetch"; readonly call: number; readonly message: string; readonly limit: number }
	| { readonly ask: "look"; readonly call: number }
	/** Asks for a code to be typed in on the phone with this number, digits. */
	| { readonly ask: "code"; readonly call: number; readonly phone: string }
	| { readonly ask: "log-out"; readonly call: number }
	| { readonly ask: "typing"; readonly chat: string }
	| { readonly ask: "end" };

/** What the process says to the shop. */
export type FromPhone =
	| { readonly tell: "qr"; readonly qr: string }
	| { readonly tell: "code"; readonly code: string }
	| { readonly tell: "ready"; readonly number: string; readonly name?: string }
	| { readonly tell: "state"; readonly state: string }
	| { readonly tell: "heard"; readonly events: readonly PhoneEvent[] }
	| { readonly tell: "answer"; readonly call: number; readonly answer: PhoneAnswer }
	/** The last word: the process ends, and its browser with it. */
	| { readonly tell: "gone"; readonly why: GoneWhy; readonly detail?: string };

export type PhoneAnswer =
	| { readonly answer: "sent"; readonly ref: string }
	/** The page has taken it, the service has not (yet): it may still leave. */
	| { readonly answer: "held" }
	| { readonly answer: "unclear" | "refused" | "unreachable" | "not-sent"; readonly why: string }
	/** Base64. */
	| { readonly answer: "file"; readonly bytes: string; readonly mime: string; readonly name: string }
	| { readonly answer: "no-file"; readonly why: "gone" | "too-large" | "away" }
	| { readonly answer: "state"; readonly state: string }
	| { readonly answer: "done" };

/** Why a process has ended. */
export type GoneWhy =
	/** Asked to. */
	| "ended"
	| "browser"
	| "crash"
	| "hung"
	| "not-loaded"
	/** The session is over: somebody has to scan. */
	| "unlinked"
	/** WhatsApp refuses this number. */
	| "banned"
	| "outdated"
	| "state"
	| "no-library"
	| "no-chromium"
	| "failed";

/** Our own process speaks through a pipe of our own: that it speaks at all is what has to be looked at. */
export function isFromPhone(what: unknown): what is FromPhone {
	return typeof what === "object" && what !== null && "tell" in what;
}

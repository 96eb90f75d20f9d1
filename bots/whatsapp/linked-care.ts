import type { ChannelHealth, Linking } from "#core/delivery/channel.ts";
import type { FromPhone, GoneWhy } from "./linked-protocol.ts";

/** How it stands with a linked phone, from the outside of its process. */
export type Care =
	/** A process is up and has not said yet whether the session still holds. */
	| { readonly phase: "starting"; readonly tries: number }
	| { readonly phase: "scan"; readonly qr: string; readonly code?: string }
	| { readonly phase: "linked"; readonly number: string; readonly name?: string; readonly trouble?: string }
	/** The process has ended; another begins by itself. */
	| { readonly phase: "away"; readonly tries: number; readonly why: string }
	/** Nothing begins by itself any more. */
	| { readonly phase: "stopped"; readonly banned: boolean; readonly why: string }
	| { readonly phase: "ended" };

/** What happened to it. */
export type CareEvent =
	| Exclude<FromPhone, { tell: "heard" | "answer" | "gone" }>
	| { readonly tell: "gone"; readonly why: GoneWhy; readonly detail?: string }
	/** The pause before another start is over, or somebody wishes a start. */
	| { readonly tell: "start" }
	| { readonly tell: "end" };

/** What is to be done now. */
export type CareDeed =
	| { readonly do: "start"; readonly after: number }
	/** The session is over, so a new start has to ask for a scan. */
	| { readonly do: "forget" };

export type Cared = { readonly care: Care; readonly deeds: readonly CareDeed[] };

/** What follows from what happened. */
export function careFor(care: Care, event: CareEvent): Cared {
	switch (event.tell) {
		case "start":
			return to({ phase: "starting", tries: care.phase === "away" ? care.tries : 0 });
		case "end":
			return to({ phase: "ended" });
		case "qr":
			return to({ phase: "scan", qr: event.qr });
		case "code":
			return to(care.phase === "scan" ? { ...care, code: event.code } : care);
		case "ready":
			return to({ phase: "linked", number: event.number, ...(event.name && { name: event.name }) });
		case "state":
			return to(afterState(care, event.state));
		case "gone":
			return afterEnd(care, event);
	}
}

function to(care: Care): Cared {
	return { care, deeds: [] };
}

/** A page that is linked may lose its service for a while: it finds it again by itself, or is given up by whoever looks. */
function afterState(care: Care, state: string): Care {
	if (care.phase !== "linked") return care;
	const { trouble: _, ...well } = care;
	return state === "CONNECTED" ? well : { ...well, trouble: state };
}

function afterEnd(care: Care, { why, detail }: { why: GoneWhy; detail?: string }): Cared {
	if (care.phase === "ended" || why === "ended") return to({ phase: "ended" });
	const words = detail ? `${WORDS[why]} (${detail})` : WORDS[why];
	if (why === "banned") return to({ phase: "stopped", banned: true, why: words });
	if (why === "no-library" || why === "no-chromium") return to({ phase: "stopped", banned: false, why: words });
	const tries = care.phase === "starting" ? care.tries + 1 : 1;
	const start = { do: "start", after: PAUSES[Math.min(tries, PAUSES.length) - 1] ?? 1_000 } as const;
	const deeds = why === "unlinked" ? [{ do: "forget" } as const, start] : [start];
	return { care: { phase: "away", tries, why: words }, deeds };
}

/** Back within a minute, if it can be: the longest pause and a start come to less. */
const PAUSES = [500, 2_000, 5_000, 10_000, 20_000, 30_000];

const WORDS: Record<GoneWhy, string> = {
	ended: "It was asked to end.",
	browser: "The browser has ended.",
	crash: "The page has crashed.",
	hung: "The page did not answer.",
	"not-loaded": "WhatsApp Web did not load.",
	unlinked: "The phone has ended the link.",
	banned: "WhatsApp has blocked this number.",
	outdated: "WhatsApp Web wants a newer version: update whatsapp-web.js.",
	state: "WhatsApp Web has let go of this browser.",
	"no-library": "The package whatsapp-web.js is not installed: npm install whatsapp-web.js.",
	"no-chromium": "There is no Chromium: install it, or set CHROMIUM_PATH.",
	failed: "The phone's process failed.",
};

/** How it stands, for the health page. */
export function healthOf(care: Care): Omit<ChannelHealth, "since"> {
	switch (care.phase) {
		case "starting":
			return { state: "connecting" };
		case "scan":
			return { state: "unauthorized", detail: "The phone has to be linked: scan the QR code on the Channels page." };
		case "linked":
			if (care.trouble === undefined) return { state: "ok" };
			return { state: care.trouble === "CONFLICT" ? "conflict" : "down", detail: `WhatsApp Web: ${care.trouble}` };
		case "away":
			return { state: "down", detail: care.why };
		case "stopped":
			return { state: care.banned ? "unauthorized" : "down", detail: care.why };
		case "ended":
			return { state: "down", detail: WORDS.ended };
	}
}

/** The same for the page on which somebody links it. */
export function linkingOf(care: Care): Linking {
	switch (care.phase) {
		case "starting":
			return { state: "starting" };
		case "scan":
			return { state: "scan", qr: care.qr, ...(care.code && { code: care.code }) };
		case "linked":
			if (care.trouble !== undefined) return { state: "away", why: `WhatsApp Web: ${care.trouble}` };
			return { state: "linked", number: care.number, ...(care.name && { name: care.name }) };
		case "away":
			return { state: "away", why: care.why };
		case "stopped":
			return { state: care.banned ? "banned" : "stopped", why: care.why };
		case "ended":
			return { state: "stopped", why: WORDS.ended };
	}
}

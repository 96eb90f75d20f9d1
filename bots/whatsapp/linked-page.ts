import type WAWebJS from "whatsapp-web.js";
import type { PhoneSettings } from "./linked-protocol.ts";

export type Library = typeof WAWebJS;
export type Client = WAWebJS.Client;
export type Message = WAWebJS.Message;

/** What a browser with WhatsApp Web tells of itself, beside what the library tells. */
export type PageEvents = {
	/** The browser has gone, as when somebody killed it; the library says nothing then. */
	gone(): void;
	/** The page has crashed: calls into it hang for ever. */
	crashed(): void;
};

/** A client of whatsapp-web.js on the system's own Chromium. Nothing is started yet. */
export function openClient(library: Library, settings: PhoneSettings, events: PageEvents): Client {
	const { folder, chromium } = settings;
	const auth = new library.LocalAuth({ dataPath: folder });
	const options: WAWebJS.ClientOptions = {
		authStrategy: auth,
		webVersionCache: { type: "none" },
		takeoverOnConflict: true,
		takeoverTimeoutMs: TAKEOVER,
		// Signals are ours to obey: we end the browser ourselves, in order.
		puppeteer: { executablePath: chromium, args: argumentsFor(settings), ...OUR_SIGNALS },
	};
	// The library would name a browser of 2022; its types do not know that `false` leaves the true name.
	Object.assign(options, { userAgent: false });
	const client = new library.Client(options);
	// The library calls this as soon as there is a browser, and once more after a log-out.
	let watched: unknown;
	auth.afterBrowserInitialized = async () => {
		if (watched === client.pupBrowser) return;
		watched = client.pupBrowser;
		client.pupBrowser?.once("disconnected", () => events.gone());
		client.pupPage?.on("error", () => events.crashed());
	};
	return client;
}

const OUR_SIGNALS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

/** Another browser has taken over; after a while we take it back. */
const TAKEOVER = 5_000;

/** Nothing but WhatsApp's own machines can be reached from this browser, whatever a message makes it load. */
const HOSTS = ["whatsapp.com", "whatsapp.net", "fbcdn.net"].flatMap((host) => [`EXCLUDE ${host}`, `EXCLUDE *.${host}`]);

function argumentsFor({ hostRules }: PhoneSettings): string[] {
	const rules = hostRules ?? ["MAP * ~NOTFOUND", ...HOSTS].join(", ");
	return [
		"--no-first-run",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
		"--disable-gpu",
		"--disable-quic",
		"--disable-dev-shm-usage",
		`--host-resolver-rules=${rules}`,
		...(hostRules ? ["--ignore-certificate-errors"] : []),
		// Chromium refuses to run as root with its sandbox; better is not to run it as root.
		...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
	];
}

import { openPhone, type Phone } from "./linked-live.ts";
import type { FromPhone, ToPhone } from "./linked-protocol.ts";

/**
 * The process of one linked phone, forked by the channel: whatsapp-web.js and its browser live here and nowhere else, so
 * that their trouble stays theirs. It lives once: whatever goes wrong ends it, and the channel begins another.
 */
function work(): void {
	let phone: Phone | undefined;
	const tell = (told: FromPhone) => {
		if (process.connected) process.send?.(told);
	};
	process.on("message", (asked: ToPhone) => {
		if (asked.ask === "begin") phone ??= openPhone(asked.settings, tell);
		else phone?.hear(asked);
	});
	// Without a parent nobody reads what customers write here.
	process.once("disconnect", () => void (phone?.end("ended") ?? process.exit(0)));
	for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});
	// The library starts work that it does not wait for; where that fails, the page is not to be trusted any more.
	process.on("unhandledRejection", (error) => void phone?.end("failed", String(error)));
}

work();

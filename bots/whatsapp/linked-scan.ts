import { renderUnicodeCompact } from "uqr";
import type { Linking } from "#core/delivery/channel.ts";

/** What a terminal shows while a phone has to be linked: the code for its camera, or the one to type in. */
export function showScan({ qr, code }: Extract<Linking, { state: "scan" }>): string {
	if (code)
		return `\nWhatsApp: Settings, Linked devices, Link with phone number: ${code.slice(0, 4)}-${code.slice(4)}\n`;
	return `\n${renderUnicodeCompact(qr)}\nWhatsApp: Settings, Linked devices, Link a device: point the phone at this code.\nUnofficial: WhatsApp may block a number that is linked so.\n`;
}

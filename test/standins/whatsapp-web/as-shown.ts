import { readFormatting } from "../whatsapp-cloud/read-formatting.ts";

/** A text as a phone shows it: signs of WhatsApp's markup are gone, what is set by them stays, and the thinnest spaces are not seen. */
export function asShown(text: string): string {
	return readFormatting(text).text.replaceAll("\u200a", "");
}

import type { Content } from "#core/delivery/content.ts";
import { plainText } from "#core/delivery/markup.ts";

/** A message as lines for a terminal: what hangs on it, its words, its buttons with the numbers they are pressed by. */
export function messageLines({ text, media = [], buttons = [], request }: Content): string[] {
	return [
		...media.map(({ kind, name, source }) => `[${kind} ${name ?? source}]`),
		...(text === "" ? [] : plainText(text).split("\n")),
		...(request ? [`[${request.label}]`] : []),
		...buttons.map((button, at) => {
			const opens = "url" in button ? ` → ${button.url}` : "";
			return `  ${at + 1}. [${button.label}]${opens}`;
		}),
	].map(printable);
}

/** Words of a customer or a marketer must not steer the terminal: no escape sequence gets through. */
function printable(line: string): string {
	return line.replace(/[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/gu, "");
}

/** A text as a phone shows it: signs of WhatsApp's markup are gone, what is set by them stays, and so do all other signs. */
export function asShown(text: string): string {
	const set = SIGNS.reduce((shown, sign) => shown.replace(pairOf(sign), "$1$2"), text);
	return set.replaceAll("\u2060", "");
}

const SIGNS = ["```", "\\*", "_", "~"];

/** A sign sets what it encloses within a line, at the edges of words, with no space inside its ends. */
function pairOf(mark: string): RegExp {
	return new RegExp(`(^|[^\\p{L}\\p{N}])${mark}([^\\s\u2060](?:[^\\n]*?[^\\s])?)${mark}(?![\\p{L}\\p{N}])`, "gmu");
}

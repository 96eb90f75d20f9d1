/**
 * JSON that jsonb accepts whatever strangers have written: U+0000 and halves of characters, which PostgreSQL refuses, become
 * U+FFFD. `hear()` has cleaned texts already; this is the second fence, since one such character would hold up a whole batch.
 */
export function safeJson(value: unknown): string {
	const json = JSON.stringify(value) ?? "null";
	return json.includes("\\u") ? json.replace(REFUSED, "$1\\ufffd") : json;
}

/** The escape as JSON.stringify writes it, not the text of a backslash and a "u0000". */
const REFUSED = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

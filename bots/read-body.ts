/** What came through a channel's door, as JSON; what is none is kept as it came, unread. */
export function readBody(raw: Uint8Array): unknown {
	const text = Buffer.from(raw).toString();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

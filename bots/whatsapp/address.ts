/**
 * Whom a message is for. A person may withhold the phone: then there is only the id that Meta gives them for this business,
 * which has a field of its own. In `to` it would be taken for a phone, get its 200, and never be seen by anybody.
 */
export function addressOf(chat: string): { to: string } | { recipient: string; recipient_type: "individual" } {
	return isUserId(chat) ? { recipient: chat, recipient_type: "individual" } : { to: chat };
}

/** `RU.1234567890`: two letters of a country, a dot, up to 128 signs. */
export function isUserId(id: string): boolean {
	return /^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$/.test(id);
}

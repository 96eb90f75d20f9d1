/** Names one press: sent again after a lost answer it is still the same. */
export function pressKey(): string {
	return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

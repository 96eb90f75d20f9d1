import { createHash, timingSafeEqual } from "node:crypto";

/** Digests are of one length, which timingSafeEqual demands, and tell nothing about what was compared. */
export function isSameSecret(given: string, expected: string): boolean {
	return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}

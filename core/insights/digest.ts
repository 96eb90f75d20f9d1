import type { Pocket } from "./pocket.ts";

/** What the shop reads in the morning: yesterday in numbers, and what must not be forgotten today. */
export type Digest = {
	/** The morning's day, `2026-03-10`; the numbers are those of the day before. */
	readonly day: string;
	readonly pocket: Pocket;
	readonly latePromises: readonly { readonly conversationId: string; readonly text: string; readonly dueAt: Date }[];
	/** What customers asked for and did not get. */
	readonly unmet: readonly { readonly title: string; readonly count: number }[];
	/** What broke: dead letters, failed sends, unknown sends, errands that died, accounts that are ill. */
	readonly failures: readonly { readonly what: string; readonly count: number; readonly list: string }[];
	/** The last 14 days, the oldest first. */
	readonly days: readonly { readonly day: string; readonly orders: number; readonly revenue: number }[];
};

/**
 * Signatures to come in this file:
 * - `digestFor(shop, { day, zone, currency })`: the digest of a morning, read.
 * - `takeDigest(shop, { day })`: gives the digest to whoever posts it, once over all processes and restarts; then null.
 * - keeper of the errand `make-digest { day }`, promised each shop day for the morning, writes the row and rings `news "digest"`.
 * - `core/insights/pocket-text.ts`: `pocketLines(pocket, language)` and `digestLines(digest, language)`:
 *   `{ text, list: string | null }[]`, plain text; `list` is a path of the back office.
 * - `core/insights/draw-days.ts`: `drawDays(days, {currency, language})` → SVG; `core/platform/picture.ts`: `pngOf(svg)` → Buffer.
 */
export type DigestLine = { readonly text: string; readonly list: string | null };

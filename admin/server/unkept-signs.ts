import { Refusal } from "#core/refusal.ts";
import type { Server } from "./server.ts";

/**
 * Refuses what the database cannot keep, wherever it stands in an address or a body: a zero byte, half a character. Many routes
 * take short words (a tag, a channel, an id) that only the database would judge, and its complaint would be a fault of ours.
 */
export function refuseUnkeptSigns(server: Server): void {
	server.addHook("preValidation", async ({ params, query, body }) => {
		if ([params, query, body].some(holdsUnkept))
			throw new Refusal("invalid", "This holds characters that cannot be kept: a zero byte, or half a character.");
	});
}

function holdsUnkept(value: unknown): boolean {
	if (typeof value === "string") return /[\0\p{Surrogate}]/u.test(value);
	if (Array.isArray(value)) return value.some(holdsUnkept);
	if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
	return Object.entries(value).some(([name, inner]) => holdsUnkept(name) || holdsUnkept(inner));
}

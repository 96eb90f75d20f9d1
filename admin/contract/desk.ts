import { z } from "zod";
import { instant } from "./shared.ts";

/** GET /api/desk: whether there is a desk in Telegram, and whether the reader is known there. */
export const deskState = z.object({
	/** A bot of the staff's is set up. */
	exists: z.boolean(),
	/** How the bot is, as the process that listens to it has last told; null: it has told nothing yet. `detail`: Telegram's words. */
	bot: z.object({ state: z.string(), detail: z.string().nullable(), since: instant.nullable() }).nullable(),
	/** Its group is bound. */
	hasGroup: z.boolean(),
	/** Why nothing can be posted in the group any more; null: all is well. */
	trouble: z.string().nullable(),
	/** The reader's telephone is known. */
	knowsMe: z.boolean(),
	/** The reader may make a group the desk. */
	mayBindGroup: z.boolean(),
});

/** POST /api/desk/codes: a code to be typed to the desk's bot once. An older one ends. */
export const deskCodeBody = z.strictObject({ opens: z.enum(["desk", "group"]) });
export const deskCode = z.object({ code: z.string(), expiresAt: instant });

import { z } from "zod";
import { instant } from "./shared.ts";

/** How a phone is linked to the shop, and what its camera is to read while it is not. */
export const linking = z.discriminatedUnion("state", [
	z.object({ state: z.literal("starting") }),
	z.object({ state: z.literal("scan"), qr: z.string(), code: z.string().exactOptional() }),
	z.object({ state: z.literal("linked"), number: z.string(), name: z.string().exactOptional() }),
	z.object({ state: z.enum(["away", "stopped", "banned"]), why: z.string() }),
]);
export type LinkingView = z.infer<typeof linking>;

/** The shop's accounts at the messengers, and how each stands. */
export const channels = z.array(
	z.object({
		id: z.string(),
		channel: z.string(),
		state: z.string(),
		detail: z.string().nullable(),
		since: instant.nullable(),
		/** When a customer was last heard there. */
		heardAt: instant.nullable(),
		/** Of a linked phone only. */
		linking: linking.nullable(),
		linkedAt: instant.nullable(),
	}),
);
export type ChannelView = z.infer<typeof channels>[number];

/** What the owner asks of a linked phone. `phone`: digits with the country code. */
export const linkingWish = z.discriminatedUnion("wish", [
	z.strictObject({ wish: z.literal("again") }),
	z.strictObject({ wish: z.literal("code"), phone: z.string().regex(/^[1-9]\d{6,14}$/) }),
	z.strictObject({ wish: z.literal("log-out") }),
]);

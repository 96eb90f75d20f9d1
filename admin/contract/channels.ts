import { z } from "zod";
import { instant, money } from "./shared.ts";

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

/** How a family of programmes does on a channel over 90 days, the weak ones first. */
export const channelReports = z.array(
	z.object({
		channel: z.string(),
		family: z.string(),
		sent: z.number().int(),
		answered: z.number().int(),
		ordered: z.number().int(),
		/** Orders a message, with the bounds of 95 %. */
		orders: z.object({ rate: z.number(), low: z.number(), high: z.number() }),
		cost: money,
		/** `early`: too few to say; `weak`: proposed for switching off; `strong`: proposed for doing by itself. */
		verdict: z.enum(["early", "weak", "open", "strong"]),
		sentence: z.string(),
		switchedOff: z.object({ at: instant, by: z.string(), reason: z.string() }).nullable(),
	}),
);
export type ChannelReport = z.infer<typeof channelReports>[number];

/** The owner's word on a family's advertising on a channel. */
export const channelSwitch = z.strictObject({
	channel: z.string().max(40),
	family: z.string().max(40),
	state: z.enum(["off", "on"]),
});

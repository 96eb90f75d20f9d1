/** The channels a customer can be heard on. A new one is added here, in bots/ and in the abilities its folder states. */
export const CHANNELS = ["telegram", "whatsapp", "linked-phone", "console"] as const;

/** `whatsapp` is the official Cloud API, `linked-phone` is WhatsApp through a phone linked to the shop. */
export type ChannelName = (typeof CHANNELS)[number];

import type { Abilities } from "#core/delivery/channel.ts";

/** What WhatsApp's Cloud API can show and take. The start link is known once the number is. */
export function cloudAbilities(phone?: string): Abilities {
	return phone ? { ...CLOUD, startLink: `https://wa.me/${phone}?text=%2Fstart%20` } : CLOUD;
}

const CLOUD: Abilities = {
	channel: "whatsapp",
	buttons: "few",
	page: 10,
	// Meta's 4096 and 1024 count formatting signs too: some room is left for them.
	textLimit: 3800,
	captionLimit: 960,
	album: 0,
	requests: ["location"],
	edits: false,
	windowHours: 24,
};

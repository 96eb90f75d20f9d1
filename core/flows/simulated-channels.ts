import type { ChannelName } from "#core/channel-names.ts";
import type { Abilities } from "#core/delivery/channel.ts";

/** What the channels can do, as far as a rehearsal of texts and buttons needs it. */
export const simulatedChannels: Readonly<Record<ChannelName, Abilities>> = {
	telegram: {
		channel: "telegram",
		buttons: "inline",
		page: 8,
		textLimit: 4096,
		captionLimit: 1024,
		album: 10,
		edits: true,
		requests: ["phone", "location"],
		startLink: "https://t.me/simulated?start=",
	},
	whatsapp: {
		channel: "whatsapp",
		buttons: "few",
		page: 10,
		textLimit: 4096,
		captionLimit: 1024,
		album: 0,
		edits: false,
		requests: ["location"],
		windowHours: 24,
	},
	"linked-phone": {
		channel: "linked-phone",
		buttons: "none",
		page: 8,
		textLimit: 4096,
		captionLimit: 1024,
		album: 0,
		edits: false,
		requests: [],
	},
	console: {
		channel: "console",
		buttons: "none",
		page: 8,
		textLimit: 4096,
		captionLimit: 1024,
		album: 0,
		edits: false,
		requests: [],
	},
};

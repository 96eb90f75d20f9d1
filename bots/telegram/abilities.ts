import type { Abilities } from "#core/delivery/channel.ts";

/** What Telegram can show and take. The start link is known once the bot has learned its own name. */
export function telegramAbilities(username?: string): Abilities {
	return username ? { ...TELEGRAM, startLink: `https://t.me/${username}?start=` } : TELEGRAM;
}

const TELEGRAM: Abilities = {
	channel: "telegram",
	buttons: "inline",
	page: 8,
	textLimit: 4096,
	captionLimit: 1024,
	album: 10,
	edits: true,
	requests: ["phone", "location"],
};

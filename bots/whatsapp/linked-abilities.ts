import type { Abilities } from "#core/delivery/channel.ts";

/** What a linked phone can show and take: buttons and lists are gone there, so menus are numbered lines. */
export function linkedAbilities(number?: string): Abilities {
	return number ? { ...LINKED, startLink: `https://wa.me/${number}?text=/start%20` } : LINKED;
}

const LINKED: Abilities = {
	channel: "linked-phone",
	buttons: "none",
	page: 8,
	textLimit: 4096,
	captionLimit: 1024,
	album: 0,
	edits: true,
	requests: [],
};

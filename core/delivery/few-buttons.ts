import { cutText } from "#core/cut-text.ts";
import type { Content, ContentButton } from "./content.ts";
import { plainText } from "./markup.ts";

/**
 * Buttons where a message takes three short ones or a list of ten (`Abilities.buttons: "few"`). `lines` go into the text:
 * links, and what there is no room for, to be typed.
 */
export type FewButtons = {
	readonly as: "replies" | "list" | "link" | "none";
	readonly pressable: readonly Pressable[];
	readonly link?: { readonly label: string; readonly url: string };
	readonly lines: readonly string[];
};

/** A label cut to what fits, and the rest of it where a list has room below. */
export type Pressable = { readonly title: string; readonly about?: string; readonly token: string };

/** What WhatsApp takes, in characters: of a reply's label, of a list row's title and description, of an interactive body. */
export const FEW = { replies: 3, reply: 20, rows: 10, row: 24, about: 72, body: 1024 } as const;

/** Lays buttons out; never fails. The same content is always laid out alike, as its parts are cut by it. */
export function fewButtons({ buttons = [], text, request }: Content): FewButtons {
	const tokens = buttons.filter((button) => "token" in button);
	const links = buttons.filter((button) => "url" in button).filter(({ url }) => canBeOpened(url));
	if (request) return { as: "none", pressable: [], lines: [...links.map(linkLine), ...tokens.map(choiceLine)] };
	const isShort = plainText(text).length + links.reduce((sum, link) => sum + linkLine(link).length, 0) <= FEW.body;
	const [link] = links;
	if (tokens.length === 0 && link && links.length === 1 && link.label.length <= FEW.reply && isShort) {
		return { as: "link", pressable: [], link, lines: [] };
	}
	const lines = links.map(linkLine);
	if (tokens.length === 0) return { as: "none", pressable: [], lines };
	if (isShort && fitAsReplies(tokens)) {
		return {
			as: "replies",
			pressable: tokens.map((one) => ({ title: labelOf(one, FEW.reply), token: one.token })),
			lines,
		};
	}
	const rows = tokens.slice(0, FEW.rows).map(rowOf);
	return { as: "list", pressable: rows, lines: [...lines, ...tokens.slice(FEW.rows).map(choiceLine)] };
}

type TokenButton = Extract<ContentButton, { token: string }>;

/** Two replies of one name are refused; in a list they may stand. */
function fitAsReplies(tokens: readonly TokenButton[]): boolean {
	if (tokens.length > FEW.replies) return false;
	const labels = tokens.map((one) => labelOf(one, FEW.reply));
	return labels.every((label) => label.length <= FEW.reply) && new Set(labels).size === labels.length;
}

/** The label itself where it fits, else the short one that the flow gives. */
function labelOf({ label, short }: TokenButton, most: number): string {
	const whole = label.trim() || "·";
	return whole.length > most && short ? short.trim() || whole : whole;
}

/** What is too long for a title stands whole in the line below it. */
function rowOf(button: TokenButton): Pressable {
	const label = labelOf(button, FEW.row);
	if (label.length <= FEW.row) {
		const whole = button.label.trim();
		const about = label === whole || whole === "" ? {} : { about: cutText(whole, FEW.about, "…") };
		return { title: label, ...about, token: button.token };
	}
	return {
		title: cutText(label, FEW.row, "…"),
		about: cutText(button.label.trim(), FEW.about, "…"),
		token: button.token,
	};
}

function canBeOpened(url: string): boolean {
	return /^https?:\/\//.test(url) && URL.canParse(url);
}

function linkLine({ label, url }: { label: string; url: string }): string {
	return label.trim() === "" ? url : `${label}: ${url}`;
}

function choiceLine({ label }: ContentButton): string {
	return `— ${label}`;
}

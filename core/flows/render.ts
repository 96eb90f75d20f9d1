import type { Abilities } from "#core/delivery/channel.ts";
import type { ContentButton } from "#core/delivery/content.ts";
import { escapeMarkup } from "#core/delivery/markup.ts";

/** One line of a menu: an option, a suggestion, or the way out of an optional question. */
export type MenuLine = { readonly key: string; readonly label: string; readonly short?: string };

/** What there is to choose from, before a channel has shown it. */
export type Menu = {
	readonly lines: readonly MenuLine[];
	/** How many lines, from the front, may be spread over pages; the others stand on every page. */
	readonly paged: number;
	readonly page: number;
	/** Lines of one page, where the flow says so. */
	readonly perPage: number | undefined;
	/** Presses toggle, «Готово» ends. */
	readonly many: boolean;
	readonly picked: readonly string[];
	/** Numbers may stand for lines. Not where a number is itself an answer. */
	readonly numbered: boolean;
};

export type MenuWords = { readonly more: string; readonly done: string; readonly replyWithNumber: string };

/** A menu as a channel shows it: buttons, or lines with numbers under the text. */
export type ShownMenu = {
	readonly text: string;
	readonly buttons: readonly ContentButton[];
	/** Keys by number; empty where nothing was numbered. */
	readonly lines: readonly string[];
};

/** Keys of the two buttons that are no answers. */
export const MORE = "more";
export const DONE = "done";

/** Shows a menu with what the channel can do (§13). Never fails: what does not fit becomes numbered lines. */
export function showMenu(
	text: string,
	menu: Menu,
	abilities: Pick<Abilities, "buttons" | "page">,
	words: MenuWords,
	token: (key: string) => string,
): ShownMenu {
	const { lines, hasMore } = pageOf(menu, abilities);
	const asLines = abilities.buttons === "none" || (abilities.buttons === "few" && lines.some(isTooLong));
	if (asLines) return numberedLines(text, lines, hasMore, menu, words);
	const buttons: ContentButton[] = lines.map(({ key, label, short }) => ({
		label: menu.picked.includes(key) ? `✓ ${label}` : label,
		...(short === undefined ? {} : { short }),
		token: token(key),
	}));
	if (hasMore) buttons.push({ label: words.more, token: token(MORE) });
	if (menu.many) buttons.push({ label: words.done, token: token(DONE) });
	return { text, buttons, lines: [] };
}

/** A row of a WhatsApp list holds 24 characters and 72 of description. */
function isTooLong({ label, short }: MenuLine): boolean {
	return (short ?? label).length > 72;
}

function numberedLines(
	text: string,
	lines: readonly MenuLine[],
	hasMore: boolean,
	menu: Menu,
	words: MenuWords,
): ShownMenu {
	if (!menu.numbered || lines.length === 0) return { text, buttons: [], lines: [] };
	const shown = hasMore ? [...lines, { key: MORE, label: words.more }] : lines;
	const numbered = shown.map(({ key, label }, at) => {
		const mark = menu.picked.includes(key) ? "✓ " : "";
		return `${at + 1}. ${mark}${escapeMarkup(label)}`;
	});
	return {
		text: [text, ...numbered, words.replyWithNumber].join("\n"),
		buttons: [],
		lines: shown.map(({ key }) => key),
	};
}

/** The lines of the page that is to be shown, and whether there are others. After the last page comes the first. */
export function pageOf(
	menu: Menu,
	abilities: Pick<Abilities, "buttons" | "page">,
): { lines: MenuLine[]; hasMore: boolean } {
	const fixed = menu.lines.slice(menu.paged);
	const paged = menu.lines.slice(0, menu.paged);
	const controls = fixed.length + (menu.many ? 1 : 0);
	const fits = abilities.buttons === "few" ? Math.max(1, abilities.page - controls) : (menu.perPage ?? abilities.page);
	if (paged.length <= fits) return { lines: [...paged, ...fixed], hasMore: false };
	const size = abilities.buttons === "few" ? Math.max(1, fits - 1) : fits;
	const pages = Math.ceil(paged.length / size);
	const start = (menu.page % pages) * size;
	return { lines: [...paged.slice(start, start + size), ...fixed], hasMore: true };
}

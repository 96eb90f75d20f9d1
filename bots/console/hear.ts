import { cleanText } from "#core/conversations/clean-text.ts";
import type { Heard, HeardWhat } from "#core/conversations/heard.ts";
import { readCommand } from "#core/conversations/read-command.ts";

/** One line typed at the terminal, and what it is typed under. */
export type Line = {
	readonly text: string;
	/** Unique for good: the inbox of an earlier evening still knows its keys. */
	readonly id: string;
	readonly at: Date;
	/** Tokens of the buttons last shown, in the order of their numbers, and the message that carries them. */
	readonly menu: Menu;
};

/** Buttons as a terminal has them: numbered lines. */
export type Menu = { readonly message: string; readonly tokens: readonly string[] };

/** The one account, the one chat and the one person of a terminal. */
export const CONSOLE_ACCOUNT = "console:local";
export const CONSOLE_CHAT = "terminal";

/** Reads a typed line. A number presses the button of that number, if one was shown; all else means what it says. */
export function hear({ text, id, at, menu }: Line): Heard {
	return {
		account: CONSOLE_ACCOUNT,
		channel: "console",
		key: id,
		chat: CONSOLE_CHAT,
		lane: CONSOLE_CHAT,
		at,
		who: { id: CONSOLE_CHAT },
		what: read(cleanText(text).trim(), id, menu),
	};
}

function read(text: string, id: string, menu: Menu): HeardWhat {
	const token = /^\d{1,3}$/.test(text) ? menu.tokens[Number(text) - 1] : undefined;
	if (token !== undefined) return { kind: "pressed", press: id, token, message: menu.message };
	return readCommand(id, text) ?? { kind: "message", id, text, media: [] };
}

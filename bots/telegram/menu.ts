import { cutText } from "#core/cut-text.ts";
import type { MenuCommand } from "#core/delivery/channel.ts";
import type { Call } from "./call.ts";

/** The messenger's own menu. One command that Telegram does not like would cost all of them, so it is left out. */
export function menuCall(commands: readonly MenuCommand[]): Call<"setMyCommands"> {
	const allowed = commands.filter(({ name, title }) => /^[a-z0-9_]{1,32}$/.test(name) && title.trim() !== "");
	const menu = allowed
		.slice(0, 100)
		.map(({ name, title }) => ({ command: name, description: cutText(title.trim(), 256, "…") }));
	return { method: "setMyCommands", params: { commands: menu } };
}

import { badRequest } from "./api-error.ts";
import type { Call } from "./call.ts";
import type { Handler, Handlers } from "./handlers.ts";
import { isObject } from "./method-table.ts";

/** The methods by which a bot tells who it is. */
export const profileMethods: Handlers = {
	getMe: (_service, { bot }) => ({
		...bot.user,
		can_join_groups: true,
		can_read_all_group_messages: false,
		supports_inline_queries: false,
		can_connect_to_business: false,
		has_main_web_app: false,
	}),
	logOut: () => true,
	close: () => true,
	setMyCommands: (_service, call) => {
		call.bot.profile.commands.set(scopeOf(call), commandsOf(call));
		return true;
	},
	getMyCommands: (_service, call) => call.bot.profile.commands.get(scopeOf(call)) ?? [],
	deleteMyCommands: (_service, call) => {
		call.bot.profile.commands.delete(scopeOf(call));
		return true;
	},
	setMyName: setter("names", "name", 64),
	getMyName: (_service, call) => ({ name: call.bot.profile.names.get(languageOf(call)) ?? call.bot.user.first_name }),
	setMyDescription: setter("descriptions", "description", 512),
	getMyDescription: (_service, call) => ({ description: call.bot.profile.descriptions.get(languageOf(call)) ?? "" }),
	setMyShortDescription: setter("shortDescriptions", "short_description", 120),
	getMyShortDescription: (_service, call) => ({
		short_description: call.bot.profile.shortDescriptions.get(languageOf(call)) ?? "",
	}),
	setChatMenuButton: (_service, call) => {
		call.bot.profile.menuButtons.set(
			call.integer("chat_id") ?? "default",
			call.json("menu_button") ?? { type: "default" },
		);
		return true;
	},
	getChatMenuButton: (_service, call) =>
		call.bot.profile.menuButtons.get(call.integer("chat_id") ?? "default") ?? { type: "commands" },
	setMyDefaultAdministratorRights: () => true,
};

function setter(place: "names" | "descriptions" | "shortDescriptions", field: string, longest: number): Handler {
	return (_service, call) => {
		const value = call.text(field) ?? "";
		if (value.length > longest) throw badRequest(`${field.replaceAll("_", " ")} is too long`);
		if (value === "") call.bot.profile[place].delete(languageOf(call));
		else call.bot.profile[place].set(languageOf(call), value);
		return true;
	};
}

function commandsOf(call: Call): unknown {
	const commands = call.json("commands");
	if (!Array.isArray(commands)) throw badRequest("expected an Array of BotCommand");
	if (commands.length > 100) throw badRequest("too many commands specified");
	for (const one of commands) {
		if (!isObject(one)) throw badRequest("expected an Object");
		if (!/^[a-z0-9_]{1,32}$/.test(String(one.command))) throw badRequest("BOT_COMMAND_INVALID");
		const description = String(one.description);
		if (description.length < 1 || description.length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
	}
	return commands;
}

/** Commands are kept for each scope and language by themselves. */
function scopeOf(call: Call): string {
	return `${JSON.stringify(call.json("scope") ?? { type: "default" })} ${languageOf(call)}`;
}

function languageOf(call: Call): string {
	return call.text("language_code") ?? "";
}

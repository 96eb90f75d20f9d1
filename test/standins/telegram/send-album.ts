import { badRequest } from "./api-error.ts";
import type { Call } from "./call.ts";
import { albumItem } from "./file-content.ts";
import { chatToWriteTo } from "./find-chat.ts";
import { replyOf, threadOf } from "./send.ts";
import type { Service } from "./service.ts";
import type { Content, Message } from "./shapes.ts";

/** Sends two to ten pictures, or documents, as one group. */
export function sendMediaGroup(service: Service, call: Call): Message[] {
	const { bot } = call;
	const media = call.json("media");
	if (!Array.isArray(media) || media.length < 2 || media.length > 10) {
		throw badRequest("media group must include 2-10 items");
	}
	const contents = media.map((item) => albumItem(service, call, item));
	const kinds = new Set(contents.map((content) => albumKind(content)));
	if (kinds.size > 1) throw badRequest("can't mix documents and audio with other media in an album");
	const state = chatToWriteTo(service, call);
	const around = {
		...threadOf(call, state),
		...replyOf(call, state),
		media_group_id: String(service.dice.between(1e12, 1e13)),
	};
	bot.gate.pass(state.chat, service.clock.now());
	return contents.map((content) => {
		const message = service.write(state, bot, bot.user, content, around);
		service.show(bot, state, message, undefined);
		return message;
	});
}

function albumKind({ document, audio }: Content): string {
	if (document) return "document";
	return audio ? "audio" : "picture";
}

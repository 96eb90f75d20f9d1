import { putCard } from "./cards.ts";
import type { DeskTools } from "./desk-tools.ts";
import type { DeskHeard } from "./hear.ts";
import { plain } from "./html.ts";
import { lookUp } from "./item-card.ts";
import { type Colleague, refuseUnlessMay } from "./people.ts";
import { pocketText } from "./pocket-card.ts";
import { passAlong, takeFor } from "./take-and-pass.ts";
import { unsendLast } from "./unsend.ts";

type Commanded = {
	readonly heard: DeskHeard;
	readonly colleague: Colleague;
	/** Of the topic it was written in. */
	readonly conversationId: string | undefined;
};

/** Does what a command asks for; false: it is none of the desk's, and what was written is a message like any other. */
export async function answerCommand(
	desk: DeskTools,
	{ heard, colleague, conversationId }: Commanded,
): Promise<boolean> {
	const { shop, account } = desk;
	const { words } = colleague;
	const say = (text: string) =>
		putCard(shop, {
			...{ account, conversationId, kind: "saying", replyTo: heard.messageId },
			drawn: { text, keyboard: [] },
			key: `command ${heard.chatId} ${heard.messageId}`,
			privately: heard.isPrivate ? heard.chatId : undefined,
		});
	switch (heard.command?.name) {
		case "item": {
			const letters = heard.command.words;
			if (letters === "" || !conversationId) await say(words.itemHow);
			else {
				await refuseUnlessMay(shop, colleague, { act: "read-conversations", conversationId });
				const act = { colleague, conversationId, key: `item ${heard.chatId} ${heard.messageId}` };
				await lookUp(desk, { act, letters, replyTo: heard.messageId });
			}
			return true;
		}
		case "today":
		case "week": {
			await refuseUnlessMay(shop, colleague, { act: "read-orders" });
			const isPrivate = heard.isPrivate;
			const text = await pocketText(desk, { span: heard.command.name, colleague, isPrivate });
			await say(text);
			return true;
		}
		case "take":
		case "pass":
			if (conversationId) {
				const act = { colleague, conversationId, key: `${heard.command.name} ${heard.chatId} ${heard.messageId}` };
				await refuseUnlessMay(shop, colleague, { act: "write-to-customers", conversationId });
				const deed = heard.command.name === "take" ? takeFor : passAlong;
				await say(plain(await deed(desk, act, heard.command.words)));
				desk.touch(conversationId);
			}
			return true;
		case "unsend":
			if (conversationId) {
				const act = { colleague, conversationId, key: `unsend ${heard.chatId} ${heard.messageId}` };
				await refuseUnlessMay(shop, colleague, { act: "write-to-customers", conversationId });
				await unsendLast(desk, act, heard.quotes);
			}
			return true;
		case "help":
		case "start":
			await say(words.help);
			return true;
		default:
			return false;
	}
}

import type { Letter, Outcome } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import type { Answer, Caller } from "./call.ts";
import { outcomeOf } from "./outcome.ts";
import { editCaption, say } from "./say.ts";
import { openShownFiles, type ReadMedia } from "./shown-files.ts";

type Deliverer = Caller & {
	readonly readMedia: ReadMedia;
	readonly paymentToken: string;
	readonly now: () => Date;
};

/** Sends letters; whatever happens is an outcome. */
export function openDelivery({ call, upload, readMedia, paymentToken, now }: Deliverer) {
	const shown = openShownFiles(readMedia);

	const send = async (content: Content, chat: string): Promise<Answer> => {
		const media = content.media ?? [];
		const { fileOf, uploads } = await shown.prepare(media);
		const said = say(content, chat, { fileOf, paymentToken });
		const answer = uploads ? await upload(said) : await call(said);
		shown.learn(media, answer);
		return answer;
	};

	/** Two refusals tell us what we could not know; the call was turned down, so another is no repetition. */
	const mend = async (answer: Answer, content: Content, chat: string): Promise<Answer> => {
		if (answer.kind !== "no") return answer;
		if (NO_TEXT.test(answer.description)) return call(editCaption(content, chat));
		if (WRONG_FILE.test(answer.description) && shown.forget(content.media ?? [])) return send(content, chat);
		return answer;
	};

	return async ({ chat, content }: Letter): Promise<Outcome> => {
		try {
			const answer = await mend(await send(content, chat), content, chat);
			return outcomeOf(answer, { chat, now: now(), ...(content.edits !== undefined && { edited: content.edits }) });
		} catch (error) {
			// Calls never throw: a file of ours could not be read.
			return { outcome: "refused", reason: error instanceof Error ? error.message : String(error) };
		}
	};
}

const NO_TEXT = /there is no text in the message to edit/i;
const WRONG_FILE = /wrong (?:remote )?file|file reference|FILE_REFERENCE/i;

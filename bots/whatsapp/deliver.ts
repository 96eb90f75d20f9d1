import type { Letter, Outcome } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import type { JsonObject } from "#core/json.ts";
import { addressOf } from "./address.ts";
import type { Answer, Caller } from "./call.ts";
import { openPairPauses, outcomeOf } from "./outcome.ts";
import { say, sayTemplate } from "./say.ts";
import { openShownFiles, type ReadMedia } from "./shown-files.ts";

type Deliverer = {
	readonly call: Caller;
	readonly phoneId: string;
	readonly readMedia: ReadMedia;
	readonly now: () => Date;
	readonly uploadTimeout: number;
};

/** Sends letters; whatever happens is an outcome. */
export function openDelivery({ call, phoneId, readMedia, now, uploadTimeout }: Deliverer) {
	const shown = openShownFiles({ call, phoneId, read: readMedia, now, timeout: uploadTimeout });
	const pauses = openPairPauses();

	/** `biz_opaque_callback_data` comes back with every status: a report finds its letter even if our call got no answer. */
	const post = ({ id, chat }: Letter, part: JsonObject): Promise<Answer> =>
		call({
			method: "POST",
			path: `${phoneId}/messages`,
			body: { messaging_product: "whatsapp", ...addressOf(chat), biz_opaque_callback_data: id, ...part },
		});

	async function send(letter: Letter, content: Content): Promise<Answer> {
		const { fileOf, trouble, media } = await shown.prepare(content.media ?? []);
		// A file that did not get there is a message that was not sent, whatever became of the upload.
		if (trouble) return trouble.kind === "unanswered" ? { kind: "unsent", reason: trouble.reason } : trouble;
		return post(letter, say({ ...content, ...(media.length > 0 && { media }) }, fileOf));
	}

	return async (letter: Letter): Promise<Outcome> => {
		const { chat, content, template } = letter;
		try {
			let answer =
				template && content.template
					? await post(letter, sayTemplate(content.template, template))
					: await send(letter, content);
			if (answer.kind === "no" && WRONG_FILE.test(answer.reason) && shown.forget(content.media ?? [])) {
				answer = await send(letter, content);
			}
			return outcomeOf(answer, { chat, now: now(), pauses });
		} catch (error) {
			// Calls never throw: a file of ours could not be read.
			return { outcome: "refused", reason: error instanceof Error ? error.message : String(error) };
		}
	};
}

const WRONG_FILE = /media id|media.*(?:not valid|expired)|13105[23]/i;

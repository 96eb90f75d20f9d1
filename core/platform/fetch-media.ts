import type { Channel } from "#core/delivery/channel.ts";
import type { Errands } from "#core/errands.ts";
import { aList, anObject, aText } from "#core/json.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop, Statement } from "#core/shop.ts";
import type { MediaStore } from "./media-store.ts";

/** A channel's way to the files that customers sent. */
export type MediaSource = Pick<Channel, "fetchMedia">;

/**
 * Keeps the errands `fetch-media` and `fetch-linked-media`: a file that a customer sent is brought from the messenger into our store, before the
 * messenger forgets it. The message's entry gets `kept`, the id of our media row; one that has it is left alone. What the
 * messenger will never give out gets `lost`, with the reason: that is nobody's fault, and a person reads it in the thread.
 */
export function mediaKeeper({
	sourceOf,
	store,
	told = () => {},
}: {
	/** The channel of that account, if it runs here. */
	sourceOf: (account: string) => MediaSource | undefined;
	store: MediaStore;
	/** Hears that a conversation has a file to show now, or never will. */
	told?: (conversationId: string) => void;
}): (shop: Shop, errand: Errands["fetch-media"]) => Promise<void> {
	return async (shop, { messageId, index }) => {
		const message = await shop.db.message.findUnique({ where: { id: BigInt(messageId) } });
		const entry = anObject(aList(message?.media)[index]);
		const ref = aText(entry?.ref);
		if (!message?.chatId || !ref || aText(entry?.kept) || aText(entry?.lost)) return;
		const { account } = await shop.db.chat.findUniqueOrThrow({ where: { id: message.chatId } });
		const source = sourceOf(account);
		if (!source) throw new Error(`No channel of ${account} runs in this process to fetch a file from.`);

		const kept = await bring(source, store, ref, aText(entry?.name)).catch(async (error: unknown) => {
			if (!(error instanceof Refusal)) throw error;
			// Not just now: it is asked for again.
			if (error.code === "unavailable") throw new Error(error.message);
			await shop.db.written(NOTE_LOST, [messageId, index, error.code]);
		});
		if (!kept) return told(message.conversationId);
		await shop.atomically(async (inside) => {
			const media = await inside.db.media.create({ data: { ...kept, createdAt: inside.now() } });
			await inside.db.written(NOTE_KEPT, [messageId, index, media.id]);
		});
		told(message.conversationId);
	};
}

async function bring(source: MediaSource, store: MediaStore, ref: string, name: string | undefined) {
	const file = await source.fetchMedia(ref, store.limit);
	if (file.bytes.byteLength > store.limit) throw new Refusal("limit", "The file is larger than the messenger said.");
	return store.keep({ ...file, name: name ?? file.name });
}

const NOTE_LOST: Statement = {
	name: "media-note-lost",
	text: `UPDATE message SET media = jsonb_set(media, ARRAY[$2::int::text, 'lost'], to_jsonb($3::text))
		WHERE id = $1::bigint`,
};

const NOTE_KEPT: Statement = {
	name: "media-note-kept",
	text: `UPDATE message SET media = jsonb_set(media, ARRAY[$2::int::text, 'kept'], to_jsonb($3::text))
		WHERE id = $1::bigint`,
};

import type { ContentMedia } from "#core/delivery/content.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";

/** Puts a file into our store; core/platform/media-store.ts in the product. Larger ones are refused there. */
export type KeepFile = (file: { bytes: Uint8Array; mime: string; name: string }) => Promise<{
	readonly path: string;
	readonly sha256: string;
	readonly mime: string;
	readonly name: string;
	readonly bytes: number;
}>;

/** Keeps a file that a member is about to send. What shows nothing known of itself is refused: no customer could open it. */
export async function keepAttachment(
	shop: Shop,
	{ keep, file }: { keep: KeepFile; file: { bytes: Uint8Array; mime: string; name: string } },
) {
	const kept = await keep(file);
	if (kept.mime === UNKNOWN) throw new Refusal("invalid", "Pictures, videos, PDF, office files and texts can be sent.");
	const { id, mime, name } = await shop.db.media.create({ data: { ...kept, createdAt: shop.now() } });
	return { id, kind: kindOf(mime), name };
}

/** Kept files as what a customer is to see, in the order given. */
export async function sentFiles(shop: Shop, ids: readonly string[]): Promise<ContentMedia[]> {
	if (ids.length === 0) return [];
	const rows = await shop.db.media.findMany({ where: { id: { in: [...ids] } } });
	return ids.map((id) => {
		const row = rows.find((one) => one.id === id);
		if (!row) throw new Refusal("not-found", "The file is not there any more: attach it again.");
		return { kind: kindOf(row.mime), source: row.path, name: row.name };
	});
}

const UNKNOWN = "application/octet-stream";

/** Messengers show these in place; a GIF, a sticker's WebP, of which none makes a photo, and whatever else goes as a file. */
function kindOf(mime: string): ContentMedia["kind"] {
	if (mime === "image/jpeg" || mime === "image/png") return "photo";
	if (mime === "audio/ogg") return "voice";
	return mime === "video/mp4" ? "video" : "document";
}

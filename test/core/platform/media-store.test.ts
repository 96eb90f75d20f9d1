import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mediaKeeper } from "#core/platform/fetch-media.ts";
import { openMediaStore } from "#core/platform/media-store.ts";
import { typeOfBytes } from "#core/platform/type-of-bytes.ts";
import { Refusal } from "#core/refusal.ts";
import { aCorrespondent } from "#test/support/outbox.ts";
import { aShop } from "#test/support/shop.ts";

const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const PNG = latin("\x89PNG\r\n\x1a\n and the picture");

async function aStore(limit?: number) {
	const folder = await mkdtemp(join(tmpdir(), "prilavok-media-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	return { folder, store: openMediaStore({ folder, ...(limit !== undefined && { limit }) }) };
}

test("the same picture sent twice is kept once, and read back as it came", async () => {
	const { folder, store } = await aStore();

	const first = await store.keep({ bytes: PNG, mime: "image/png", name: "торт.PNG" });
	const second = await store.keep({ bytes: PNG, mime: "image/jpeg", name: "ещё раз" });

	expect(first).toMatchObject({ mime: "image/png", name: "торт.png", bytes: PNG.byteLength });
	expect(second).toMatchObject({ path: first.path, mime: "image/png", name: "ещё раз.png" });
	expect(await store.read(first.path)).toEqual(Buffer.from(PNG));
	expect(await readdir(join(folder, first.path.slice(0, 2)))).toHaveLength(1);
});

test.each([
	["../../etc/passwd", "passwd.bin"],
	["C:\\Users\\ada\\счёт.exe", "счёт.bin"],
	["\u202egnp.exe", "gnp.bin"],
	["<b>.html", "b.bin"],
	["...", "file.bin"],
])("a file named %s gets a harmless name", async (name, expected) => {
	const { store } = await aStore();

	const kept = await store.keep({ bytes: latin("MZ whatever"), mime: "image/png", name });

	expect(kept).toMatchObject({ name: expected, mime: "application/octet-stream" });
});

test("files that are too large, empty, or not ours are refused", async () => {
	const { store } = await aStore(10);

	await expect(store.keep({ bytes: new Uint8Array(11), mime: "", name: "" })).rejects.toMatchObject({ code: "limit" });
	await expect(store.keep({ bytes: new Uint8Array(), mime: "", name: "" })).rejects.toMatchObject({ code: "invalid" });
	await expect(store.read("../secret.txt")).rejects.toMatchObject({ code: "not-found" });
	await expect(store.read(`ab/${"0".repeat(64)}.png`)).rejects.toMatchObject({ code: "not-found" });
});

test.each([
	["a page that says it is a picture", latin("<html><script>"), "image/png", "application/octet-stream"],
	["a drawing that can run", latin("<svg onload='x'>"), "image/svg+xml", "application/octet-stream"],
	["a letter of a word processor", latin("PK\x03\x04 and so on"), "application/zip", "application/zip"],
	["a voice", latin("OggS and sound"), "audio/ogg", "audio/ogg"],
	["a text", new TextEncoder().encode("Привет,\nмир"), "text/plain", "text/plain"],
	["a text that is none", latin("a\x00b"), "text/plain", "application/octet-stream"],
])("%s is taken for what it is", (_, bytes, said, expected) => {
	expect(typeOfBytes(bytes, said).mime).toBe(expected);
});

test("a file that a customer sent is brought into the store once, and the message knows where it is", async () => {
	const shop = await aShop();
	const { store } = await aStore();
	const ada = await aCorrespondent(shop);
	const { id } = await shop.shop.db.message.create({
		data: {
			conversationId: ada.conversationId,
			chatId: ada.chatId,
			channel: "telegram",
			direction: "heard",
			author: "customer",
			text: "",
			media: [{ kind: "photo", ref: "file-1", name: "торт" }],
			at: shop.shop.now(),
		},
	});
	let fetched = 0;
	const fetchMedia = async () => {
		fetched += 1;
		return { bytes: PNG, mime: "image/png", name: "file_7.png" };
	};
	const told: string[] = [];
	const keeper = mediaKeeper({ store, sourceOf: () => ({ fetchMedia }), told: (id) => told.push(id) });

	await keeper(shop.shop, { messageId: String(id), index: 0 });
	await keeper(shop.shop, { messageId: String(id), index: 0 });

	expect(fetched).toBe(1);
	const [media] = await shop.shop.db.media.findMany();
	expect(media).toMatchObject({ name: "торт.png", mime: "image/png", bytes: PNG.byteLength });
	expect(await shop.shop.db.message.findMany()).toMatchObject([{ media: [{ ref: "file-1", kept: media?.id }] }]);
	expect(told).toEqual([ada.conversationId]);

	// What the messenger never gives out is noted and not asked for again; one that is away is.
	const refusing = (code: "limit" | "unavailable") =>
		mediaKeeper({
			store,
			sourceOf: () => ({
				async fetchMedia() {
					throw new Refusal(code, "No.");
				},
			}),
		});
	const errand = { messageId: String(id), index: 0 };
	await shop.shop.db.message.update({ where: { id }, data: { media: [{ kind: "video", ref: "file-2" }] } });
	await expect(refusing("unavailable")(shop.shop, errand)).rejects.not.toBeInstanceOf(Refusal);
	await refusing("limit")(shop.shop, errand);
	expect(await shop.shop.db.message.findMany()).toMatchObject([{ media: [{ ref: "file-2", lost: "limit" }] }]);
});

import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import { z } from "zod";
import { Refusal } from "#core/refusal.ts";
import type { Server, ServerParts } from "./server.ts";

/** What a browser may show in place; anything else is handed out as a file to keep. */
const SHOWN: Record<string, string> = {
	".png": "image/png",
	".jpg": "image/jpeg",
	".jpeg": "image/jpeg",
	".webp": "image/webp",
	".gif": "image/gif",
	".mp4": "video/mp4",
	".webm": "video/webm",
	".ogg": "audio/ogg",
	".mp3": "audio/mpeg",
	".m4a": "audio/mp4",
	".wav": "audio/wav",
};

/** Pictures and files of the media folder, by their path or their id; nothing outside it. */
export function mediaRoutes(server: Server, { shop, mediaFolder }: ServerParts): void {
	server.get(
		"/api/media/*",
		{ config: { act: "read-conversations" }, schema: { hide: true, params: z.object({ "*": z.string().max(300) }) } },
		async (request, reply) => {
			const asked = request.params["*"];
			const known = z.uuid().safeParse(asked).success ? await shop.db.media.findUnique({ where: { id: asked } }) : null;
			const path = await inside(mediaFolder, known?.path ?? asked);
			const mime = SHOWN[extname(path).toLowerCase()];
			reply
				.header("x-content-type-options", "nosniff")
				.header("cache-control", "private, max-age=86400")
				.type(mime ?? "application/octet-stream");
			if (!mime) reply.header("content-disposition", "attachment");
			return reply.send(createReadStream(path));
		},
	);
}

async function inside(folder: string, path: string): Promise<string> {
	const missing = new Refusal("not-found", "There is no such file.");
	try {
		const root = await realpath(resolve(folder));
		const real = await realpath(resolve(root, path));
		if (!real.startsWith(root + sep) || !(await stat(real)).isFile()) throw missing;
		return real;
	} catch {
		throw missing;
	}
}

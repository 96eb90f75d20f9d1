import multipart from "@fastify/multipart";
import { attachment } from "#admin/contract/conversations.ts";
import { keepAttachment } from "#core/conversations/attachments.ts";
import { Refusal } from "#core/refusal.ts";
import type { Server, ServerParts } from "./server.ts";

/** What messengers take at most. */
const LIMIT = 20 * 1024 * 1024;

/** Files that members attach: brought first, sent with a reply. */
export function attachmentRoutes(server: Server, { shop, keepFile }: ServerParts): void {
	server.register(async (scope) => {
		await scope.register(multipart, { limits: { fileSize: LIMIT, files: 1, fields: 0, parts: 1 } });
		scope.post(
			"/api/attachments",
			{ config: { act: "write-to-customers" }, schema: { response: { 200: attachment } } },
			async (request) => {
				const file = await request.file();
				if (!file) throw new Refusal("invalid", "No file has come.");
				const bytes = await file.toBuffer();
				return keepAttachment(shop, { keep: keepFile, file: { bytes, mime: file.mimetype, name: file.filename } });
			},
		);
	});
}

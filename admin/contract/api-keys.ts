import { z } from "zod";
import { instant, typedText } from "./shared.ts";

/** The words of core/team/scopes.ts. */
export const scopes = [
	"read:orders",
	"write:orders",
	"read:customers",
	"read:phones",
	"read:conversations",
	"write:conversations",
	"read:flows",
	"read:reports",
	"read:events",
] as const;

/** GET /api/api-keys */
export const apiKeys = z.object({
	items: z.array(
		z.object({
			id: z.uuid(),
			title: z.string(),
			/** Its first signs, to know it again by. */
			start: z.string(),
			scopes: z.array(z.string()),
			by: z.string(),
			createdAt: instant,
			lastUsedAt: instant.nullable(),
			revokedAt: instant.nullable(),
		}),
	),
});
export type ApiKeyRow = z.infer<typeof apiKeys>["items"][number];

/** POST /api/api-keys */
export const apiKeyBody = z.strictObject({
	title: typedText(80).trim().min(1),
	scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
});
/** The key is told this once. */
export const apiKeyMade = z.object({ key: z.string() });

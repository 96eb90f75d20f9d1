import type { Act } from "./may.ts";

/** What an API key may be given, and the acts that it opens. Nothing here lets a key into the team, the keys or the health. */
export const SCOPES = {
	"read:orders": ["read-orders"],
	"write:orders": ["read-orders", "move-orders"],
	"read:customers": ["read-customers"],
	/** Phones and what else is masked. */
	"read:phones": ["see-phones"],
	"read:conversations": ["read-conversations"],
	"write:conversations": ["read-conversations", "write-to-customers", "write-notes"],
	"read:flows": ["read-flows"],
	"read:reports": ["read-reports", "see-money"],
	/** The stream of what the diary says. */
	"read:events": ["read-events"],
} as const satisfies Record<string, readonly Act[]>;

export type Scope = keyof typeof SCOPES;

/** The acts of some scopes. What an older version stored and this one does not know opens nothing. */
export function actsOf(scopes: readonly string[]): ReadonlySet<Act> {
	return new Set(scopes.flatMap((scope): readonly Act[] => (isScope(scope) ? SCOPES[scope] : [])));
}

function isScope(scope: string): scope is Scope {
	return Object.hasOwn(SCOPES, scope);
}

/** Roles of a shop's people (operators.md §6). */
export type RoleName = "owner" | "lead" | "operator" | "marketer" | "cashier" | "observer";

/** What somebody may do in the back office. */
export type Act =
	| "read-conversations"
	| "write-to-customers"
	| "write-notes"
	| "lead-team"
	| "read-customers"
	| "see-phones"
	| "read-orders"
	| "move-orders"
	/** The counter card of whoever shows a code, and the sale. */
	| "serve-counter"
	| "read-flows"
	| "pause-flows"
	| "apply-flows"
	/** Numbers of the shop; those about money only with the next. */
	| "read-reports"
	| "see-money"
	| "read-health"
	| "mend-health"
	| "link-phones"
	| "erase-people"
	/** The stream of what the diary says. */
	| "read-events"
	| "read-audit"
	/** Who belongs to the shop and as what. */
	| "manage-team"
	/** API keys and webhooks: what leaves the shop. */
	| "manage-keys"
	| "move-demo-clock";

const EVERYTHING: readonly Act[] = [
	"read-conversations",
	"write-to-customers",
	"write-notes",
	"lead-team",
	"read-customers",
	"see-phones",
	"read-orders",
	"move-orders",
	"serve-counter",
	"read-flows",
	"pause-flows",
	"apply-flows",
	"read-reports",
	"see-money",
	"read-health",
	"mend-health",
	"read-events",
	"read-audit",
	"move-demo-clock",
];

/** Who has a phone's session has the number, and what is forgotten stays so: that is the owner's alone. */
const OWNERS: readonly Act[] = [...EVERYTHING, "link-phones", "erase-people", "manage-team", "manage-keys"];

const MAY: Record<RoleName, ReadonlySet<Act>> = {
	owner: new Set(OWNERS),
	lead: new Set(EVERYTHING),
	operator: new Set([
		"read-conversations",
		"write-to-customers",
		"write-notes",
		"read-customers",
		"see-phones",
		"read-orders",
		"move-orders",
		"serve-counter",
		"read-flows",
		"read-reports",
		"read-health",
		"move-demo-clock",
	]),
	marketer: new Set([
		"read-conversations",
		"read-customers",
		"read-orders",
		"read-flows",
		"pause-flows",
		"apply-flows",
		"read-reports",
		"see-money",
		"read-health",
		"move-demo-clock",
	]),
	cashier: new Set(["read-orders", "move-orders", "serve-counter"]),
	observer: new Set([
		"read-conversations",
		"write-notes",
		"read-customers",
		"read-orders",
		"read-flows",
		"read-reports",
		"see-money",
		"read-health",
	]),
};

/** The one answer to "may they?", for web, desk and API alike. */
export function may(role: RoleName, act: Act): boolean {
	return MAY[role].has(act);
}

/** Whether a conversation is theirs to see and to act in: whoever belongs to teams has those of their teams, and what is nobody's. */
export function isTheirs(
	member: { readonly role: RoleName; readonly teams: readonly string[] },
	team: string | null,
): boolean {
	if (may(member.role, "lead-team") || member.teams.length === 0) return true;
	return team === null || member.teams.includes(team);
}

/** A row as the database writes it in JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** What of the other's profile fills gaps of the kept one; what both know stays as it is. */
export function joinProfile(kept: Row, other: Row): Row {
	const filled = PROFILE.filter((name) => isEmpty(kept[name]) && !isEmpty(other[name]));
	return {
		...Object.fromEntries(filled.map((name) => [name, other[name]])),
		likes: union(kept.likes, other.likes),
		addresses: union(kept.addresses, other.addresses),
	};
}

const PROFILE = [
	"first_name",
	"last_name",
	"phone",
	"email",
	"birthday",
	"zone",
	"city",
	"last_address",
	"said_channel",
	"source",
	"note",
];

/** What the one thread knows when two become one: the latest of what was, the earliest of what is due. */
export function joinConversation(
	kept: Row,
	other: Row,
	{ control, hereIsAbsorbed }: { control: "kept" | "absorbed"; hereIsAbsorbed: boolean },
): Row {
	const pick = (names: readonly string[], choose: (a: string, b: string) => string) =>
		Object.fromEntries(names.map((name) => [name, either(kept[name], other[name], choose)]));
	const earlier = (a: string, b: string) => (Date.parse(a) <= Date.parse(b) ? a : b);
	const later = (a: string, b: string) => (Date.parse(a) >= Date.parse(b) ? a : b);
	const isNewer = either(kept.last_message_at, other.last_message_at, later) === other.last_message_at;
	const led = control === "absorbed" ? other : kept;
	return {
		...pick(["unanswered_since", "answer_by", "promise_due_at"], earlier),
		...pick(["last_heard_at", "live_at", "last_message_at", "unknown_at", "staff_said_at", "staff_typed_at"], later),
		...Object.fromEntries(CONTROL.map((name) => [name, led[name]])),
		last_holder_id: led.last_holder_id ?? kept.last_holder_id ?? other.last_holder_id,
		last_line: (isNewer ? other.last_line : kept.last_line) ?? other.last_line,
		stage: (isNewer ? other.stage : kept.stage) ?? kept.stage ?? other.stage,
		chat_id: (hereIsAbsorbed ? other.chat_id : kept.chat_id) ?? kept.chat_id ?? other.chat_id,
		watched: union(kept.watched, other.watched),
		closed_at: kept.closed_at === null || other.closed_at === null ? null : kept.closed_at,
	};
}

const CONTROL = [
	"control",
	"holder_id",
	"control_since",
	"parked_until",
	"promise_id",
	"team",
	"ask_reason",
	"ask_priority",
	"ask_note",
	"ask_run_id",
	"meanwhile",
];

/** Columns that still stand as a merge left them, as they were before it: what has been changed since is kept. */
export function asBefore({ before, after }: { before: Row; after: Row }, now: Row): Row {
	const untouched = Object.keys(after).filter((name) => same(after[name], now[name]) && !same(before[name], now[name]));
	return Object.fromEntries(untouched.map((name) => [name, before[name] ?? null]));
}

function either(a: unknown, b: unknown, choose: (a: string, b: string) => string): string | null {
	if (typeof a !== "string") return typeof b === "string" ? b : null;
	return typeof b === "string" ? choose(a, b) : a;
}

function isEmpty(value: unknown): boolean {
	return value === null || value === undefined || value === "";
}

function union(a: unknown, b: unknown): unknown[] {
	const things = [...listOf(a), ...listOf(b)];
	return things.filter((thing, index) => things.findIndex((one) => same(one, thing)) === index);
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}

import { expect, test } from "vitest";
import { type PermitFacts, type PermitRow, permit } from "#core/delivery/permit.ts";
import { RULES } from "#test/support/outbox.ts";

const NOON = new Date("2026-03-10T12:00:00+03:00");
const NIGHT = new Date("2026-03-10T23:00:00+03:00");
const MORNING = new Date("2026-03-11T10:00:00+03:00");
const minutesBefore = (at: Date, minutes: number) => new Date(at.getTime() - minutes * 60_000);

const ROW: PermitRow = {
	kind: "proactive",
	purpose: "marketing",
	flow: "win-back",
	due: NOON,
	lease: 1,
	usefulUntil: null,
};
const FACTS: PermitFacts = {
	unreachable: null,
	control: "bot",
	meanwhile: null,
	lease: 1,
	troubled: false,
	liveAt: null,
	heardAt: null,
	consent: "given",
	marketingAt: [],
	zone: null,
	zones: ["Europe/Moscow"],
	words: "free",
	cappedUntil: null,
};

const ALLOWED = { permit: "allow" };

type Case = [name: string, row: Partial<PermitRow>, facts: Partial<PermitFacts>, at: Date, expected: unknown];

test.each<Case>([
	["an offer by day leaves", {}, {}, NOON, { permit: "allow" }],
	[
		"an offer where free text is not allowed leaves as its template",
		{},
		{ words: "template" },
		NOON,
		{ permit: "allow" },
	],
	[
		"an offer where free text is not allowed, without a template, never leaves",
		{},
		{ words: "none" },
		NOON,
		{ permit: "never", reason: "no_template" },
	],
	[
		"an operator's words where free text is not allowed stay here",
		{ kind: "operator", purpose: "service" },
		{ words: "none" },
		NOON,
		{ permit: "never", reason: "window" },
	],
	[
		"an offer to somebody whom the messenger spares waits until it does not",
		{},
		{ cappedUntil: MORNING },
		NOON,
		{ permit: "later", due: MORNING, reason: "capped" },
	],
	[
		"news of an order are not spared",
		{ purpose: "transactional" },
		{ cappedUntil: MORNING },
		NOON,
		{ permit: "allow" },
	],
	["an offer without consent never leaves", {}, { consent: null }, NOON, { permit: "never", reason: "no_consent" }],
	["an offer after a stop never leaves", {}, { consent: "withdrawn" }, NOON, { permit: "never", reason: "opted_out" }],
	["an offer at night waits for the morning", {}, {}, NIGHT, { permit: "later", due: MORNING, reason: "hours" }],
	[
		"an offer that is useless by the morning is dropped at night",
		{ usefulUntil: MORNING },
		{},
		NIGHT,
		{ permit: "never", reason: "stale" },
	],
	[
		"an offer that is no longer useful is dropped",
		{ usefulUntil: NOON },
		{},
		NOON,
		{ permit: "never", reason: "stale" },
	],
	["an offer waits for an operator", {}, { control: "human" }, NOON, { permit: "later", reason: "operator" }],
	["an offer waits while the customer waits for a person", {}, { control: "asked" }, NOON, { permit: "later" }],
	[
		"an offer waits until a dialog has been silent for half an hour",
		{},
		{ liveAt: minutesBefore(NOON, 10) },
		NOON,
		{ permit: "later", due: minutesBefore(NOON, -20), reason: "dialog" },
	],
	[
		"a second offer waits for the customer's next day",
		{},
		{ marketingAt: [minutesBefore(NOON, 60)] },
		NOON,
		{ permit: "later", due: new Date("2026-03-11T00:00:00+03:00"), reason: "cap" },
	],
	["nobody who blocked us is tried", { kind: "answer" }, { unreachable: "blocked" }, NOON, { permit: "never" }],
	["care needs consent to processing only", { purpose: "service" }, {}, NOON, { permit: "allow" }],
	["care waits at night", { purpose: "service" }, {}, NIGHT, { permit: "later", due: MORNING }],
	["care knows no cap", { purpose: "service" }, { marketingAt: [NOON] }, NOON, { permit: "allow" }],
	["an order's news need no consent", { purpose: "transactional" }, { consent: null }, NOON, { permit: "allow" }],
	[
		"an order's news go beside an operator",
		{ purpose: "transactional" },
		{ control: "human" },
		NOON,
		{ permit: "allow" },
	],
	["an order's news wait at night", { purpose: "transactional" }, {}, NIGHT, { permit: "later", due: MORNING }],
	[
		"an order's news reach at night who is writing to us just now",
		{ purpose: "transactional" },
		{ heardAt: minutesBefore(NIGHT, 5) },
		NIGHT,
		{ permit: "allow" },
	],
	[
		"what is urgent does not wait for the morning",
		{ purpose: "transactional", flow: "urgent" },
		{},
		NIGHT,
		{ permit: "allow" },
	],
	["an answer goes out at night", { kind: "answer" }, { consent: null }, NIGHT, { permit: "allow" }],
	[
		"the bot's line from before a takeover is dropped",
		{ kind: "answer", lease: 1 },
		{ control: "human", lease: 2 },
		NOON,
		{ permit: "never", reason: "operator" },
	],
	[
		"the last words of a handoff go out",
		{ kind: "answer", lease: 2 },
		{ control: "asked", lease: 2 },
		NOON,
		{ permit: "allow" },
	],
	[
		"a step that the holder pushed goes out",
		{ kind: "answer", lease: 2 },
		{ control: "human", lease: 2 },
		NOON,
		ALLOWED,
	],
	["a bill goes out whoever leads", { kind: "news", lease: null }, { control: "human", lease: 2 }, NOON, ALLOWED],
	["no offer leaves over a complaint", {}, { troubled: true }, NOON, { permit: "later", reason: "trouble" }],
	["an operator's words always go out", { kind: "operator" }, { control: "parked" }, NIGHT, { permit: "allow" }],
])("%s", (_, row, facts, at, expected) => {
	expect(permit({ ...ROW, ...row }, { ...FACTS, ...facts }, at, RULES)).toMatchObject(expected as object);
});

test("night is the customer's night", () => {
	const inKamchatka = { ...FACTS, zone: "Asia/Kamchatka", zones: ["Asia/Kamchatka"] };

	expect(permit(ROW, inKamchatka, NOON, RULES)).toEqual({
		permit: "later",
		due: new Date("2026-03-11T10:00:00+12:00"),
		reason: "hours",
	});
});

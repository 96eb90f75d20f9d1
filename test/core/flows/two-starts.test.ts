import { expect, test } from "vitest";
import { aRehearsal } from "./a-rehearsal.ts";

const greets = (starts: string) => ({
	greets: `
purpose: service
stage: care
start:
${starts}
steps:
  - say: Здравствуйте!
`,
});

test("a day that two starts count from is told of twice, each at its own time", () => {
	const { later, simulation } = aRehearsal(
		greets(`
  - {date: customer.birthday, before: 3 days, at: "12:00"}
  - {date: customer.birthday, at: "13:00"}`),
		{ customer: { id: "anna", birthday: "1990-03-15", consent: {} } },
	);

	later("6 days");

	expect(simulation.shown.map(({ at }) => at.toISOString())).toEqual([
		"2026-03-12T09:00:00.000Z",
		"2026-03-15T10:00:00.000Z",
	]);
});

test("the second of two segments starts a flow by its own rules, not by those of the first", () => {
	const { simulation, heard } = aRehearsal(
		greets(`
  - {enters: lost-60-days, if: customer.orders_count > 5}
  - {enters: cake-lovers}`),
	);

	simulation.occur("enters", "cake-lovers");
	expect(heard()).toEqual(["Здравствуйте!"]);
	simulation.occur("enters", "lost-60-days");
	expect(heard()).toEqual([]);
});

test("an event that one start refuses may be the occasion of another", () => {
	const { happens } = aRehearsal(
		greets(`
  - {event: tag.added, if: event.tag == "vip"}
  - {event: tag.added, if: event.tag == "friend"}`),
	);

	expect(happens("tag.added", { tag: "friend" })).toEqual(["Здравствуйте!"]);
	expect(happens("tag.added", { tag: "vip" })).toEqual(["Здравствуйте!"]);
	expect(happens("tag.added", { tag: "other" })).toEqual([]);
});

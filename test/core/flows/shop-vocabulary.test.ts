import { expect, test } from "vitest";
import { TOLD_TO_FLOWS } from "#core/events.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import type { ValueType } from "#core/flows/types.ts";
import { extendVocabulary } from "#core/flows/vocabulary.ts";

const { roots, records, functions, actions, events, writable, yearly } = shopVocabulary;

function recordsIn(type: ValueType): string[] {
	if (type.is === "list") return recordsIn(type.of);
	return type.is === "record" ? [type.record] : [];
}

test("every record that is mentioned has fields", () => {
	const fields = [...Object.values(records), ...Object.values(events), roots].flatMap((one) => Object.values(one));
	const handed = Object.values(functions).flatMap(({ params, gives }) => [
		gives,
		...params.flatMap(({ types }) => types),
	]);
	const done = Object.values(actions).flatMap((action) => [
		...(action.gives ? [action.gives] : []),
		...Object.values(action.with).flatMap(({ types }) => types),
	]);
	for (const record of [...fields, ...handed, ...done].flatMap(recordsIn)) expect(records).toHaveProperty(record);
});

test("what a question may save, and what recurs each year, are fields of the customer of that type", () => {
	for (const [path, { type }] of Object.entries(writable)) {
		const [, ...fields] = path.split(".");
		const owner = fields.length === 2 ? records.consent : records.customer;
		expect(owner?.[fields.at(-1) ?? ""]).toEqual(type);
	}
	for (const path of yearly) expect(records.customer?.[path.slice("customer.".length)]).toEqual({ is: "date" });
});

test("ids of events, actions and functions have the form that files use", () => {
	for (const id of [...Object.keys(events), ...Object.keys(actions)])
		expect(id).toMatch(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/);
	for (const id of Object.keys(functions)) expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
});

test("every event that a flow may name does come: the diary tells it to the flows", () => {
	const told = new Set<string>([...TOLD_TO_FLOWS, "customer.replied"]);
	expect(Object.keys(events).sort()).toEqual([...told].sort());
});

test("what the held-out may pass through only reads", () => {
	const reads = Object.entries(actions).filter(([, { effect }]) => effect === "read");
	expect(reads.map(([name]) => name).sort()).toEqual(["delivery.quote", "order.find", "order.track", "ticket.find"]);
});

test("an order is created once, whatever happens in between", () => {
	expect(actions["order.create"]?.effect).toBe("once");
});

test("a shop may add fields of its own beside those there are", () => {
	const own = extendVocabulary(shopVocabulary, {
		records: { customer: { dog: { is: "text" } } },
		yearly: ["customer.dog_birthday"],
	});
	expect(own.records.customer).toMatchObject({ dog: { is: "text" }, first_name: { is: "text" } });
	expect(own.yearly).toEqual(["customer.birthday", "customer.dog_birthday"]);
	expect(shopVocabulary.records.customer).not.toHaveProperty("dog");
});

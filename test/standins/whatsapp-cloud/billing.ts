import type { Pricing, Template } from "./shapes.ts";
import type { Person } from "./world.ts";

const HOUR = 3_600_000;

/** Whether free text may be sent: within a day of the customer's last message. */
export function windowIsOpen({ lastWroteAt }: Person, now: number): boolean {
	return lastWroteAt !== undefined && now - lastWroteAt < 24 * HOUR;
}

/**
 * An answer within a day of an entry through an advertisement opens 72 hours in which nothing is billed. They begin with
 * the answer.
 */
export function openFreeEntry(person: Person, now: number): void {
	const { enteredAt } = person;
	if (enteredAt === undefined) return;
	if (now - enteredAt < 24 * HOUR) person.freeUntil = now + 72 * HOUR;
	delete person.enteredAt;
}

/**
 * What a message costs once it is delivered (since July 2025): a marketing template always, a utility template outside the
 * customer's window, free text never; nothing at all after an entry through an advertisement.
 */
export function priceOf(person: Person, template: Template | undefined, now: number): Pricing {
	const category = template ? CATEGORIES[template.category] : "service";
	const price = (type: Pricing["type"]): Pricing => ({
		billable: type === "regular",
		pricing_model: "PMP",
		type,
		category,
	});
	if (person.freeUntil !== undefined && now < person.freeUntil) return price("free_entry_point");
	const isFree = category === "service" || (category === "utility" && windowIsOpen(person, now));
	return price(isFree ? "free_customer_service" : "regular");
}

const CATEGORIES = { MARKETING: "marketing", UTILITY: "utility", AUTHENTICATION: "authentication" } as const;

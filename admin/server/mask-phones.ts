import { showName } from "#core/customers/show-name.ts";
import type { Asker } from "./guard.ts";

/** A text as this reader may see it: numbers that look like phones are shown whole only to those who may call. */
export function maskPhones(text: string, { can }: Pick<Asker, "can">): string {
	return can("see-phones") ? text : text.replace(PHONE, (number) => `${number.slice(0, 2)}…${number.slice(-2)}`);
}

/** A customer's name for this reader; of one who gave none it is the phone. */
export function nameFor(asker: Pick<Asker, "can">, customer: Parameters<typeof showName>[0]): string {
	return maskPhones(showName(customer), asker);
}

/**
 * The same for everything in an answer: a net below the routes, so that one which forgets shows nothing all the same. Ids
 * and instants are left whole, for they are made of digits too.
 */
export function maskAnswer(answer: unknown, asker: Pick<Asker, "can">): unknown {
	if (typeof answer === "string") return ID.test(answer) ? answer : maskPhones(answer, asker);
	if (Array.isArray(answer)) return answer.map((item) => maskAnswer(item, asker));
	if (typeof answer !== "object" || answer === null || Object.getPrototypeOf(answer) !== Object.prototype)
		return answer;
	return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, maskAnswer(value, asker)]));
}

/** A UUID, or an instant of ISO 8601. */
const ID = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))$/i;

/** Ten to fifteen digits, with what people write between them. */
const PHONE = /(?<![\p{L}\d])\+?\d(?:[ ()\-\u2011.]{0,2}\d){9,14}(?!\d)/gu;

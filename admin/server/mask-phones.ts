import { showName } from "#core/customers/show-name.ts";
import { may } from "#core/team/may.ts";
import type { Asker } from "./guard.ts";

/** A text as this reader may see it: numbers that look like phones are shown whole only to those who may call. */
export function maskPhones(text: string, { role }: Pick<Asker, "role">): string {
	return may(role, "see-phones") ? text : text.replace(PHONE, (number) => `${number.slice(0, 2)}…${number.slice(-2)}`);
}

/** A customer's name for this reader; of one who gave none it is the phone. */
export function nameFor(asker: Pick<Asker, "role">, customer: Parameters<typeof showName>[0]): string {
	return maskPhones(showName(customer), asker);
}

/** Ten to fifteen digits, with what people write between them. */
const PHONE = /(?<![\p{L}\d])\+?\d(?:[ ()\-\u2011.]{0,2}\d){9,14}(?!\d)/gu;

import type { ChatMessage } from "./shapes.ts";

/** A person with WhatsApp on the telephone. */
export interface Person {
	/** The phone's digits; the id by which a program knows them, unless it is withheld. */
	waId: string;
	/** Business-scoped user id: the person's id for this business alone. */
	bsuid: string;
	name: string;
	username?: string;
	/** Takes a username instead of showing the phone: webhooks hold no phone fields. */
	hidesPhone: boolean;
	/** Whether WhatsApp is installed at all. */
	installed: boolean;
	/** A telephone that is off gets its messages later. */
	online: boolean;
	/** Reads what comes as it comes, with receipts. */
	reads: boolean;
	blocked: boolean;
	/** Stopped this business's marketing in WhatsApp's own settings. */
	stopped: boolean;
	/** Meta lets no more marketing through to this person: it says so at once, or only after its 200. */
	capped: "no" | "at once" | "after";
	lastWroteAt?: number;
	/** An advertisement led here at that time; a reply within a day makes 72 hours free. */
	enteredAt?: number;
	freeUntil?: number;
	chat: ChatMessage[];
}

export interface PersonFacts {
	name: string;
	phone?: string;
	username?: string;
	hidesPhone?: boolean;
	installed?: boolean;
	online?: boolean;
	reads?: boolean;
}

/** Everybody outside the business. */
export class World {
	readonly people = new Map<string, Person>();
	#next = 700_001;

	/** A new person; phones are drawn in order unless one is given. */
	addPerson({ name, phone, username, hidesPhone, installed, online, reads }: PersonFacts): Person {
		const waId = phone?.replace(/\D/g, "") ?? `7900${String(this.#next++).padStart(7, "0")}`;
		if (this.people.has(waId)) throw new Error(`There already is somebody with the phone ${waId}.`);
		const person: Person = {
			waId,
			bsuid: `RU.${1_000_000_000_000 + Number(waId.slice(-9))}`,
			name,
			...(username !== undefined && { username }),
			hidesPhone: hidesPhone ?? false,
			installed: installed ?? true,
			online: online ?? true,
			reads: reads ?? false,
			blocked: false,
			stopped: false,
			capped: "no",
			chat: [],
		};
		this.people.set(waId, person);
		return person;
	}

	/** By phone. Signs between the digits do not matter, as with Meta. */
	byPhone(phone: string): Person | undefined {
		return this.people.get(phone.replace(/\D/g, ""));
	}

	byUserId(bsuid: string): Person | undefined {
		return [...this.people.values()].find((person) => person.bsuid === bsuid);
	}
}

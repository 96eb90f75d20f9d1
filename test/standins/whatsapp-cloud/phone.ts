import type { Deed } from "./deeds.ts";
import type { Sight } from "./journal.ts";
import { readFormatting } from "./read-formatting.ts";
import type { WhatsAppStandin } from "./server.ts";
import type { ChatMessage, Choice } from "./shapes.ts";
import type { PersonFacts } from "./world.ts";

/** Whose telephone, and how patient its owner is. */
export interface PhoneFacts extends PersonFacts {
	/** How long the shop may take to answer, in real milliseconds; 5 seconds by default. */
	patience?: number;
}

/** A message as it is read on the screen: without signs, with what can be pressed. */
export interface Shown {
	readonly text: string;
	readonly buttons: readonly string[];
	readonly message: ChatMessage;
}

/** What to look for: a part of the text, a pattern, or a question of one's own. */
export type Sought = string | RegExp | ((shown: Shown) => boolean);

/** A person's telephone, as stories use it: it does, and it waits for what there is to see. */
export interface Phone {
	/** As the program knows the person: the phone's digits, or the user id where the phone is withheld. */
	readonly id: string;
	readonly name: string;
	write(text: string, replyTo?: string): ChatMessage;
	/** Anything else a phone can do. */
	does(deed: Deed): ChatMessage | undefined;
	/** Presses what bears this label, waiting until there is one. */
	press(label: string): Promise<ChatMessage | undefined>;
	/** The next message that fits; what came before it counts as read. */
	sees(sought?: Sought): Promise<Shown>;
	seen(): Sight[];
	/** What was shown and is not yet read; for "nothing came". */
	unread(): Sight[];
	/** The labels that can be pressed, oldest first: the words below a row's title where that is cut. */
	buttons(): string[];
}

/** A telephone for a new person. */
export function aPhone(standin: WhatsAppStandin, { patience = 5000, ...facts }: PhoneFacts): Phone {
	const person = standin.addCustomer(facts);
	const seen = () => standin.sees(person.waId);
	const buttons = () => standin.screen(person.waId).flatMap(({ choices }) => choices.map(labelOf));
	const does = (deed: Deed) => standin.act(person.waId, deed);
	let read = 0;
	return {
		id: person.hidesPhone ? person.bsuid : person.waId,
		name: person.name,
		does,
		write(text, replyTo) {
			const message = does({ do: "write", text, ...(replyTo === undefined ? {} : { replyTo }) });
			if (!message) throw new Error("Writing makes a message.");
			return message;
		},
		async press(label) {
			const there = () => buttons().includes(label) || undefined;
			const complain = () => `${person.name} waited ${patience} ms for "${label}". There are: ${buttons().join(", ")}`;
			await standin.journal.until(there, patience, complain);
			return does({ do: "press", choice: label });
		},
		async sees(sought) {
			const look = () => {
				const all = seen();
				const at = all.findIndex(
					(sight, place) => place >= read && sight.kind === "message" && fits(shownOf(sight.message), sought),
				);
				const sight = all[at];
				return sight?.kind === "message" ? { at, shown: shownOf(sight.message) } : undefined;
			};
			const complain = () =>
				`${person.name} waited ${patience} ms for ${String(sought ?? "a message")} and saw:\n${story(seen(), read)}`;
			const { at, shown } = await standin.journal.until(look, patience, complain);
			read = at + 1;
			return shown;
		},
		seen,
		unread: () => seen().slice(read),
		buttons,
	};
}

function shownOf(message: ChatMessage): Shown {
	return { text: readFormatting(message.text).text, buttons: message.choices.map(labelOf), message };
}

function labelOf({ title, about }: Choice): string {
	return about ?? title;
}

function fits(shown: Shown, sought: Sought | undefined): boolean {
	if (sought === undefined) return true;
	if (typeof sought === "function") return sought(shown);
	return typeof sought === "string" ? shown.text.includes(sought) : sought.test(shown.text);
}

/** What was seen, line by line, so that a failing story tells itself. */
function story(sights: readonly Sight[], read: number): string {
	const lines = sights.map((sight, place) => `  ${place < read ? "read" : "new "} ${line(sight)}`);
	return lines.join("\n") || "  nothing at all";
}

function line(sight: Sight): string {
	switch (sight.kind) {
		case "message": {
			const { text, buttons, message } = shownOf(sight.message);
			return `${message.type}: ${JSON.stringify(text)}${buttons.map((label) => ` [${label}]`).join("")}`;
		}
		case "reaction":
			return `reaction ${sight.emoji}`;
		case "typing":
			return "typing";
	}
}

import type { WhatsAppWebStandin } from "./server.ts";
import { keyOf, type Person, type Sight } from "./world.ts";

/** Whose telephone, and how patient its owner is. */
export type PhoneFacts = Partial<Person> & {
	readonly name: string;
	/** How long the shop may take to answer, in real milliseconds; 5 seconds by default. */
	readonly patience?: number;
};

/** A message, or its new version. */
export type Shown = Extract<Sight, { saw: "message" | "edit" }>;

/** A customer's telephone, as stories use it: it writes, and it waits for what there is to see. */
export type Phone = {
	/** As the program knows the person: the phone's digits. */
	readonly id: string;
	readonly name: string;
	readonly chat: string;
	/** The answer is the message's key. */
	write(text: string): string;
	/** Types the number of the line with this label; where there is none, the label itself, as a person would. */
	press(label: string): Promise<string>;
	/** The next message or correction that fits; what came before it counts as read. */
	sees(sought?: string | RegExp | ((shown: Shown) => boolean)): Promise<Shown>;
	unread(): readonly Sight[];
	/** The labels of numbered lines, oldest first. */
	buttons(): string[];
};

let numbers = 0;

/** A telephone for a new person. */
export function aPhone(standin: WhatsAppWebStandin, { name, patience = 5_000, ...facts }: PhoneFacts): Phone {
	numbers += 1;
	const person = { phone: String(79_991_000_000 + numbers), ...facts, name };
	const { service } = standin;
	const chat = service.addPerson(person);
	const shown = () =>
		service.sees(chat).filter((sight): sight is Shown => sight.saw === "message" || sight.saw === "edit");
	let read = 0;
	const write = (text: string) => keyOf(service.write(chat, { text }));
	return {
		id: person.phone,
		name,
		chat,
		write,
		async press(label) {
			return write(numberOf(shown(), label) ?? label);
		},
		async sees(sought) {
			const find = () => shown().findIndex((sight, at) => at >= read && fits(sight, sought));
			await inTime(
				standin.until(() => find() >= 0),
				patience,
				() => {
					const lines = shown().map(({ text }, at) => `  ${at < read ? "read" : "new "} ${JSON.stringify(text)}`);
					return `${name} waited ${patience} ms for ${String(sought ?? "a message")} and saw:\n${lines.join("\n")}`;
				},
			);
			const at = find();
			const sight = shown()[at];
			if (!sight) throw new Error("What was seen is gone.");
			read = at + 1;
			return sight;
		},
		unread: () => shown().slice(read),
		buttons: () => shown().flatMap(({ text }) => linesOf(text).map(({ label }) => label)),
	};
}

/** Numbers belong to the message that shows them, the newest first. */
function numberOf(sights: readonly Shown[], label: string): string | undefined {
	const lines = sights.toReversed().flatMap(({ text }) => linesOf(text));
	return lines.find((line) => line.label === label)?.number;
}

function linesOf(text: string): { number: string; label: string }[] {
	return [...text.matchAll(/^(\d+)\. (.+)$/gm)].map(([, number = "", label = ""]) => ({ number, label }));
}

function fits(shown: Shown, sought: string | RegExp | ((shown: Shown) => boolean) | undefined): boolean {
	if (sought === undefined) return true;
	if (typeof sought === "function") return sought(shown);
	return typeof sought === "string" ? shown.text.includes(sought) : sought.test(shown.text);
}

async function inTime(happening: Promise<void>, milliseconds: number, complain: () => string): Promise<void> {
	let alarm: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, failed) => {
		alarm = setTimeout(() => failed(new Error(complain())), milliseconds);
	});
	await Promise.race([happening, late]).finally(() => clearTimeout(alarm));
}

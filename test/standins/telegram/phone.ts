import type { Deed, Parcel } from "./deeds.ts";
import type { Sight } from "./journal.ts";
import type { TelegramStandin } from "./server.ts";
import type { Message } from "./shapes.ts";
import type { PersonFacts } from "./world.ts";

/** Whose telephone, and how patient its owner is. */
export interface PhoneFacts extends PersonFacts {
	/** The bot it chats with; the stand-in's first one by default. */
	bot?: number;
	/** A group to write in instead of the private chat. */
	group?: number;
	thread?: number;
	/** How long the bot may take to answer, in real milliseconds; 5 seconds by default. */
	patience?: number;
}

/** What to look for: a part of the text, a pattern, or a question of one's own. */
export type Sought = string | RegExp | ((sight: Sight) => boolean);

/** A message that the phone shows, or its new version. */
export type Shown = Extract<Sight, { kind: "message" | "edit" }>;

/** A person's telephone, as stories use it: it does, and it waits for what there is to see. */
export interface Phone {
	/** The person's id, which is also the id of the private chat. */
	readonly id: number;
	readonly name: string;
	write(text: string, replyTo?: number): Message;
	start(payload?: string): Message;
	sends(what: Parcel | Parcel["kind"], caption?: string): Message;
	/** Anything else a phone can do. */
	does(deed: Deed): Message | undefined;
	/** Presses a button, waiting until there is one of this label. */
	press(button: string): Promise<Message | undefined>;
	/** The next message or edit that fits; what came before it counts as read. */
	sees(sought?: Sought): Promise<Shown>;
	/** The next thing of another kind: an answer to a press, "typing", a deletion, a payment. */
	notices<Kind extends Sight["kind"]>(kind: Kind): Promise<Extract<Sight, { kind: Kind }>>;
	/** Everything shown so far, read or not. */
	seen(): Sight[];
	/** What was shown and is not yet read; for "nothing came". */
	unread(): Sight[];
	/** The texts on the screen now, from above, the person's own among them. */
	texts(): string[];
	/** The labels that can be pressed now. */
	buttons(): string[];
}

/** A telephone for a new person; or for a known one, by id. */
export function aPhone(standin: TelegramStandin, { bot, group, thread, patience = 5000, ...facts }: PhoneFacts): Phone {
	const known = facts.id === undefined ? undefined : standin.service.world.people.get(facts.id);
	const person = known ?? standin.addCustomer(facts);
	const doer = {
		person: person.id,
		...(bot === undefined ? {} : { bot }),
		...(group === undefined ? {} : { group }),
		...(thread === undefined ? {} : { thread }),
	};
	const chat = group ?? person.id;
	const seen = () => standin.sees(chat, group === undefined ? standin.service.bot(bot).id : undefined);
	let read = 0;

	/** Waits for the next sight that fits, and counts all up to it as read. */
	const next = async <Found extends Sight>(fits: (sight: Sight) => sight is Found, what: string): Promise<Found> => {
		const look = () => {
			const all = seen();
			const place = all.findIndex((sight, at) => at >= read && fits(sight));
			const sight = all[place];
			return sight && fits(sight) ? { sight, place } : undefined;
		};
		const complain = () =>
			`${person.user.first_name} waited ${patience} ms for ${what} and saw:\n${story(seen(), read)}`;
		const { sight, place } = await standin.journal.until(look, patience, complain);
		read = place + 1;
		return sight;
	};
	const must = (deed: Deed): Message => {
		const message = standin.act(doer, deed);
		if (!message) throw new Error(`${deed.do} makes no message.`);
		return message;
	};
	const buttons = () => labelsOn(standin, chat, standin.service.bot(bot).id);

	return {
		id: person.id,
		name: person.user.first_name,
		write: (text, replyTo) => must({ do: "write", text, ...(replyTo === undefined ? {} : { replyTo }) }),
		start: (payload) => must({ do: "start", ...(payload === undefined ? {} : { payload }) }),
		sends: (what, caption) => {
			const parcel = typeof what === "string" ? { kind: what } : what;
			return must({ do: "send", what: parcel, ...(caption === undefined ? {} : { caption }) });
		},
		does: (deed) => standin.act(doer, deed),
		press: async (button) => {
			const there = () => buttons().includes(button) || undefined;
			const complain = () =>
				`${person.user.first_name} waited ${patience} ms for the button "${button}". There are: ${buttons().join(", ") || "none"}. Seen:\n${story(seen(), read)}`;
			await standin.journal.until(there, patience, complain);
			return standin.act(doer, { do: "press", button });
		},
		sees: (sought) => next((sight): sight is Shown => isShown(sight) && fits(sight, sought), described(sought)),
		notices: (kind) =>
			next((sight): sight is Extract<Sight, { kind: typeof kind }> => sight.kind === kind, `"${kind}"`),
		seen,
		unread: () => seen().slice(read),
		texts: () =>
			standin
				.screen(chat, standin.service.bot(bot).id)
				.messages.map((message) => message.text ?? message.caption ?? ""),
		buttons,
	};
}

function isShown(sight: Sight): sight is Shown {
	return sight.kind === "message" || sight.kind === "edit";
}

function fits(sight: Shown, sought: Sought | undefined): boolean {
	if (sought === undefined) return true;
	if (typeof sought === "function") return sought(sight);
	return typeof sought === "string" ? sight.text.includes(sought) : sought.test(sight.text);
}

function described(sought: Sought | undefined): string {
	if (sought === undefined) return "a message";
	if (typeof sought === "function") return "a certain message";
	return typeof sought === "string" ? `"${sought}"` : String(sought);
}

function labelsOn(standin: TelegramStandin, chat: number, bot: number): string[] {
	const { messages, keyboard } = standin.screen(chat, bot);
	const inline = messages.flatMap(({ reply_markup }) => reply_markup?.inline_keyboard.flat() ?? []);
	return [...(keyboard?.keyboard.flat() ?? []), ...inline].map(({ text }) => text);
}

/** What was seen, line by line, so that a failing story tells itself. */
function story(sights: Sight[], read: number): string {
	if (sights.length === 0) return "  nothing at all";
	return sights.map((sight, place) => `  ${place < read ? "read" : "new "} ${line(sight)}`).join("\n");
}

function line(sight: Sight): string {
	switch (sight.kind) {
		case "message":
		case "edit": {
			const keys = sight.buttons.length > 0 ? `  [${sight.buttons.map((row) => row.join(" | ")).join("] [")}]` : "";
			return `${sight.kind} #${sight.messageId}: ${sight.media ? `(${sight.media}) ` : ""}${JSON.stringify(sight.text)}${keys}`;
		}
		case "deletion":
			return `deletion of #${sight.messageIds.join(", #")}`;
		case "answer":
			return `answer to a press: ${JSON.stringify(sight.text)}`;
		case "action":
			return sight.action;
		case "draft":
			return `draft: ${JSON.stringify(sight.text)}`;
		case "reaction":
			return `reaction ${sight.emoji.join("")} to #${sight.messageId}`;
		case "payment":
			return `payment ${sight.outcome} ${sight.words}`;
	}
}

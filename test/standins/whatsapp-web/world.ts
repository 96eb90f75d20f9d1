import { randomBytes } from "node:crypto";

/** Somebody with WhatsApp on their phone. With a `lid` the service hides the phone behind it, as it does more and more. */
export type Person = {
	readonly name: string;
	/** Digits. */
	readonly phone: string;
	readonly lid?: string;
};

/** A file as the service keeps it. */
export type StoredFile = { readonly bytes: Buffer; readonly mime: string };

/** Where a file of a message lies. */
export type FileRef = { readonly path: string; readonly mime: string; readonly name?: string; readonly size: number };

/** A message as the service keeps it. */
export type StoredMessage = {
	readonly id: string;
	readonly chat: string;
	readonly fromMe: boolean;
	readonly from: string;
	readonly to: string;
	readonly type: string;
	readonly t: number;
	body: string;
	caption?: string;
	ack: number;
	readonly media?: FileRef;
	readonly quoted?: { readonly id: string; readonly body: string; readonly from: string };
	readonly notifyName?: string;
	readonly lat?: number;
	readonly lng?: number;
	readonly loc?: string;
	readonly isForwarded?: boolean;
};

/** What a customer was shown, as plain facts. */
export type Sight =
	| {
			readonly saw: "message";
			readonly id: string;
			readonly text: string;
			readonly type: string;
			readonly quotes?: string;
	  }
	| { readonly saw: "edit"; readonly id: string; readonly text: string }
	| { readonly saw: "reaction"; readonly id: string; readonly text: string }
	| { readonly saw: "typing"; readonly text: "" };

/** The truth about one number: who is linked, who wrote what, and who was shown what. */
export class World {
	readonly phone: string;
	readonly pushname: string;
	readonly people = new Map<string, Person>();
	readonly messages: StoredMessage[] = [];
	readonly files = new Map<string, StoredFile>();
	readonly sights = new Map<string, Sight[]>();
	/** Browsers that the phone knows. */
	readonly sessions = new Set<string>();

	constructor(phone: string, pushname: string) {
		this.phone = `${phone}@c.us`;
		this.pushname = pushname;
	}

	/** Introduces a person; the answer is the id of their chat. */
	addPerson(person: Person): string {
		const wid = widOf(person);
		this.people.set(wid, person);
		this.sights.set(wid, []);
		return wid;
	}

	/** A person by any of their ids. */
	find(wid: string): { wid: string; person: Person } | undefined {
		for (const [known, person] of this.people)
			if (known === wid || `${person.phone}@c.us` === wid) return { wid: known, person };
		return undefined;
	}

	chatsWithMessages(): string[] {
		return [...new Set(this.messages.map(({ chat }) => chat))];
	}

	/** Newest last; `before` is a message's key. */
	history(chat: string, most: number, before?: string): StoredMessage[] {
		const all = this.messages.filter((message) => message.chat === chat);
		const end = before === undefined ? all.length : all.findIndex((message) => keyOf(message) === before);
		return all.slice(Math.max(0, end - most), Math.max(0, end));
	}

	message(key: string): StoredMessage | undefined {
		return this.messages.find((message) => keyOf(message) === key);
	}

	store(file: StoredFile): string {
		const path = `/files/${randomBytes(12).toString("hex")}`;
		this.files.set(path, file);
		return path;
	}

	show(chat: string, sight: Sight): void {
		this.sights.get(chat)?.push(sight);
	}
}

/** A message's key as the page writes it. */
export function keyOf({ fromMe, chat, id }: Pick<StoredMessage, "fromMe" | "chat" | "id">): string {
	return `${fromMe}_${chat}_${id}`;
}

/** The id of somebody's chat. */
function widOf({ phone, lid }: Person): string {
	return lid ? `${lid}@lid` : `${phone}@c.us`;
}

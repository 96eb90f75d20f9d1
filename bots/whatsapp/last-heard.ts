import type { Heard } from "#core/conversations/heard.ts";

const MOST = 5_000;

/** The last message heard in each chat, as far as this process heard it: "typing…" is shown under one. */
export class LastHeard {
	readonly #ids = new Map<string, string>();

	note({ chat, what }: Heard): void {
		const id = "id" in what ? what.id : what.kind === "pressed" ? what.press : undefined;
		if (id === undefined) return;
		this.#ids.delete(chat);
		this.#ids.set(chat, id);
		const [oldest] = this.#ids.keys();
		if (this.#ids.size > MOST && oldest !== undefined) this.#ids.delete(oldest);
	}

	of(chat: string): string | undefined {
		return this.#ids.get(chat);
	}
}

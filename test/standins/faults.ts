import type { Dice } from "./dice.ts";

/** What goes wrong with a call. */
export type Mishap =
	/** Answered with this status instead of the true answer. */
	| { kind: "status"; status: number; description?: string; retryAfter?: number }
	/** The connection is reset instead of an answer. */
	| { kind: "reset" }
	/** The connection stays open and says nothing, for ever. */
	| { kind: "half-open" }
	/** The answer comes, but later. */
	| { kind: "delay"; milliseconds: number }
	/** The answer breaks off in the middle. */
	| { kind: "cut" }
	/** The answer is not what a program expects: a proxy's page. */
	| { kind: "garbage" };

/** A scripted fault: what goes wrong, on which side of the deed, and for whom. */
export interface Fault {
	mishap: Mishap;
	/** `before`: nothing was done. `after`: the message was delivered, and only the answer is lost. */
	when: "before" | "after";
	/** For this method only. */
	method?: string;
	/** For this chat only. */
	chat?: number | string;
	/** How many calls it meets before it is over; without end by default. */
	times?: number;
	/** How likely a call is to meet it, 0 to 1; certain by default. */
	chance?: number;
}

/** The faults that are scripted at the moment. */
export class Faults {
	readonly #dice: Dice;
	#script: { fault: Fault; left: number }[] = [];

	constructor(dice: Dice) {
		this.#dice = dice;
	}

	/** Adds a fault; the answer ends it. */
	script(fault: Fault): () => void {
		const line = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
		this.#script.push(line);
		return () => {
			this.#script = this.#script.filter((other) => other !== line);
		};
	}

	/** Ends them all. */
	clear(): void {
		this.#script = [];
	}

	/** What is still to go wrong, for people who look. */
	list(): Fault[] {
		return this.#script.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, times: left } : fault));
	}

	/** The fault that this call meets, if any; it counts as used. */
	meet(method: string, chat: number | string | undefined): Fault | undefined {
		if (this.#script.length === 0) return undefined;
		const line = this.#script.find(
			({ fault }) =>
				(fault.method === undefined || fault.method === method) &&
				(fault.chat === undefined || fault.chat === chat) &&
				(fault.chance === undefined || this.#dice.draw() < fault.chance),
		);
		if (!line) return undefined;
		line.left -= 1;
		if (line.left <= 0) this.#script = this.#script.filter((other) => other !== line);
		return line.fault;
	}
}

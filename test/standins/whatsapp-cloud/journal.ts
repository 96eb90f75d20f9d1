import { Watched } from "../watched.ts";
import type { ChatMessage, Delivery, Pricing } from "./shapes.ts";

/** One call, as it came and as it went. */
export interface CallRecord {
	at: number;
	/** `POST messages`, `POST media`, `GET media` … */
	method: string;
	params: Readonly<Record<string, unknown>>;
	/** What the stand-in did, whether or not the program heard of it. */
	outcome: { kind: "ok"; result: unknown } | { kind: "refused"; code: number; words: string } | { kind: "nothing" };
	fault?: string;
}

/** Something that a well-kept program would not have done. */
export interface Violation {
	at: number;
	method: string;
	words: string;
}

/** What a person saw on the phone, and when. */
export type Sight = { at: number; person: string } & (
	| { kind: "message"; message: ChatMessage }
	| { kind: "reaction"; wamid: string; emoji: string }
	| { kind: "typing" }
);

/** One try to bring something to the program's webhook. */
export interface Visit {
	at: number;
	/** What was in it: `message wamid…`, `status wamid… read`. */
	held: string[];
	status: number | "no answer";
}

/** What Meta put on the bill: only what was delivered. */
export interface Bill {
	at: number;
	wamid: string;
	pricing: Pricing;
}

/** What happened, for those who watch live. */
export type Happening =
	| { kind: "sight"; sight: Sight }
	| { kind: "deed"; at: number; person: string; words: string }
	| { kind: "receipt"; at: number; person: string; wamid: string };

/** The ground truth. */
export class Journal extends Watched<Happening> {
	readonly calls: CallRecord[] = [];
	readonly sights: Sight[] = [];
	readonly violations: Violation[] = [];
	readonly visits: Visit[] = [];
	readonly bills: Bill[] = [];
	readonly deliveries = new Map<string, Delivery>();

	call(record: CallRecord): void {
		this.calls.push(record);
		this.changed();
	}

	violation(violation: Violation): void {
		this.violations.push(violation);
	}

	sight(sight: Sight): void {
		this.sights.push(sight);
		this.tell({ kind: "sight", sight });
		this.changed();
	}

	happen(happening: Exclude<Happening, { kind: "sight" }>): void {
		this.tell(happening);
		this.changed();
	}

	visit(visit: Visit): void {
		this.visits.push(visit);
		this.changed();
	}
}

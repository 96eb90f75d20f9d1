import type { FlowTranslation } from "./flow-translation.ts";
import type { Program, SendRules, Silence, TextSource } from "./program.ts";

/** Compiled `_defaults`, `_phrases`, `_stages`, `_reasons` and `_always`: read live, never pinned. */
export type Settings = {
	readonly zone: string;
	readonly language: string;
	readonly currency: string;
	/** ISO 3166: where phone numbers without a code belong. */
	readonly country: string;
	/** Who is asked for when the flow does not say. */
	readonly team: string;
	readonly send: SendRules;
	/** Share held out of marketing flows that name none. */
	readonly holdout: number;
	/** Lengths of time as written. */
	readonly live: string;
	readonly answering: string;
	/** How long a free answer waits for its next piece. */
	readonly joining: string;
	/** The program of `_defaults.yaml`: holds the steps of its silence. */
	readonly defaults: Program;
	readonly silence: Silence;
	readonly retry: { readonly times: number; readonly say: Readonly<Record<string, TextSource>> };
	readonly handoff: Readonly<Record<"say" | "closed", TextSource>> &
		Readonly<Partial<Record<HandoffText | `option_${HandoffWish}`, TextSource>>>;
	readonly texts: Readonly<Record<TextName, TextSource>>;
	/** The program of `_always.yaml`: its handlers, `stop` first, are its `during`. */
	readonly always: Program;
	readonly phrases: Readonly<Record<string, TextSource>>;
	/** Ids in funnel order. */
	readonly stages: readonly string[];
	/** Ids of `_reasons.yaml`, of both lists. */
	readonly reasons: ReadonlySet<string>;
	/** `i18n`: language → flow → its words. */
	readonly translations: Readonly<Record<string, Readonly<Record<string, FlowTranslation>>>>;
};

/** What the customer hears when control changes, where the shop has words for it. */
export type HandoffText = "late" | "shut" | "taken" | "again" | "facts" | "wait_said" | "call_back_said";

/** How a customer goes on whom nobody has answered yet. */
export type HandoffWish = "wait" | "call_back" | "go_on";

export type TextName =
	| "sorry"
	| "unknown"
	| "outdated"
	| "back_to"
	| "resume"
	| "resume_continue"
	| "resume_restart"
	| "resume_cancel"
	| "too_late"
	| "yes"
	| "no"
	| "skip"
	| "done"
	| "more"
	| "reply_with_number"
	| "attachment";

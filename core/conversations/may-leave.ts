import type { Control } from "#core/flows/talk.ts";

/**
 * What wants to leave: an `answer` of a flow, a step that the holder has `pushed`, `news` of an order or a payment, or what
 * is `planned` (reminders, marketing).
 */
export type Leaving = "answer" | "pushed" | "news" | "planned";

/** As much of the lease as decides it. */
export type Led = { readonly by: Control["by"]; readonly meanwhile?: "silence" | "bot" | null };

/**
 * Who may speak (operators.md §1). The turn, the planner and the sender all ask this. `held`: later, when control is
 * back; `no`: never. A word to opt out is no answer of a flow: it is obeyed whoever leads.
 */
export function mayLeave(led: Led, what: Leaving): "yes" | "held" | "no" {
	if (what === "news") return "yes";
	if (what === "planned") return led.by === "bot" ? "yes" : "held";
	switch (led.by) {
		case "bot":
			return "yes";
		case "asked":
			return what === "answer" && led.meanwhile === "bot" ? "yes" : "no";
		case "human":
			return what === "pushed" ? "yes" : "no";
		case "parked":
			return "no";
	}
}

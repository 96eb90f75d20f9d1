import type { Cap } from "./caps.ts";
import type { QuietHours } from "./quiet-hours.ts";

/** What a message is for; decides consent, hours and caps (marketing.md §1). */
export type SendingPurpose = "transactional" | "service" | "marketing";

/** What the shop has decided about writing uninvited, in `flows/_defaults.yaml` and in each flow's `send:`. */
export type SendingRules = {
	/** Zone of customers who have none of their own. */
	readonly zone: string;
	/** Customers live all over the country: one of whom only that is known may live in any of its zones. */
	readonly nationwide?: boolean;
	/** Of marketing, over all channels together, by the customer's calendar days. */
	readonly caps: readonly Cap[];
	/** Milliseconds after its last message for which a dialog is alive and not interrupted. */
	readonly live: number;
	/** What holds for this flow; without a flow, for what the shop itself writes. */
	of(flow: string | null): { readonly quiet?: QuietHours; readonly urgent: boolean };
};

/** The consent that a purpose needs; fulfilling an order needs none. */
export function consentFor(purpose: SendingPurpose): "advertising" | "processing" | undefined {
	switch (purpose) {
		case "marketing":
			return "advertising";
		case "service":
			return "processing";
		case "transactional":
			return undefined;
	}
}

import type { PromiseView } from "#admin/contract/conversations.ts";

/** The dialog that is open over a thread. */
export type Doing =
	| { readonly what: "take" | "pass" | "hand-back" | "close" | "step" | "canned" | "item" | "calm" }
	/** A new one, or this one changed. */
	| { readonly what: "order"; readonly orderId?: string }
	/** `text` and `dueAt` as recognised in what is being written. */
	| { readonly what: "promise"; readonly text?: string; readonly dueAt?: Date }
	| { readonly what: "later" }
	| { readonly what: "withdraw"; readonly promise: PromiseView };

/** A message as the phone shows it, whoever wrote it. */
export interface ChatMessage {
	wamid: string;
	from: "customer" | "business";
	at: number;
	type: string;
	/** The words: of a text, a caption, an interactive body, a filled-in template. */
	text: string;
	/** What can be pressed: replies under the message, or rows of its list. */
	choices: Choice[];
	/** The button that opens the list. */
	listButton?: string;
	/** A button that opens an address. */
	link?: { label: string; url: string };
	/** A button that asks for the place. */
	asksLocation?: true;
	media?: { kind: MediaKind; source: string; name?: string };
	/** A place, a contact card or an order, in words. */
	extra?: string;
	/** The message quoted. */
	context?: string;
	template?: string;
	/** By whom: the customer's and the shop's own emoji. */
	reactions: { customer?: string; business?: string };
}

export interface Choice {
	id: string;
	title: string;
	about?: string;
	as: "reply" | "row" | "quick";
}

export type MediaKind = "image" | "video" | "document" | "audio" | "sticker";

/** A message of the shop's on its way: how far it truly came, and what it costs. */
export interface Delivery {
	wamid: string;
	person: string;
	type: string;
	/** Comes back with each status. */
	callbackData?: string;
	pricing: Pricing;
	/** True states, in order of happening; what the webhook tells of them is another matter. */
	states: { state: DeliveryState; at: number }[];
	error?: { code: number };
}

export type DeliveryState = "sent" | "delivered" | "read" | "failed";

export interface Pricing {
	billable: boolean;
	pricing_model: "PMP";
	type: "regular" | "free_customer_service" | "free_entry_point";
	category: "marketing" | "utility" | "authentication" | "service";
}

/** A message that Meta has judged. */
export interface Template {
	name: string;
	language: string;
	category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
	status: "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "DISABLED";
	body: string;
	/** Labels of quick replies under it. */
	buttons?: string[];
}

/**
 * What a customer is to see, free of any channel's words. `text` carries light markup (flow-language.md §6.4): `*bold*`,
 * `_italic_`, `~struck~`, `` `code` ``, `[words](link)`; a backslash before a mark makes it plain.
 */
export type Content = {
	readonly text: string;
	readonly media?: readonly ContentMedia[];
	/** In order; the channel lays them out in one or two columns by the length of the labels. */
	readonly buttons?: readonly ContentButton[];
	/** Asks with the messenger's own button for the phone or the place; `label` is on it. */
	readonly request?: { readonly kind: "phone" | "location"; readonly label: string };
	/** Takes away a request button that an earlier message left. */
	readonly closesRequest?: boolean;
	readonly invoice?: Invoice;
	/** The messenger's id of the message quoted. */
	readonly replyTo?: string;
	/** The messenger's id of the message that this one replaces. */
	readonly edits?: string;
	/** The messenger's id of the message that is taken away again, instead of a message. */
	readonly removes?: string;
	/** An emoji put on the message named, instead of a message. */
	readonly reaction?: { readonly message: string; readonly emoji: string };
	/** What may be sent where free text is not allowed: a message the messenger has approved, with its places filled in. */
	readonly template?: { readonly name: string; readonly params: readonly string[] };
	/** Language of the reader, BCP 47. */
	readonly language?: string;
};

/** A picture or file of ours. `source` is a media id of ours, a path below the media folder, or an https address. */
export type ContentMedia = {
	readonly kind: "photo" | "video" | "voice" | "document";
	readonly source: string;
	readonly name?: string;
	/** Plain words under this picture: which of the options it shows. */
	readonly caption?: string;
};

/** A press comes back as its token (at most 32 characters of A-Z a-z 0-9 - _); a link opens. */
export type ContentButton =
	| { readonly label: string; readonly short?: string; readonly token: string }
	| { readonly label: string; readonly short?: string; readonly url: string };

/** A bill inside the messenger. Amounts in minor units. */
export type Invoice = {
	readonly title: string;
	readonly description: string;
	/** Comes back with the checkout and the payment: our order's id, signed. */
	readonly payload: string;
	readonly currency: string;
	readonly lines: readonly { readonly label: string; readonly amount: number }[];
};

/** A message of ours as the page still shows it. */
export type OwnMessage = {
	readonly id: string;
	readonly text: string;
	/** Seconds since 1970. */
	readonly t: number;
	readonly ack: number;
};

/** What the page's history says about a text that may have been sent. */
export type Finding =
	| { readonly found: "sent"; readonly ref: string }
	| { readonly found: "held" | "nothing" | "several" };

/**
 * Whether a text has left since the attempt began, in seconds since 1970: exactly one own message of that text is proof.
 * Its absence proves nothing, and of several nobody can say which is meant.
 */
export function findOwn(messages: readonly OwnMessage[], text: string, since: number): Finding {
	const same = messages.filter((message) => message.text === text && message.t >= since);
	const [only, second] = same;
	if (!only) return { found: "nothing" };
	if (second) return { found: "several" };
	return only.ack >= 1 ? { found: "sent", ref: only.id } : { found: "held" };
}

/** Meta's "no": the status, the code and the words that the Graph API answers with. */
export class GraphError extends Error {
	readonly status: number;
	readonly code: number;
	readonly details: string | undefined;
	readonly subcode: number | undefined;
	/**
	 * Whose mistake it is. `caller`: a well-kept program would never have made the call, so it is a violation. `world`:
	 * life (a cap, a block, a busy minute), which every program must bear.
	 */
	readonly blame: "caller" | "world";

	constructor(code: number, words: string, more: GraphErrorFacts = {}) {
		super(words.startsWith("(#") || code === 190 ? words : `(#${code}) ${words}`);
		this.code = code;
		this.status = more.status ?? 400;
		this.details = more.details;
		this.subcode = more.subcode;
		this.blame = more.blame ?? "world";
	}

	/** As an answer's body has it. */
	get body() {
		return {
			error: {
				message: this.message,
				type: "OAuthException",
				code: this.code,
				...(this.subcode !== undefined && { error_subcode: this.subcode }),
				...(this.details !== undefined && {
					error_data: { messaging_product: "whatsapp", details: this.details },
				}),
				fbtrace_id: "AStandInTraceId",
			},
		};
	}

	/** As a status of the webhook has it. */
	get report() {
		const title = this.message.replace(/^\(#\d+\) /, "");
		return { code: this.code, title, message: title, error_data: { details: this.details ?? title } };
	}
}

interface GraphErrorFacts {
	status?: number;
	details?: string;
	subcode?: number;
	blame?: "caller" | "world";
}

const mistake = { blame: "caller" } as const;

/** A parameter is missing, unknown or of the wrong form. */
export function wrongParameter(words: string): GraphError {
	return new GraphError(100, words, mistake);
}

/** A parameter is there and its value cannot be used. */
export function wrongValue(details: string): GraphError {
	return new GraphError(131009, "Parameter value is not valid", { details, ...mistake });
}

export function missingParameter(details: string): GraphError {
	return new GraphError(131008, "Required parameter is missing", { details, ...mistake });
}

export function unknownObject(id: string): GraphError {
	const words = `Unsupported post request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`;
	return new GraphError(100, words, { subcode: 33, ...mistake });
}

export function badToken(): GraphError {
	return new GraphError(190, "Error validating access token: The session has been invalidated.", { status: 401 });
}

export function closedWindow(): GraphError {
	return new GraphError(131047, "Re-engagement message", {
		details:
			"Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
		...mistake,
	});
}

export function undeliverable(): GraphError {
	return new GraphError(131026, "Message undeliverable", {
		details: "Message Undeliverable. The recipient phone number is not a WhatsApp phone number.",
	});
}

export function healthyEcosystem(): GraphError {
	return new GraphError(131049, "This message was not delivered to maintain healthy ecosystem engagement.", {
		details: "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
	});
}

export function marketingStopped(): GraphError {
	return new GraphError(131050, "User has stopped marketing messages", {
		details:
			"Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.",
	});
}

export function rateHit(): GraphError {
	return new GraphError(130429, "Rate limit hit", {
		status: 429,
		details:
			"Message failed to send because there were too many messages sent from this phone number in a short period of time.",
	});
}

export function pairRateHit(): GraphError {
	return new GraphError(131056, "(Business Account, Consumer Account) pair rate limit hit", {
		details:
			"Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.",
	});
}

/** Templates: 132000 counts, 132001 unknown, 132015 paused, 132016 disabled, 132018 values. */
export function templateRefused(code: 132000 | 132001 | 132015 | 132016 | 132018, details: string): GraphError {
	return new GraphError(code, TEMPLATE_WORDS[code], { status: code === 132001 ? 404 : 400, details, ...mistake });
}

const TEMPLATE_WORDS = {
	132000: "Number of parameters does not match the expected number of params",
	132001: "Template name does not exist in the translation",
	132015: "Template is Paused",
	132016: "Template is Disabled",
	132018: "Template parameter value is not valid",
};

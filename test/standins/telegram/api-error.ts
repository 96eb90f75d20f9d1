/** Telegram's "no": the code and the words that the Bot API answers with. */
export class ApiError extends Error {
	readonly code: number;
	readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined;
	/**
	 * Whose mistake it is. `caller`: a well-kept bot would never have made the call, so it is a violation. `world`: life
	 * (a block, a stale button, an unchanged text), which every bot must bear.
	 */
	readonly blame: "caller" | "world";

	constructor(
		code: number,
		description: string,
		{ blame = "world", parameters }: { blame?: "caller" | "world"; parameters?: ApiError["parameters"] } = {},
	) {
		super(description);
		this.code = code;
		this.blame = blame;
		this.parameters = parameters;
	}
}

/** A call that no well-kept bot makes. */
export function badRequest(words: string): ApiError {
	return new ApiError(400, `Bad Request: ${words}`, { blame: "caller" });
}

/** A call that was reasonable when it was made, and that the world has overtaken. */
export function overtaken(words: string): ApiError {
	return new ApiError(400, `Bad Request: ${words}`);
}

/** The chat does not want to hear from this bot. */
export function forbidden(words: string): ApiError {
	return new ApiError(403, `Forbidden: ${words}`);
}

/** Too much, too fast. */
export function tooMany(seconds: number): ApiError {
	return new ApiError(429, `Too Many Requests: retry after ${seconds}`, { parameters: { retry_after: seconds } });
}

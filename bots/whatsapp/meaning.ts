import type { Hindrance } from "#core/conversations/heard.ts";

/**
 * What a code of Meta's says about the whole chat, and not about one message alone. The same codes come as an answer, and
 * after a 200 as a status "failed".
 */
export function meaningOf(code: number): Hindrance | undefined {
	switch (code) {
		case 131049:
			return "capped";
		case 131050:
			return "opted-out";
		case 131047:
			return "window";
		default:
			return undefined;
	}
}

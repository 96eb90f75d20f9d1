import type { TelegramStandin } from "./server.ts";

/** What the Bot API answers, whole. */
export interface Answer<Result = unknown> {
	status: number;
	ok: boolean;
	result: Result;
	error_code?: number;
	description?: string;
	parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

/** Calls the Bot API with nothing but HTTP, so that a rule is tested and no library. */
export function plainApi({ root }: Pick<TelegramStandin, "root">, token = "1:t") {
	return async <Result = unknown>(method: string, params: object = {}): Promise<Answer<Result>> => {
		const response = await fetch(`${root}/bot${token}/${method}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(params),
		});
		return { status: response.status, ...(await response.json()) };
	};
}

/** An update as a test looks at it. */
export interface PlainUpdate {
	update_id: number;
	message?: { message_id: number; text?: string };
	callback_query?: { id: string; data: string };
	pre_checkout_query?: { id: string };
	my_chat_member?: { new_chat_member: { status: string } };
}

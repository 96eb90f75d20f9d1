import type { LongPoll } from "./long-poll.ts";
import type { RateGate } from "./rate-limits.ts";
import type { Invoice, User } from "./shapes.ts";
import type { UpdateQueue } from "./update-queue.ts";
import type { Webhook } from "./webhook.ts";
import type { PrivateChat } from "./world.ts";

/** A bot's account: who it is, whom it knows, and how its updates reach it. */
export interface Bot {
	id: number;
	token: string;
	user: User;
	queue: UpdateQueue;
	poll: LongPoll;
	webhook: Webhook;
	gate: RateGate;
	/** The kinds of updates it asked for; they stay as they are until it asks for others. */
	allowed: ReadonlySet<string>;
	chats: Map<number, PrivateChat>;
	/** Message ids run through all private chats of a bot. */
	nextMessageId: number;
	callbacks: Map<string, Callback>;
	checkouts: Map<string, Checkout>;
	/** What an invoice message asks for beyond what it shows. */
	invoices: Map<string, { payload: string; invoice: Invoice; provider: string }>;
	profile: Profile;
	nextAllowedSetWebhook: number;
}

/** A button press that waits for its answer. */
export interface Callback {
	person: number;
	chat: number;
	/** After this moment the phone has stopped waiting. */
	until: number;
}

/** A payment that waits for the bot's word. */
export interface Checkout {
	person: number;
	invoiceKey: string;
	messageId: number;
	until: number;
	forgetAlarm: () => void;
}

/** What a bot tells about itself, by scope and language. */
export interface Profile {
	commands: Map<string, unknown>;
	names: Map<string, string>;
	descriptions: Map<string, string>;
	shortDescriptions: Map<string, string>;
	menuButtons: Map<number | "default", unknown>;
}

/** What a bot gets when it never said what it wants. */
export const defaultAllowed: ReadonlySet<string> = new Set([
	"message",
	"edited_message",
	"channel_post",
	"edited_channel_post",
	"inline_query",
	"chosen_inline_result",
	"callback_query",
	"shipping_query",
	"pre_checkout_query",
	"purchased_paid_media",
	"poll",
	"poll_answer",
	"my_chat_member",
	"chat_join_request",
	"chat_boost",
	"removed_chat_boost",
	"business_connection",
	"business_message",
	"edited_business_message",
	"deleted_business_messages",
]);

/** Reads `allowed_updates`: absent changes nothing, an empty list means the default. */
export function readAllowed(value: unknown): ReadonlySet<string> | undefined {
	if (!Array.isArray(value)) return undefined;
	const kinds = value.filter((kind) => typeof kind === "string").map((kind) => kind.toLowerCase());
	return kinds.length === 0 ? defaultAllowed : new Set(kinds);
}

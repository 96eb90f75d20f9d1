import type { Shop, Statement } from "#core/shop.ts";
import type { Arrival } from "./receive.ts";

/**
 * Where a messenger takes free text only for some hours after the customer's last message, the chat keeps until when. It
 * is written before the message is: the answer must find its window open. A message that comes late opens nothing that is
 * over, so this may be done twice. Each chat by itself, so that nobody waits for two rows at once.
 */
export async function openWindows(shop: Shop, arrivals: readonly Arrival[], hours: number): Promise<void> {
	for (const { heard } of arrivals) {
		if (!OPENING.has(heard.what.kind)) continue;
		const entry = heard.what.kind === "message" && heard.what.entry !== undefined;
		const free = entry ? new Date(heard.at.getTime() + FREE_HOURS * HOUR) : null;
		const until = new Date(heard.at.getTime() + hours * HOUR);
		await shop.db.written(OPEN, [heard.account, heard.chat, heard.channel, until, free, heard.at]);
	}
}

/** What a customer says or presses; a reaction or a receipt is no message. */
const OPENING: ReadonlySet<string> = new Set(["message", "command", "link", "pressed", "picked"]);

const HOUR = 3_600_000;
/** After an advertisement nothing is billed for so long. It decides costs only: free text still needs its own window. */
const FREE_HOURS = 72;

/** A reply lifts a cap on marketing, if it came after the cap was set (a day before it ends). */
const OPEN: Statement = {
	name: "chat-open-window",
	text: `INSERT INTO chat AS c (id, account, native_id, channel, window_until, free_until)
		VALUES (gen_random_uuid(), $1, $2, $3, $4::timestamptz, $5::timestamptz)
		ON CONFLICT (account, native_id) DO UPDATE SET
			window_until = greatest(c.window_until, EXCLUDED.window_until),
			free_until = greatest(c.free_until, EXCLUDED.free_until),
			capped_until = CASE WHEN c.capped_until - interval '24 hours' > $6::timestamptz THEN c.capped_until END`,
};

import type { Shop } from "#core/shop.ts";
import { answerCheckout, type CheckoutDesk } from "./answer-checkout.ts";
import type { AnswerRow, InboxRow } from "./answer-lane.ts";
import type { HeardWhat } from "./heard.ts";
import { type Met, meet } from "./meet.ts";
import { moveChat } from "./move-chat.ts";
import { noteEdit, noteReaction } from "./note-edit.ts";
import { notePayment, type RecordPayment } from "./note-payment.ts";
import { noteBlocked, noteReachable } from "./note-reachability.ts";
import { settleRow } from "./settle-row.ts";

/** What a customer says to the shop; all else is noted without asking the flows. */
export type Words = Extract<HeardWhat, { kind: "message" | "command" | "link" | "pressed" }>;

export type RowParts = {
	readonly shop: Shop;
	/** Asks the flows: one turn, which settles the row. */
	readonly converse: (row: InboxRow, words: Words, met: Met) => Promise<void>;
	readonly checkout: CheckoutDesk;
	readonly recordPayment: RecordPayment;
};

/** Finds who is to do what about a row. Each way settles the row in the transaction of its effect. */
export function openRows(parts: RowParts): AnswerRow {
	const { shop } = parts;
	return async (row) => {
		const { heard } = row;
		const { what } = heard;
		switch (what.kind) {
			case "message":
			case "command":
			case "link":
			case "pressed":
				return parts.converse(row, what, await meet(shop, heard));
			case "checkout":
				return answerCheckout(shop, parts.checkout, row, what);
			case "unread":
				await settleRow(shop, row);
				return;
		}
		const met = await meet(shop, heard);
		await shop.atomically(async (inside) => {
			if (await settleRow(inside, row)) await note(inside, parts, row, what, met);
		});
	};
}

type Notable = Exclude<HeardWhat, Words | { kind: "checkout" | "unread" }>;

async function note(inside: Shop, { recordPayment }: RowParts, row: InboxRow, what: Notable, met: Met): Promise<void> {
	const { chatId } = met;
	switch (what.kind) {
		case "edited":
			return noteEdit(inside, { chatId, externalId: what.id, content: what, at: row.heard.at });
		case "reacted":
			return noteReaction(inside, { chatId, externalId: what.message, emojis: what.emojis });
		case "blocked":
			return met.identityId ? noteBlocked(inside, { identityId: met.identityId }) : undefined;
		case "unblocked":
			return met.identityId ? noteReachable(inside, { identityId: met.identityId }) : undefined;
		case "moved":
			return moveChat(inside, { chatId, to: what.to });
		case "paid":
			return notePayment(inside, recordPayment, { row, what, met });
	}
}

import type { Shop } from "#core/shop.ts";
import { answerCheckout, type CheckoutDesk } from "./answer-checkout.ts";
import type { AnswerRow, InboxRow } from "./answer-lane.ts";
import type { HeardStatus, HeardWhat } from "./heard.ts";
import { type Met, meet } from "./meet.ts";
import { moveChat } from "./move-chat.ts";
import { noteEdit, noteReaction } from "./note-edit.ts";
import { notePayment, type RecordPayment } from "./note-payment.ts";
import { notePhoneReply } from "./note-phone-reply.ts";
import { noteBlocked, noteReachable } from "./note-reachability.ts";
import { restoreByPlatform, withdrawByPlatform } from "./platform-consent.ts";
import { settleRow } from "./settle-row.ts";
import type { StaffTurn } from "./staff-turn.ts";

/** What a customer says to the shop; all else is noted without asking the flows. */
export type Words = Extract<HeardWhat, { kind: "message" | "command" | "link" | "pressed" }>;

export type RowParts = {
	readonly shop: Shop;
	/** Asks the flows: one turn, which settles the row. */
	readonly converse: (row: InboxRow, words: Words, met: Met) => Promise<void>;
	readonly checkout: CheckoutDesk;
	readonly recordPayment: RecordPayment;
	readonly reports: Reports;
	readonly fillCart: FillCart;
	/** Takes control for whoever writes on the shop's own phone. */
	readonly staffTurn: StaffTurn;
};

/** How core/delivery takes what a messenger tells of our own messages. */
export type Reports = {
	/** Inside the transaction that settles the row; gives what is to be told once it is committed. */
	status(shop: Shop, report: { account: string; chat: string; told: HeardStatus }): Promise<(() => void) | undefined>;
	template(shop: Shop, report: { account: string } & Judged): Promise<void>;
};
type Judged = Extract<HeardWhat, { kind: "template" }>;

/** How core/orders puts what was picked in a messenger's catalogue into the customer's cart. Twice is once. */
export type FillCart = (
	shop: Shop,
	picked: { customerId: string; lines: Extract<HeardWhat, { kind: "picked" }>["lines"] },
) => Promise<void>;

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
			case "picked":
				return answerPicked(parts, row, what);
			case "answered":
				return notePhoneReply(parts, row, what);
			case "status":
				return noteReport(parts, row, what);
			case "template":
				await shop.atomically(async (inside) => {
					if (await settleRow(inside, row)) await parts.reports.template(inside, { ...what, account: row.account });
				});
				return;
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

/** The words are those of somebody who asks to see the cart; the flows decide what follows. */
async function answerPicked({ shop, fillCart, converse }: RowParts, row: InboxRow, what: Picked): Promise<void> {
	const met = await meet(shop, row.heard);
	await fillCart(shop, { customerId: met.customerId, lines: what.lines });
	await converse(row, { kind: "command", id: what.id, name: "cart", argument: "" }, met);
}
type Picked = Extract<HeardWhat, { kind: "picked" }>;

/** It concerns a message of ours and no new acquaintance: a report about somebody unknown is about nobody. */
async function noteReport({ shop, reports }: RowParts, row: InboxRow, told: HeardStatus): Promise<void> {
	const { account, chat } = row.heard;
	const tell = await shop.atomically(async (inside) =>
		(await settleRow(inside, row)) ? reports.status(inside, { account, chat, told }) : undefined,
	);
	tell?.();
}

type Notable = Exclude<
	HeardWhat,
	Words | { kind: "checkout" | "unread" | "picked" | "answered" | "status" | "template" }
>;

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
		case "preference":
			if (!met.identityId) return;
			return what.advertising === "stopped"
				? withdrawByPlatform(inside, { identityId: met.identityId, answer: "stopped" })
				: restoreByPlatform(inside, { identityId: met.identityId, answer: "resumed" });
		case "moved":
			return moveChat(inside, { chatId, to: what.to });
		case "paid":
			return notePayment(inside, recordPayment, { row, what, met });
	}
}

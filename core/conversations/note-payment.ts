import type { ChannelName } from "#core/channel-names.ts";
import type { Shop } from "#core/shop.ts";
import type { InboxRow } from "./answer-lane.ts";
import type { HeardWhat } from "./heard.ts";
import type { Met } from "./meet.ts";
import { readHeard } from "./read-heard.ts";

/** How core/orders books a payment. The charge is unique for good, so a payment told twice is booked once. */
export type RecordPayment = (
	shop: Shop,
	payment: {
		readonly payload: string;
		readonly charge: string;
		readonly amount: number;
		readonly currency: string;
		readonly customerId: string;
		readonly channel: ChannelName;
	},
) => Promise<void>;

/** The messenger says that a customer has paid: it stands in the thread, and the order is paid, in one commit. */
export async function notePayment(
	shop: Shop,
	recordPayment: RecordPayment,
	{ row, what, met }: { row: InboxRow; what: Extract<HeardWhat, { kind: "paid" }>; met: Met },
): Promise<void> {
	const { channel } = row.heard;
	const line = readHeard(row.heard);
	await shop.db.message.create({
		data: {
			conversationId: met.conversationId,
			chatId: met.chatId,
			channel,
			direction: "heard",
			author: "customer",
			externalId: what.id,
			text: line?.text ?? "",
			kind: "paid",
			content: { amount: what.amount, currency: what.currency },
			at: row.heard.at,
			createdAt: shop.now(),
		},
	});
	const { payload, charge, amount, currency } = what;
	await recordPayment(shop, { payload, charge, amount, currency, customerId: met.customerId, channel });
}

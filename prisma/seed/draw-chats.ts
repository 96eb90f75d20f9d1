import type { Dice } from "#core/chance.ts";
import { idAt } from "./demo-ids.ts";
import type { DemoVariant } from "./draw-orders.ts";
import type { DemoPerson } from "./draw-people.ts";

/** The demo's own bots, where stand-ins swallow whatever is written to these people; a bot with a real token is never among them. */
export type DemoAccounts = { readonly telegram?: string; readonly whatsapp?: string };

const DAY = 86_400_000;
/** Chats and carts of about the last six weeks: a month's rehearsal has a past before it. */
const CARTS_SINCE = 45 * DAY;
/** Behind every id that a messenger has given away, so that even by mistake nobody real is meant. */
const FIRST_TELEGRAM = 9_900_000_001;
const FIRST_WHATSAPP = 70_000_000_001;
/** How the numbers of seeded people with WhatsApp begin; no operator has them. */
export const SEEDED_WHATSAPP = "700000";

/** Chats of some past customers with the demo's bots, and what they left in their carts there: whom a rehearsal can go over. */
export function drawChats(
	dice: Dice,
	{
		persons,
		variants,
		accounts,
		now,
	}: {
		persons: readonly DemoPerson[];
		variants: readonly DemoVariant[];
		accounts: DemoAccounts;
		now: Date;
	},
) {
	const linked = persons.flatMap((person, place) => {
		const drawn = dice.next();
		const channel = drawn < 0.25 ? "telegram" : drawn < 0.35 ? "whatsapp" : undefined;
		const account = channel && accounts[channel];
		if (!channel || !account) return [];
		const first = channel === "telegram" ? FIRST_TELEGRAM : FIRST_WHATSAPP;
		return [drawChat(dice, person, { channel, account, nativeId: String(first + place) }, now)];
	});
	return {
		identities: linked.map(({ identity }) => identity),
		conversations: linked.map(({ conversation }) => conversation),
		chats: linked.map(({ chat }) => chat),
		carts: linked.flatMap(({ identity }) =>
			dice.chance(0.6) ? drawCart(dice, identity.customerId, variants, now) : [],
		),
	};
}

function drawChat(
	dice: Dice,
	{ row }: DemoPerson,
	place: { channel: string; account: string; nativeId: string },
	now: Date,
) {
	const came = row.createdAt.getTime();
	const at = new Date(came + dice.next() * Math.max(0, now.getTime() - CARTS_SINCE - came));
	const [identityId, conversationId] = [idAt(at, dice), idAt(at, dice)];
	const displayName = `${row.firstName} ${row.lastName}`;
	const heard = { lastHeardAt: at, createdAt: at };
	return {
		identity: { id: identityId, customerId: row.id, ...place, displayName, proof: "operator", ...heard },
		conversation: { id: conversationId, customerId: row.id, ...heard, controlSince: at },
		chat: { id: idAt(at, dice), ...place, identityId, conversationId, createdAt: at },
	};
}

/** The diary of one cart that came to no order. */
function drawCart(dice: Dice, customerId: string, variants: readonly DemoVariant[], now: Date) {
	const filledAt = now.getTime() - Math.round((0.03 + dice.next() * 0.97) * CARTS_SINCE);
	const id = idAt(new Date(filledAt), dice);
	const chosen = [...new Set(Array.from({ length: dice.int(1, 3) }, () => dice.pick(variants)))];
	let [count, total] = [0, 0];
	return chosen.map((variant, place) => {
		const qty = dice.int(1, 3);
		count += qty;
		total += qty * variant.price;
		return {
			name: "cart.changed",
			customerId,
			actor: "customer",
			stage: "cart",
			at: new Date(filledAt + place * 120_000),
			data: { cart: { id }, product: variant.id, qty, count, total },
		};
	});
}

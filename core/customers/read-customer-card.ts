import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { isGiven, PURPOSES } from "./consent-state.ts";

/** Lines of the timeline on the card's first page. */
const TIMELINE_PAGE = 50;

export type CustomerCard = Awaited<ReturnType<typeof readCustomerCard>>;

/** All that the shop knows of one customer. Sums in minor units. */
export async function readCustomerCard(shop: Shop, customerId: string) {
	const customer = await shop.db.customer.findUnique({
		where: { id: customerId },
		include: {
			identities: { orderBy: { createdAt: "asc" } },
			consents: { orderBy: { id: "desc" } },
			tags: { orderBy: { tag: "asc" } },
			attributes: { orderBy: { name: "asc" } },
			figures: true,
			conversation: true,
			orders: { orderBy: { createdAt: "desc" }, take: 20, include: { lines: true } },
			coupons: { where: { state: { in: ["held", "given"] } }, orderBy: { until: "asc" } },
		},
	});
	if (!customer) throw new Refusal("not-found", "There is no such customer.");
	const [cart, evidence, timeline, favourite] = await Promise.all([
		openCart(shop, customerId),
		shop.db.channelEvidence.findMany({ where: { customerId } }),
		readTimeline(shop, { customerId }),
		titleOf(shop, customer.figures?.favouriteVariantId),
	]);
	const { identities, consents, conversation, figures, orders, coupons, tags, attributes, ...profile } = customer;
	return {
		profile,
		identities,
		/** The ledger, newest first, and what it comes to. */
		consents,
		agreesTo: PURPOSES.filter((purpose) => isGiven(consents, purpose)),
		tags: tags.map(({ tag }) => tag),
		attributes,
		figures: figures && { ...figures, favourite },
		conversation: conversation && { id: conversation.id, stage: conversation.stage, control: conversation.control },
		/** What the preferred channel is learned from, beside the customer's own word in the profile. */
		channels: evidence,
		cart,
		orders,
		coupons,
		timeline,
	};
}

/** A page of a customer's diary, newest first; `before`: the id of the last line seen. */
export async function readTimeline(
	shop: Shop,
	{ customerId, before, limit = TIMELINE_PAGE }: { customerId: string; before?: bigint; limit?: number },
) {
	const mark = before === undefined ? null : await shop.db.diary.findUnique({ where: { id: before } });
	return shop.db.diary.findMany({
		where: {
			customerId,
			...(mark && { at: { lte: mark.at }, OR: [{ at: { lt: mark.at } }, { id: { lt: mark.id } }] }),
		},
		// Not by id alone: no index has a customer's entries in that order, and all the shop's would be read back to a quiet customer's.
		orderBy: [{ at: "desc" }, { id: "desc" }],
		take: limit,
	});
}

async function openCart(shop: Shop, customerId: string) {
	const lines = await shop.db.written<CartRow>(CART_OF_CARD, [customerId]);
	const [first] = lines;
	if (!first) return null;
	return {
		id: first.cartId,
		changedAt: first.changedAt,
		count: lines.reduce((count, { qty }) => count + qty, 0),
		total: lines.reduce((total, { sum }) => total + sum, 0),
		lines: lines.map(({ title, qty, sum }) => ({ title, qty, sum })),
	};
}

type CartRow = { cartId: string; changedAt: Date; title: string; qty: number; sum: number };

const CART_OF_CARD = {
	name: "cart-of-card",
	text: `SELECT c.id AS "cartId", c.changed_at AS "changedAt", l.qty, l.qty * g.price AS sum,
			name_of_goods(g.title, g.titles, g.variant_title, 'ru') AS title
		FROM cart c JOIN cart_line l ON l.cart_id = c.id JOIN goods g ON g.id = l.variant_id
		WHERE c.customer_id = $1::uuid AND c.state = 'open' ORDER BY l.added_at, l.variant_id`,
};

async function titleOf(shop: Shop, variantId: string | null | undefined): Promise<string | null> {
	if (!variantId) return null;
	const [row] = await shop.db.written<{ title: string }>(TITLE_OF_GOODS, [variantId]);
	return row?.title ?? null;
}

const TITLE_OF_GOODS = {
	name: "title-of-goods",
	text: "SELECT name_of_goods(title, titles, variant_title, 'ru') AS title FROM goods WHERE id = $1::uuid",
};

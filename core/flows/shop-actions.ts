import { z } from "zod";
import { noteDemand } from "#core/catalogue/note-demand.ts";
import { noteProductView } from "#core/catalogue/note-view.ts";
import { readShopFacts } from "#core/catalogue/shop-facts.ts";
import { subscribeToStock } from "#core/catalogue/subscribe-to-stock.ts";
import type { ChannelName } from "#core/channel-names.ts";
import { giveCode, giveLink, type LinkToken, linkPayload } from "#core/customers/link-tokens.ts";
import { addTag, removeTag } from "#core/customers/tag-customer.ts";
import { fromMajor } from "#core/money.ts";
import { applyCoupon } from "#core/offers/apply-coupon.ts";
import { incentives } from "#core/offers/incentives.ts";
import { cancelOwnOrder } from "#core/orders/cancel-own-order.ts";
import { addToCart, clearCart, setCartQuantity } from "#core/orders/change-cart.ts";
import { giveCounterCode } from "#core/orders/counter-visits.ts";
import { createOrder } from "#core/orders/create-order.ts";
import { stateTitle } from "#core/orders/order-states.ts";
import { quoteDelivery } from "#core/orders/quote-delivery.ts";
import { readCart } from "#core/orders/read-cart.ts";
import { orderByNumber, readOrder } from "#core/orders/read-orders.ts";
import { repeatOrder } from "#core/orders/repeat-order.ts";
import { saveFeedback } from "#core/orders/save-feedback.ts";
import { findTicket, openTicket } from "#core/orders/tickets.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { ActionKind, Who } from "./hands.ts";
import { deliveryKind, givenAddress, idOf, major, type Seen, seenOrder } from "./shop-records.ts";
import type { Value } from "./types.ts";

/** What an action works with; the same key, the same effect. */
export type ActionContext = {
	readonly shop: Shop;
	readonly who: Who;
	readonly seen: Seen;
	readonly key: string;
	/** Whether the customer's messenger takes payments for us. */
	readonly bills: boolean;
	/** Links that open our other messengers. */
	readonly doors: readonly Door[];
	/** What the same step gave before the customer corrected its input. */
	readonly instead?: Value;
};

/** A link that opens us in a messenger, ready for a payload behind it. */
export type Door = { readonly channel: ChannelName; readonly startLink: string };

/** An action as the driver of a turn calls it. */
export type ShopAction = {
	readonly kind: ActionKind;
	act(context: ActionContext, input: unknown): Promise<Value>;
};

const text = z.string().trim();
const optionalText = text.nullish().transform((words) => words || undefined);
const quantity = z.int();
/** What `cart.add` gives; runs that were under way before it gave anything have nothing to replace. */
const addition = z.object({ cartId: z.string(), variantId: z.string(), qty: quantity });

/** The actions of the vocabulary, by name. Their inputs are a contract with every version of every flow still running. */
export const shopActions: ReadonlyMap<string, ShopAction> = new Map([
	action("cart.add", "idempotent", z.object({ product: idOf, qty: quantity.nullish() }), async (context, input) => {
		const qty = input.qty ?? 1;
		await notice(context, input.product);
		const added = { variantId: input.product, qty };
		const instead = addition.safeParse(context.instead).data;
		const cartId = await addToCart(context.shop, { ...change(context), ...added, ...(instead && { instead }) });
		return { cartId, ...added };
	}),

	action("cart.set", "idempotent", z.object({ product: idOf, qty: quantity }), async (context, { product, qty }) => {
		await setCartQuantity(context.shop, { ...change(context), variantId: product, qty });
		return null;
	}),

	action("cart.clear", "idempotent", z.object({}), async ({ shop, who }) => {
		await clearCart(shop, { customerId: who.customerId, actor: "customer" });
		return null;
	}),

	action("cart.apply", "idempotent", z.object({ code: text }), async ({ shop, who }, { code }) => {
		const coupon = await applyCoupon(shop, { customerId: who.customerId, typed: code, language: who.language });
		return { id: coupon.id, title: coupon.title, code: coupon.code, until: coupon.until.toISOString() };
	}),

	action(
		"delivery.quote",
		"read",
		z.object({ address: givenAddress, total: z.number().nullish() }),
		async ({ shop, who, seen }, { address, total }) => {
			const goodsTotal =
				total === null || total === undefined
					? ((await readCart(shop, { customerId: who.customerId, language: who.language }))?.goodsTotal ?? 0)
					: fromMajor(total, seen.currency).minor;
			const quote = quoteDelivery(await readShopFacts(shop), { destination: address, goodsTotal });
			if (!quote.available) return { id: "unavailable", available: false };
			const { zone, price } = quote;
			return {
				id: zone.id,
				available: true,
				price: major(price, seen),
				total: major(goodsTotal + price, seen),
				free_from: zone.freeFrom === null ? null : major(zone.freeFrom, seen),
				title: zone.title,
				zone: zone.id,
			};
		},
	),

	action(
		"order.create",
		"once",
		z.object({
			delivery: deliveryKind,
			address: givenAddress.nullish(),
			slot: idOf.nullish(),
			note: optionalText,
			payment: z.enum(["on_receipt", "invoice"]).nullish(),
		}),
		async (context, input) => {
			const { shop, who, seen, key, bills } = context;
			const payment = bills && input.payment !== "on_receipt" ? "invoice" : "on_receipt";
			const { id } = await createOrder(
				shop,
				{
					customerId: who.customerId,
					key,
					delivery: input.delivery,
					payment,
					channel: who.channel,
					source: "flow",
					actor: "customer",
					language: who.language,
					...(input.address && { address: input.address }),
					...(input.slot && { slotId: input.slot }),
					...(input.note && { note: input.note }),
				},
				incentives,
			);
			const order = await readOrder(shop, { id });
			return order && seenOrder(order, seen);
		},
	),

	action("order.cancel", "idempotent", z.object({ order: idOf, reason: optionalText }), async (context, input) => {
		const { shop, who, seen } = context;
		const { customerId, language } = who;
		const reason = input.reason ?? "changed_mind";
		await cancelOwnOrder(shop, { customerId, orderId: input.order, reason, language }, incentives);
		const order = await readOrder(shop, { id: input.order, customerId });
		return order && seenOrder(order, seen);
	}),

	action("order.repeat", "idempotent", z.object({ order: idOf }), async ({ shop, who }, { order }) => {
		const { customerId, language } = who;
		const { added, missing } = await repeatOrder(shop, { customerId, orderId: order, language });
		return { id: order, added, missing };
	}),

	action("order.track", "read", z.object({ order: idOf }), async ({ shop, who, seen }, input) => {
		const order = await readOrder(shop, { id: input.order, customerId: who.customerId });
		return order && seenOrder(order, seen);
	}),

	action("order.find", "read", z.object({ number: text }), async ({ shop, who, seen }, { number }) => {
		const order = await orderByNumber(shop, { customerId: who.customerId, written: number });
		return order && seenOrder(order, seen);
	}),

	action("ticket.find", "read", z.object({ phone: optionalText }), async ({ shop, who, seen }) => {
		const found = await findTicket(shop, { customerId: who.customerId });
		if (!found) return null;
		if (found.about === "matter") return seenMatter(found);
		const { order } = found;
		return {
			id: String(order.number),
			status: stateTitle(order, who.language),
			title: null,
			order: seenOrder(order, seen),
			opened_at: order.createdAt.toISOString(),
		};
	}),

	action("ticket.open", "once", z.object({ title: text.min(1), order: idOf.nullish() }), async (context, input) => {
		const { shop, who, key } = context;
		const matter = { customerId: who.customerId, title: input.title, key };
		return seenMatter(await openTicket(shop, { ...matter, ...(input.order && { orderId: input.order }) }));
	}),

	action(
		"feedback.save",
		"idempotent",
		z.object({
			kind: text,
			score: z.int().nullish(),
			order: idOf.nullish(),
			product: idOf.nullish(),
			comment: optionalText,
		}),
		async ({ shop, who, key }, { kind, score, order, product, comment }) => {
			await saveFeedback(shop, {
				customerId: who.customerId,
				kind,
				score: score ?? null,
				comment: comment ?? null,
				orderId: order ?? null,
				variantId: product ?? null,
				key,
			});
			return null;
		},
	),

	action("stock.subscribe", "idempotent", z.object({ product: idOf }), async ({ shop, who }, { product }) => {
		const { customerId, conversationId } = who;
		await noteDemand(shop, { customerId, conversationId, variantId: product, source: "question" });
		await subscribeToStock(shop, { customerId, variantId: product });
		return null;
	}),

	action(
		"demand.note",
		"idempotent",
		z.object({ product: idOf.nullish(), words: optionalText }),
		async ({ shop, who }, { product, words }) => {
			const { customerId, conversationId } = who;
			const asked = { ...(product && { variantId: product }), ...(words && { words }) };
			await noteDemand(shop, { customerId, conversationId, ...asked, source: "question" });
			return null;
		},
	),

	action("counter.code", "idempotent", z.object({}), async ({ shop, who }) => {
		const { code, expiresAt } = await giveCounterCode(shop, { customerId: who.customerId });
		// In two halves, as people read digits to each other.
		const spelled = `${code.slice(0, 3)} ${code.slice(3)}`;
		return { id: "counter", code: spelled, links: [], until: expiresAt.toISOString() };
	}),

	action("identity.code", "idempotent", z.object({}), async ({ shop, who, doors }) =>
		seenPass(await giveCode(shop, { customerId: who.customerId }), doors, { spelled: true }),
	),

	action("identity.link", "idempotent", z.object({}), async ({ shop, who, doors }) =>
		seenPass(await giveLink(shop, { customerId: who.customerId }), doors, { spelled: false }),
	),

	action("tag.add", "idempotent", z.object({ tag: text }), async ({ shop, who }, { tag }) => {
		await addTag(shop, { customerId: who.customerId, tag, actor: "bot" });
		return null;
	}),

	action("tag.remove", "idempotent", z.object({ tag: text }), async ({ shop, who }, { tag }) => {
		await removeTag(shop, { customerId: who.customerId, tag, actor: "bot" });
		return null;
	}),
]);

/** All actions of the shop run in the turn's transaction; those over the network would stand outside. */
function action<Input extends z.ZodType>(
	name: string,
	effect: ActionKind["effect"],
	input: Input,
	act: (context: ActionContext, input: z.output<Input>) => Promise<Value>,
): [string, ShopAction] {
	return [
		name,
		{
			kind: { effect, where: "turn" },
			act(context, given) {
				const read = input.safeParse(given);
				if (read.success) return act(context, read.data);
				const issue = read.error.issues[0];
				throw new Refusal(
					"invalid",
					`${name}: ${issue?.path.join(".") || "with"} ${issue?.message ?? "cannot be used"}`,
				);
			},
		},
	];
}

function change({ who }: ActionContext) {
	return { customerId: who.customerId, language: who.language, actor: "customer" } as const;
}

/** Whoever puts goods into the cart has looked at them. */
async function notice({ shop, who }: ActionContext, variantId: string): Promise<void> {
	await noteProductView(shop, { customerId: who.customerId, variantId, language: who.language });
}

/** A code can be typed where no link can be followed; the secret of a link is for no eyes. */
function seenPass({ token, expiresAt }: LinkToken, doors: readonly Door[], { spelled }: { spelled: boolean }): Value {
	return {
		id: "pass",
		code: spelled ? token : null,
		links: doors.map(({ channel, startLink }) => `${MESSENGERS[channel]}: ${startLink}${linkPayload(token)}`),
		until: expiresAt.toISOString(),
	};
}

const MESSENGERS: Readonly<Record<ChannelName, string>> = {
	telegram: "Telegram",
	whatsapp: "WhatsApp",
	"linked-phone": "WhatsApp",
	console: "Console",
};

function seenMatter({ number, title, openedAt }: { number: number; title: string; openedAt: Date }): Value {
	return { id: String(number), status: "открыт", title, order: null, opened_at: openedAt.toISOString() };
}

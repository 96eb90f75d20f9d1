import type { Shop } from "#core/shop.ts";

/** What an order gives away. Minor units. */
export type Reduction = {
	/** Off the goods and the delivery. */
	readonly discount: number;
	/** Put into the parcel for nothing. */
	readonly gift: string | null;
	readonly offer: string;
};

/** What orders need of offers, handed in: the two words are strangers. All of it happens in the order's transaction. */
export type Incentives = {
	/** Turns the coupon into a reduction of this order; null where it does not stand any more. */
	redeem(
		shop: Shop,
		redemption: {
			couponId: string;
			customerId: string;
			orderId: string;
			goodsTotal: number;
			deliveryFee: number;
			currency: string;
		},
	): Promise<Reduction | null>;
	/** What the coupon would take off, or takes off already, at these sums; null where it does not stand. Changes nothing. */
	reckon(
		shop: Shop,
		about: {
			couponId: string;
			customerId: string;
			goodsTotal: number;
			deliveryFee: number;
			currency: string;
			/** The order that has redeemed it. */
			orderId?: string;
		},
	): Promise<Reduction | null>;
	/** The order was cancelled: the coupon may be used again, if its time has not run out. */
	restore(shop: Shop, orderId: string): Promise<void>;
};

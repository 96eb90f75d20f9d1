/** What can be put in a cart: a variant under the name of its product. Sums in minor units. */
export type Goods = {
	/** The variant's. */
	readonly id: string;
	readonly productId: string;
	readonly sku: string;
	/** «Молоко, 1 л», in the reader's language where there is a translation. */
	readonly title: string;
	readonly about: string;
	readonly price: number;
	/** Before the last price drop. */
	readonly oldPrice: number | null;
	readonly currency: string;
	readonly unit: string;
	/** Pieces that can be sold now, over all open warehouses. */
	readonly stock: number;
	readonly photo: string | null;
	readonly category: string;
	readonly tags: readonly string[];
};

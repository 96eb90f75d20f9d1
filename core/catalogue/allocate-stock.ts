/** So many pieces of one variant. */
export type Wish = { readonly variantId: string; readonly qty: number };

/** What one warehouse can sell of one variant. Lower positions are asked first. */
export type Shelf = {
	readonly variantId: string;
	readonly warehouseId: string;
	readonly free: number;
	readonly position: number;
};

/** Pieces taken from one warehouse. */
export type Portion = { readonly variantId: string; readonly warehouseId: string; readonly qty: number };

/** Who gets what from where; or, where it does not suffice, what is left of what. */
export type Allocation =
	| { readonly enough: true; readonly portions: readonly Portion[] }
	| { readonly enough: false; readonly left: readonly { readonly variantId: string; readonly left: number }[] };

/**
 * Divides wishes over warehouses: the one named first, then by position. A warehouse that can give all of a wish is
 * preferred to two that must share it, so that an order is packed in as few places as possible.
 */
export function allocateStock(wishes: readonly Wish[], shelves: readonly Shelf[], first?: string): Allocation {
	const portions: Portion[] = [];
	const left: { variantId: string; left: number }[] = [];
	for (const { variantId, qty } of wishes) {
		const own = shelves
			.filter((shelf) => shelf.variantId === variantId && shelf.free > 0)
			.sort((one, other) => rank(one, first) - rank(other, first));
		const free = own.reduce((sum, shelf) => sum + shelf.free, 0);
		if (free < qty) left.push({ variantId, left: free });
		else portions.push(...take(variantId, qty, own));
	}
	return left.length > 0 ? { enough: false, left } : { enough: true, portions };
}

function take(variantId: string, qty: number, own: readonly Shelf[]): Portion[] {
	const whole = own.find((shelf) => shelf.free >= qty);
	if (whole) return [{ variantId, warehouseId: whole.warehouseId, qty }];
	const portions: Portion[] = [];
	let missing = qty;
	for (const { warehouseId, free } of own) {
		const taken = Math.min(free, missing);
		if (taken > 0) portions.push({ variantId, warehouseId, qty: taken });
		missing -= taken;
	}
	return portions;
}

function rank(shelf: Shelf, first?: string): number {
	return shelf.warehouseId === first ? Number.NEGATIVE_INFINITY : shelf.position;
}

import { ORDER_STATES, type OrderState, resultOf } from "./order-states.ts";

/** Which orders are meant; what is absent does not matter. */
export type OrderFilter = {
	readonly state?: OrderState | undefined;
	/** When it was made: from the first instant, until before the second. */
	readonly from?: Date | undefined;
	readonly until?: Date | undefined;
	/** When it is due, likewise. */
	readonly dueFrom?: Date | undefined;
	readonly dueUntil?: Date | undefined;
	readonly slotId?: string | undefined;
	/** Where goods of it lie, or where it is fetched. */
	readonly warehouseId?: string | undefined;
	readonly channel?: string | undefined;
	/** A tag of the customer. */
	readonly tag?: string | undefined;
	/** What is still wanted: the money, the goods past their time, or a pair of hands to pack and give them out. */
	readonly wants?: "money" | "late" | "packing" | undefined;
	/** A number, a part of a phone, of a name, or of what was bought. */
	readonly search?: string | undefined;
};

/** States in which an order is still on its way. */
export const ON_THE_WAY: readonly OrderState[] = ORDER_STATES.filter((state) => resultOf(state) === null);

/** Whether its time has passed and it is still on its way. */
export function isLate({ state, dueTo }: { state: OrderState; dueTo: Date | null }, now: Date): boolean {
	return dueTo !== null && dueTo < now && ON_THE_WAY.includes(state);
}

import type { Prisma } from "#prisma/client.ts";
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
const ON_THE_WAY: readonly OrderState[] = ORDER_STATES.filter((state) => resultOf(state) === null);

/** The filter as the database understands it. */
export function ordersMeant(filter: OrderFilter, now: Date): Prisma.OrderWhereInput {
	const { state, from, until, dueFrom, dueUntil, slotId, warehouseId, channel, tag, wants, search } = filter;
	const wanted: Prisma.OrderWhereInput[] = [];
	if (state) wanted.push({ state });
	if (from || until) wanted.push({ createdAt: between(from, until) });
	if (dueFrom || dueUntil) wanted.push({ dueFrom: between(dueFrom, dueUntil) });
	if (slotId) wanted.push({ slotId });
	if (warehouseId) wanted.push({ OR: [{ warehouseId }, { lines: { some: { warehouseId } } }] });
	if (channel) wanted.push({ channel });
	if (tag) wanted.push({ customer: { tags: { some: { tag } } } });
	if (wants) wanted.push(wanting(wants, now));
	if (search?.trim()) wanted.push({ OR: spoken(search.trim()) });
	return { AND: wanted };
}

function between(from: Date | undefined, until: Date | undefined) {
	return { ...(from && { gte: from }), ...(until && { lt: until }) };
}

function wanting(wants: NonNullable<OrderFilter["wants"]>, now: Date): Prisma.OrderWhereInput {
	switch (wants) {
		case "money":
			return { paidAt: null, state: { notIn: ["cancelled", "returned"] } };
		case "late":
			return { dueTo: { lt: now }, state: { in: [...ON_THE_WAY] } };
		case "packing":
			return { state: { in: ["placed", "confirmed", "packed", "ready"] } };
	}
}

/** Whether its time has passed and it is still on its way. */
export function isLate({ state, dueTo }: { state: OrderState; dueTo: Date | null }, now: Date): boolean {
	return dueTo !== null && dueTo < now && ON_THE_WAY.includes(state);
}

/** How people speak of an order. */
function spoken(words: string): Prisma.OrderWhereInput[] {
	const digits = words.replace(/\D/g, "");
	if (/^(№|#)?\s*\d{1,9}$/.test(words)) return [{ number: Number(digits) }, ...byPhone(digits)];
	const some = { contains: words, mode: "insensitive" } as const;
	return [
		{ customer: { OR: [{ firstName: some }, { lastName: some }] } },
		{ lines: { some: { title: some } } },
		...byPhone(digits),
	];
}

/** «8 900 …» is kept as +7 900 …: the last ten digits are the same. */
function byPhone(digits: string): Prisma.OrderWhereInput[] {
	return digits.length >= 4 ? [{ customer: { phone: { contains: digits.slice(-10) } } }] : [];
}

import { inLanguage } from "#core/in-language.ts";

/** How goods reach the customer. */
export type DeliveryKind = "courier" | "pickup";

export const ORDER_STATES = [
	"placed",
	"confirmed",
	"packed",
	"shipped",
	"ready",
	"delivered",
	"cancelled",
	"returned",
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** The channel of what is sold over the counter. */
export const COUNTER = "counter";

const NEXT: Readonly<Record<OrderState, readonly OrderState[]>> = {
	placed: ["confirmed", "cancelled"],
	confirmed: ["packed", "cancelled"],
	packed: ["shipped", "ready", "cancelled"],
	shipped: ["delivered", "cancelled"],
	ready: ["delivered", "cancelled"],
	delivered: ["returned"],
	cancelled: [],
	returned: [],
};

/** Where an order may go from here: only what is carried is shipped, only what is fetched is ready. */
export function nextStates({
	state,
	delivery,
	channel,
}: {
	state: OrderState;
	delivery: string;
	channel?: string | null;
}): OrderState[] {
	// What is sold over the counter is handed over at once.
	if (channel === COUNTER && state === "placed") return ["delivered", "cancelled"];
	const foreign: OrderState = delivery === "courier" ? "ready" : "shipped";
	return NEXT[state].filter((next) => next !== foreign);
}

/** Steps that only say how far the work is, so that they can be taken back: no goods, money or coupon has moved. */
export function mayStepBack({ from, to }: { from: OrderState | null; to: OrderState }): boolean {
	return from !== null && resultOf(from) === null && resultOf(to) === null && NEXT[from].includes(to);
}

/** A customer may cancel until somebody has packed. */
export function customerMayCancel(state: OrderState): boolean {
	return state === "placed" || state === "confirmed";
}

/** Whether an order in that state has come to its end, and to which. */
export function resultOf(state: OrderState): "won" | "lost" | null {
	if (state === "delivered") return "won";
	return state === "cancelled" || state === "returned" ? "lost" : null;
}

/** Staff may still change what is in it: nobody has packed. */
export function mayBeChanged(state: OrderState): boolean {
	return state === "placed" || state === "confirmed";
}

/** Whether the order's goods are set aside in the warehouses. */
export function holdsStock(state: OrderState): boolean {
	return ["placed", "confirmed", "packed", "shipped", "ready"].includes(state);
}

/** The state in the customer's words: «Заказ 1042: курьер в пути». */
export function stateTitle({ state, delivery }: { state: OrderState; delivery: string }, language: string): string {
	return inLanguage(language, delivery === "courier" ? COURIER_TITLES : PICKUP_TITLES)[state];
}

const COURIER_TITLES = {
	ru: {
		placed: "принят",
		confirmed: "подтверждён",
		packed: "собран",
		shipped: "курьер в пути",
		ready: "готов",
		delivered: "доставлен",
		cancelled: "отменён",
		returned: "возвращён",
	},
	en: {
		placed: "received",
		confirmed: "confirmed",
		packed: "packed",
		shipped: "the courier is on the way",
		ready: "ready",
		delivered: "delivered",
		cancelled: "cancelled",
		returned: "returned",
	},
};

const PICKUP_TITLES = {
	ru: { ...COURIER_TITLES.ru, ready: "ждёт вас в магазине", delivered: "выдан" },
	en: { ...COURIER_TITLES.en, ready: "waiting for you at the shop", delivered: "handed over" },
};

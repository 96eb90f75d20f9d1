import { useQuery } from "@tanstack/react-query";
import { type OrderStateName, orderPage } from "#admin/contract/orders.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { OrderCard } from "./order-card.tsx";

/** Columns of the board: an order goes from left to right. */
const COLUMNS: readonly OrderStateName[] = [
	"placed",
	"confirmed",
	"packed",
	"shipped",
	"ready",
	"delivered",
	"cancelled",
];

/** The orders board. */
export function Orders() {
	const { t } = useSpeech();
	return (
		<section className="screen wide-screen">
			<header>
				<h1>{t("orders")}</h1>
			</header>
			<div className="board">
				{COLUMNS.map((state) => (
					<Column key={state} state={state} />
				))}
			</div>
		</section>
	);
}

function Column({ state }: { state: OrderStateName }) {
	const { t } = useSpeech();
	const orders = useQuery({
		queryKey: ["orders", state],
		queryFn: () => get(`/api/orders?state=${state}&limit=30`, orderPage),
	});
	return (
		<section className="column" aria-label={t(state)}>
			<h2>
				{t(state)}{" "}
				{orders.data && <Pill>{orders.data.next ? `${orders.data.items.length}+` : orders.data.items.length}</Pill>}
			</h2>
			<Loaded query={orders}>
				{({ items }) =>
					items.length === 0 ? <Empty /> : items.map((order) => <OrderCard key={order.id} order={order} />)
				}
			</Loaded>
		</section>
	);
}

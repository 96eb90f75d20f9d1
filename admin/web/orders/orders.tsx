import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
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
	"returned",
];

/** The orders board. */
export function Orders() {
	const { t } = useSpeech();
	return (
		<section className="screen wide-screen">
			<header>
				<h1>{t("orders")}</h1>
				<Link href="/unmet-demand">{t("missing")}</Link>
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
	const orders = useInfiniteQuery({
		queryKey: ["orders", state],
		queryFn: ({ pageParam }) =>
			get(`/api/orders?state=${state}&limit=30${pageParam && `&after=${pageParam}`}`, orderPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
	});
	const shown = orders.data?.pages.flatMap(({ items }) => items);
	return (
		<section className="column" aria-label={t(state)}>
			<h2>
				{t(state)} {shown && <Pill>{orders.hasNextPage ? `${shown.length}+` : shown.length}</Pill>}
			</h2>
			<Loaded query={orders}>
				{({ pages }) =>
					pages[0]?.items.length === 0 ? (
						<Empty />
					) : (
						pages.flatMap(({ items }) => items).map((order) => <OrderCard key={order.id} order={order} />)
					)
				}
			</Loaded>
			{orders.hasNextPage && (
				<button
					type="button"
					className="wide"
					disabled={orders.isFetchingNextPage}
					onClick={() => void orders.fetchNextPage()}
				>
					{t("more")}
				</button>
			)}
		</section>
	);
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type OrderStateName, type OrderView, orderPage, orderStates } from "#admin/contract/orders.ts";
import { get } from "../api.ts";
import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import { More } from "../more.tsx";
import { OutcomePicker } from "../outcomes/outcome-picker.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { GIVE_UP, useMoveOrder } from "./move-order.ts";
import { OrderCard } from "./order-card.tsx";

/** Orders by state: a card is dragged on, or moved by its own buttons; on a phone the columns are tabs. */
export function Board({ query }: { query: string }) {
	const { t, trouble } = useSpeech();
	const mayMove = useMay("move-orders");
	const [shown, setShown] = useState<OrderStateName>("placed");
	const [dragged, setDragged] = useState<OrderView | null>(null);
	const [leaving, setLeaving] = useState<{ order: OrderView; to: OrderStateName } | null>(null);
	const moving = useMoveOrder();

	function drop(to: OrderStateName) {
		const order = dragged;
		setDragged(null);
		if (!order || order.state === to) return;
		// Where it may not go, the server says why.
		if (GIVE_UP[to] && order.next.includes(to)) setLeaving({ order, to });
		else moving.mutate({ id: order.id, to });
	}

	return (
		<>
			<fieldset className="tabs column-tabs">
				<legend>{t("filterState")}</legend>
				{orderStates.map((state) => (
					<button key={state} type="button" aria-pressed={state === shown} onClick={() => setShown(state)}>
						{t(state)}
					</button>
				))}
			</fieldset>
			{moving.isError && <p role="alert">{trouble(moving.error)}</p>}
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the arrows */}
			<section className="board" aria-label={t("ordersAs_board")} tabIndex={0}>
				{orderStates.map((state) => (
					<Column
						key={state}
						state={state}
						query={query}
						here={state === shown}
						takes={dragged?.next.includes(state) ?? false}
						onDrop={() => drop(state)}
						onDrag={mayMove ? setDragged : undefined}
					/>
				))}
			</section>
			{leaving && (
				<Dialog title={`№ ${leaving.order.number}`} close={() => setLeaving(null)}>
					<OutcomePicker
						kind="lost"
						label={t(GIVE_UP[leaving.to]?.why ?? "outcomeWhyLost")}
						onChoose={(chosen) => {
							moving.mutate({ id: leaving.order.id, to: leaving.to, ...chosen });
							setLeaving(null);
						}}
						onCancel={() => setLeaving(null)}
					/>
				</Dialog>
			)}
		</>
	);
}

type Props = {
	readonly state: OrderStateName;
	readonly query: string;
	/** On a phone, the one in sight. */
	readonly here: boolean;
	/** What is being dragged may be dropped here. */
	readonly takes: boolean;
	readonly onDrop: () => void;
	readonly onDrag: ((order: OrderView | null) => void) | undefined;
};

function Column({ state, query, here, takes, onDrop, onDrag }: Props) {
	const { t } = useSpeech();
	const orders = useInfiniteQuery({
		queryKey: ["orders", state, query],
		queryFn: ({ pageParam }) =>
			get(`/api/orders?${query}&state=${state}&limit=30${pageParam && `&after=${pageParam}`}`, orderPage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
		placeholderData: (before) => before,
	});
	const shown = orders.data?.pages.flatMap(({ items }) => items);
	return (
		<section
			className={`column${here ? " here" : ""}${takes ? " takes" : ""}`}
			aria-label={t(state)}
			onDragOver={(event) => event.preventDefault()}
			onDrop={(event) => {
				event.preventDefault();
				onDrop();
			}}
		>
			<h2>
				{t(state)} {shown && <Pill>{orders.hasNextPage ? `${shown.length}+` : shown.length}</Pill>}
			</h2>
			<Loaded query={orders}>
				{() =>
					shown?.length === 0 ? (
						<Empty />
					) : (
						shown?.map((order) => (
							// biome-ignore lint/a11y/noStaticElementInteractions: the card's own buttons do the same without a mouse
							<div
								key={order.id}
								draggable={onDrag !== undefined && order.next.length > 0}
								onDragStart={() => onDrag?.(order)}
								onDragEnd={() => onDrag?.(null)}
							>
								<OrderCard order={order} />
							</div>
						))
					)
				}
			</Loaded>
			<More of={orders} />
		</section>
	);
}

import { useQuery } from "@tanstack/react-query";
import { type OrderView, orderPage } from "#admin/contract/orders.ts";
import { get } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded } from "../states.tsx";

/** As many as one list holds; more is a day to be chosen. */
const MOST = 200;

/** What has to be ready for which slot, to be printed and ticked off by hand. */
export function PackingList({ query }: { query: string }) {
	const { t } = useSpeech();
	const orders = useQuery({
		queryKey: ["orders", "packing", query],
		queryFn: () => {
			const asked = new URLSearchParams(query);
			asked.set("wants", "packing");
			asked.set("limit", String(MOST));
			return get(`/api/orders?${asked}`, orderPage);
		},
	});
	return (
		<div className="packing">
			<p className="line no-print">
				<span className="faint">{t("packingHint")}</span>
				<button type="button" onClick={() => window.print()}>
					{t("printIt")}
				</button>
			</p>
			<Loaded query={orders}>
				{({ items, next }) => (
					<>
						{items.length === 0 && <Empty>{t("packingNone")}</Empty>}
						{next !== null && <p role="alert">{t("packingMore")}</p>}
						{[...bySlot(items)].map(([key, some]) => (
							<Slot key={key} orders={some} />
						))}
					</>
				)}
			</Loaded>
		</div>
	);
}

function Slot({ orders }: { orders: readonly OrderView[] }) {
	const { t, when, time, money } = useSpeech();
	const [first] = orders;
	if (!first) return null;
	return (
		<section className="panel">
			<h2>
				{first.delivery === "courier" ? t("courier") : t("pickup")} ·{" "}
				{first.dueFrom ? `${when(first.dueFrom)}${first.dueTo ? `–${time(first.dueTo)}` : ""}` : t("packingNoTime")}
			</h2>
			<p className="faint">{sumOf(orders).join(" · ")}</p>
			<ul className="plain">
				{orders.map((order) => (
					<li key={order.id} className="to-pack">
						<p className="line">
							<strong>
								☐ № {order.number} · {order.customer.name}
							</strong>
							<span>
								{money(order.total)} {order.paidAt ? t("paid") : t("filterUnpaid")}
							</span>
						</p>
						<ul className="plain">
							{keyed(order.lines, ({ title }) => title).map(({ key, item }) => (
								<li key={key}>
									☐ {item.title} × {item.qty} {item.warehouse && <small>{item.warehouse}</small>}
								</li>
							))}
						</ul>
						{order.address && <p>{order.address}</p>}
						{order.note && <p>«{order.note}»</p>}
					</li>
				))}
			</ul>
		</section>
	);
}

/** The soonest first; what has no time comes last. */
function bySlot(orders: readonly OrderView[]): Map<string, OrderView[]> {
	const slots = new Map<string, OrderView[]>();
	const sorted = [...orders].sort((one, other) => (one.dueFrom ?? "9").localeCompare(other.dueFrom ?? "9"));
	for (const order of sorted) {
		const key = `${order.dueFrom ?? ""} ${order.delivery}`;
		slots.set(key, [...(slots.get(key) ?? []), order]);
	}
	return slots;
}

/** All goods of a slot together: what to bring from the shelf at once. */
function sumOf(orders: readonly OrderView[]): string[] {
	const sums = new Map<string, number>();
	for (const { lines } of orders) for (const { title, qty } of lines) sums.set(title, (sums.get(title) ?? 0) + qty);
	return [...sums].map(([title, qty]) => `${title} × ${qty}`);
}

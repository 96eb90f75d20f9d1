import type { CounterCardView } from "#admin/contract/counter.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";

/** Who stands at the counter, as far as a cashier needs to know. */
export function CounterCard({ card }: { card: CounterCardView }) {
	const { t, money, when, day, name } = useSpeech();
	return (
		<article className="panel counter-card" aria-label={t("counterCustomer")}>
			<h2>{card.name || t("counterNameless")}</h2>
			{card.promise && (
				<p className="promise">
					{t("counterPromise")}: «{card.promise.text}» · {when(card.promise.dueAt)}
				</p>
			)}
			<h3>{t("counterOrders")}</h3>
			{card.orders.length === 0 ? (
				<Empty>{t("counterFirst")}</Empty>
			) : (
				<ul className="plain">
					{card.orders.map((order) => (
						<li key={order.number}>
							<p className="line">
								<span>
									№ {order.number} · {day(order.at)} · {name(order.state)}
								</span>
								<span>{money(order.total)}</span>
							</p>
							<small className="faint">{order.titles}</small>
						</li>
					))}
				</ul>
			)}
		</article>
	);
}

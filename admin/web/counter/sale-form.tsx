import { useState } from "react";
import { type CounterCardView, counterGoods } from "#admin/contract/counter.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { GoodsPicker } from "../order-editor/goods-picker.tsx";
import { type EditedLine, OrderLines } from "../order-editor/order-lines.tsx";
import { OutcomePicker } from "../outcomes/outcome-picker.tsx";

/** What the server is told of a sale. */
export type CounterSale = {
	readonly lines: readonly { readonly variantId: string; readonly qty: number }[];
	readonly couponId?: string;
	readonly reason: string;
	readonly note?: string;
	readonly offer?: string;
};

type Goods = Omit<EditedLine, "qty">;

type Props = {
	readonly card: CounterCardView;
	readonly busy: boolean;
	readonly onSell: (sale: CounterSale) => void;
};

/** What is sold: the proposals first, each with its reason; then the discount, and why they bought, which closes the sale. */
export function SaleForm({ card, busy, onSell }: Props) {
	const { t, money, day } = useSpeech();
	const [lines, setLines] = useState<readonly EditedLine[]>([]);
	const [couponId, setCouponId] = useState("");
	const [offer, setOffer] = useState<string | null>(null);
	const add = (goods: Goods) =>
		setLines((before) =>
			before.some(({ variantId }) => variantId === goods.variantId) ? before : [...before, { ...goods, qty: 1 }],
		);
	const total = lines.reduce((sum, { price, qty }) => sum + price.minor * qty, 0);
	return (
		<div className="panel sale">
			{card.offers.length > 0 && <h3>{t("counterOffers")}</h3>}
			<div className="offers">
				{card.offers.map(({ reason, times, ...goods }) => (
					<button
						key={goods.variantId}
						type="button"
						onClick={() => {
							add(goods);
							setOffer((before) => before ?? goods.variantId);
						}}
					>
						<span>{goods.title}</span>
						<strong>{money(goods.price)}</strong>
						<small>{reason === "bought" ? `${t("counterBought")} ${times}` : t(`counterWhy_${reason}`)}</small>
					</button>
				))}
			</div>
			<GoodsPicker
				from={["counter-goods"]}
				find={(q) => get(`/api/counter/goods?${new URLSearchParams({ q })}`, counterGoods)}
				onPick={add}
			/>
			<OrderLines lines={lines} onChange={setLines} />
			{card.discounts.length > 0 && (
				<label>
					{t("counterDiscount")}
					<select value={couponId} onChange={(event) => setCouponId(event.target.value)}>
						<option value="">{t("orderNoCoupon")}</option>
						{card.discounts.map((one) => (
							<option key={one.couponId} value={one.couponId}>
								{one.title} · {t("counterUntil")} {day(one.until)}
							</option>
						))}
					</select>
				</label>
			)}
			{lines.length > 0 && (
				<>
					<p className="line">
						<strong>{couponId ? t("counterBeforeDiscount") : t("orderTotal")}</strong>
						<strong>{money({ minor: total, currency: lines[0]?.price.currency ?? "RUB" })}</strong>
					</p>
					<OutcomePicker
						kind="won"
						label={t("counterWhy")}
						busy={busy}
						onChoose={(chosen) =>
							onSell({
								...chosen,
								lines: lines.map(({ variantId, qty }) => ({ variantId, qty })),
								...(couponId && { couponId }),
								...(offer && lines.some(({ variantId }) => variantId === offer) && { offer }),
							})
						}
					/>
				</>
			)}
		</div>
	);
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type CounterCardView, counterGoods } from "#admin/contract/counter.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { type EditedLine, OrderLines } from "../order-editor/order-lines.tsx";
import { OutcomePicker } from "../outcomes/outcome-picker.tsx";
import { useSettled } from "../use-settled.ts";

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
			<CounterGoods onPick={add} />
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

/** What else is sold, by a few letters. */
function CounterGoods({ onPick }: { onPick: (goods: Goods) => void }) {
	const { t, money, trouble } = useSpeech();
	const [letters, setLetters] = useState("");
	const asked = useSettled(letters.trim());
	const found = useQuery({
		queryKey: ["counter-goods", asked],
		queryFn: () => get(`/api/counter/goods?${new URLSearchParams({ q: asked })}`, counterGoods),
		enabled: asked.length >= 2,
	});
	const items = asked.length >= 2 ? (found.data?.items ?? []) : [];
	return (
		<div className="goods-picker">
			<input
				type="search"
				aria-label={t("orderAdd")}
				placeholder={t("orderAdd")}
				maxLength={100}
				value={letters}
				onChange={(event) => setLetters(event.target.value)}
			/>
			{found.isError && <p role="alert">{trouble(found.error)}</p>}
			{asked.length >= 2 && found.isSuccess && items.length === 0 && <p className="faint">{t("answerCardNone")}</p>}
			<ul className="plain">
				{items.map((goods) => (
					<li key={goods.variantId}>
						<button
							type="button"
							className="quiet line"
							disabled={goods.stock <= 0}
							onClick={() => {
								onPick(goods);
								setLetters("");
							}}
						>
							<span>{goods.title}</span>
							<span>
								{money(goods.price)} · {goods.stock} {goods.unit}
							</span>
						</button>
					</li>
				))}
			</ul>
		</div>
	);
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { type OrderDeskView, type OrderQuoteView, orderQuote } from "#admin/contract/order-editor.ts";
import { ApiRefusal, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { pressKey } from "../press-key.ts";
import { useSettled } from "../use-settled.ts";
import { GoodsPicker } from "./goods-picker.tsx";
import { type EditedLine, OrderLines } from "./order-lines.tsx";

type Props = {
	readonly conversationId: string;
	readonly lease?: number;
	readonly desk: OrderDeskView;
	readonly onDone: () => void;
	/** What the screen shows is old: everything is asked again. */
	readonly onStale: () => void;
};

/** What is ordered, how it gets there, and what it comes to by the prices and the stock of now. */
export function OrderForm({ conversationId, lease, desk, onDone, onStale }: Props) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [lines, setLines] = useState<readonly EditedLine[]>(desk.lines);
	const [delivery, setDelivery] = useState(desk.delivery);
	const [address, setAddress] = useState(desk.address ?? desk.customer.addresses[0] ?? "");
	const [slotId, setSlotId] = useState(desk.slotId ?? "");
	const [warehouseId, setWarehouseId] = useState(desk.warehouseId ?? "");
	const [couponId, setCouponId] = useState(desk.couponId ?? "");
	const [note, setNote] = useState(desk.note ?? "");
	const [key] = useState(pressKey);
	const known = useId();
	const terms = {
		lines: lines.map(({ variantId, qty }) => ({ variantId, qty })),
		delivery,
		...(delivery === "courier" && address.trim() && { address: address.trim() }),
		...(slotId && { slotId }),
		...(delivery === "pickup" && warehouseId && { warehouseId }),
		...(note.trim() && { note: note.trim() }),
	};
	const asked = useSettled(
		JSON.stringify({ ...terms, ...(couponId && { couponId }), ...(desk.order && { order: desk.order.id }) }),
	);
	const quote = useQuery({
		queryKey: ["order-quote", conversationId, asked],
		queryFn: async () =>
			orderQuote.parse(await send("POST", `/api/conversations/${conversationId}/order-quote`, JSON.parse(asked))),
		enabled: lines.length > 0,
		placeholderData: keepPreviousData,
		staleTime: 0,
	});
	const saving = useMutation({
		mutationFn: () =>
			desk.order ? change(desk.order, terms) : send("POST", `/api/conversations/${conversationId}/orders`, made()),
		onSuccess() {
			for (const queryKey of [["orders"], ["card"], ["thread", conversationId], ["order-desk", conversationId]])
				void queries.invalidateQueries({ queryKey });
			onDone();
		},
		onError(error) {
			if (error instanceof ApiRefusal && error.code === "stale") onStale();
		},
	});

	function made() {
		return {
			...terms,
			key,
			...(lease !== undefined && { lease }),
			...(couponId && { couponId }),
			...(desk.cart && { cart: desk.cart }),
		};
	}

	function save(event: FormEvent) {
		event.preventDefault();
		if (lines.length > 0 && !saving.isPending) saving.mutate();
	}

	const ready = lines.length > 0 && (quote.data?.problems.length ?? 1) === 0 && !quote.isPlaceholderData;
	const slots = desk.slots[delivery];
	return (
		<form onSubmit={save} className="order-form">
			<OrderLines lines={lines} onChange={setLines} />
			<GoodsPicker
				conversationId={conversationId}
				onPick={(goods) =>
					setLines((before) =>
						before.some(({ variantId }) => variantId === goods.variantId) ? before : [...before, { ...goods, qty: 1 }],
					)
				}
			/>
			<fieldset className="delivery">
				<legend>{t("delivery")}</legend>
				{(["pickup", "courier"] as const).map((kind) => (
					<label key={kind}>
						<input
							type="radio"
							name={`${known}-delivery`}
							checked={delivery === kind}
							onChange={() => {
								setDelivery(kind);
								setSlotId("");
							}}
						/>
						{t(kind)}
					</label>
				))}
				{delivery === "courier" ? (
					<label>
						{t("orderAddress")}
						<input
							list={known}
							maxLength={500}
							required
							value={address}
							onChange={(event) => setAddress(event.target.value)}
						/>
						<datalist id={known}>
							{desk.customer.addresses.map((one) => (
								<option key={one} value={one} />
							))}
						</datalist>
					</label>
				) : (
					<label>
						{t("orderPickup")}
						<select value={warehouseId} onChange={(event) => setWarehouseId(event.target.value)}>
							<option value="">{t("orderAnyPlace")}</option>
							{desk.pickupPoints.map(({ id, title, address: where }) => (
								<option key={id} value={id}>
									{title}, {where}
								</option>
							))}
						</select>
					</label>
				)}
				<label>
					{t("orderSlot")}
					<select value={slotId} onChange={(event) => setSlotId(event.target.value)}>
						<option value="">{t("orderNoSlot")}</option>
						{slots.map(({ id, title }) => (
							<option key={id} value={id}>
								{title}
							</option>
						))}
					</select>
				</label>
			</fieldset>
			{!desk.order && desk.coupons.length > 0 && (
				<label>
					{t("orderCoupon")}
					<select value={couponId} onChange={(event) => setCouponId(event.target.value)}>
						<option value="">{t("orderNoCoupon")}</option>
						{desk.coupons.map(({ id, title, code }) => (
							<option key={id} value={id}>
								{title} · {code}
							</option>
						))}
					</select>
				</label>
			)}
			<label>
				{t("orderNote")}
				<input maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
			</label>
			{quote.isError && <p role="alert">{trouble(quote.error)}</p>}
			{quote.data && lines.length > 0 && <Sum quote={quote.data} />}
			{saving.isError && <p role="alert">{trouble(saving.error)}</p>}
			<button type="submit" className="main wide" disabled={!ready || saving.isPending}>
				{desk.order ? t("orderSave") : t("orderPlace")}
			</button>
			<small className="faint">{t("orderTold")}</small>
		</form>
	);
}

function change(order: NonNullable<OrderDeskView["order"]>, terms: object) {
	return send("PUT", `/api/orders/${order.id}/terms`, { ...terms, changedAt: order.changedAt });
}

/** What it comes to, and what stands in the way. */
function Sum({ quote }: { quote: OrderQuoteView }) {
	const { t, money } = useSpeech();
	return (
		<output className="order-sum">
			{quote.problems.map((problem) => (
				<p key={problem} className="problem">
					{problem}
				</p>
			))}
			{quote.deliveryFee.minor > 0 && (
				<p className="line">
					<span>{t("delivery")}</span>
					<span>{money(quote.deliveryFee)}</span>
				</p>
			)}
			{quote.discount.minor > 0 && (
				<p className="line">
					<span>{t("discount")}</span>
					<span>−{money(quote.discount)}</span>
				</p>
			)}
			<p className="line">
				<strong>{t("orderTotal")}</strong>
				<strong>{money(quote.total)}</strong>
			</p>
		</output>
	);
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answerCards } from "#admin/contract/answer-cards.ts";
import { type OrderDeskView, type OrderQuoteView, orderQuote } from "#admin/contract/order-editor.ts";
import { ApiRefusal, get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { PickOne } from "../pick-one.tsx";
import { pressKey } from "../press-key.ts";
import { useSettled } from "../use-settled.ts";
import { DeliveryFields, type EditedDelivery } from "./delivery-fields.tsx";
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
	const [edited, setEdited] = useState(() => deliveryOf(desk));
	const [couponId, setCouponId] = useState(desk.couponId ?? "");
	const [note, setNote] = useState(desk.note ?? "");
	const [key] = useState(pressKey);
	const terms = termsOf(lines, edited, note);
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
	return (
		<form onSubmit={save} className="order-form">
			<OrderLines lines={lines} onChange={setLines} />
			<GoodsPicker
				from={["answer-cards", conversationId]}
				find={(q) => get(`/api/answer-cards?${new URLSearchParams({ q, conversation: conversationId })}`, answerCards)}
				onPick={(goods) =>
					setLines((before) =>
						before.some(({ variantId }) => variantId === goods.variantId) ? before : [...before, { ...goods, qty: 1 }],
					)
				}
			/>
			<DeliveryFields
				desk={desk}
				edited={edited}
				onEdit={(change) => setEdited((before) => ({ ...before, ...change }))}
			/>
			{!desk.order && desk.coupons.length > 0 && (
				<PickOne
					label={t("orderCoupon")}
					none={t("orderNoCoupon")}
					value={couponId}
					options={desk.coupons.map(({ id, title, code }) => ({ id, title: `${title} · ${code}` }))}
					onPick={setCouponId}
				/>
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

function deliveryOf({ delivery, address, customer, slotId, warehouseId }: OrderDeskView): EditedDelivery {
	return {
		delivery,
		address: address ?? customer.addresses[0] ?? "",
		slotId: slotId ?? "",
		warehouseId: warehouseId ?? "",
	};
}

function termsOf(
	lines: readonly EditedLine[],
	{ delivery, address, slotId, warehouseId }: EditedDelivery,
	note: string,
) {
	return {
		lines: lines.map(({ variantId, qty }) => ({ variantId, qty })),
		delivery,
		...(delivery === "courier" && address.trim() && { address: address.trim() }),
		...(slotId && { slotId }),
		...(delivery === "pickup" && warehouseId && { warehouseId }),
		...(note.trim() && { note: note.trim() }),
	};
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

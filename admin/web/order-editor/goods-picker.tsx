import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OrderGoodsView } from "#admin/contract/order-editor.ts";
import { useSpeech } from "../language.tsx";
import { useSettled } from "../use-settled.ts";

type Goods = Omit<OrderGoodsView, "qty">;

type PickerParts = {
	/** What the answers are kept under, beside the letters. */
	readonly from: readonly string[];
	readonly find: (letters: string) => Promise<{ readonly items: readonly Goods[] }>;
	readonly onPick: (goods: Goods) => void;
};

/** A few letters of a name, and what they may mean, with price and stock; one tap takes it. */
export function GoodsPicker({ from, find, onPick }: PickerParts) {
	const { t, money, trouble } = useSpeech();
	const [letters, setLetters] = useState("");
	const asked = useSettled(letters.trim());
	const found = useQuery({
		queryKey: [...from, asked],
		queryFn: () => find(asked),
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
				// Enter looks something up here, and must not send the form.
				onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
			/>
			{found.isError && <p role="alert">{trouble(found.error)}</p>}
			{asked.length >= 2 && found.isSuccess && items.length === 0 && <p className="faint">{t("answerCardNone")}</p>}
			<ul className="plain">
				{items.map(({ variantId, title, price, stock, unit }) => (
					<li key={variantId}>
						<button
							type="button"
							className="quiet line"
							disabled={stock <= 0}
							onClick={() => {
								onPick({ variantId, title, price, stock, unit });
								setLetters("");
							}}
						>
							<span>{title}</span>
							<span>
								{money(price)} · {stock} {unit}
							</span>
						</button>
					</li>
				))}
			</ul>
		</div>
	);
}

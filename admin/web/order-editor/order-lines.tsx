import type { OrderGoodsView } from "#admin/contract/order-editor.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";

export type EditedLine = OrderGoodsView;

/** What is picked, with how many pieces there are of each. */
export function OrderLines({
	lines,
	onChange,
}: {
	lines: readonly EditedLine[];
	onChange: (lines: readonly EditedLine[]) => void;
}) {
	const { t, money } = useSpeech();
	if (lines.length === 0) return <Empty>{t("orderNothing")}</Empty>;
	const set = (variantId: string, qty: number) =>
		onChange(
			qty < 1
				? lines.filter((line) => line.variantId !== variantId)
				: lines.map((line) => (line.variantId === variantId ? { ...line, qty } : line)),
		);
	return (
		<ul className="plain order-lines">
			{lines.map((line) => (
				<li key={line.variantId} className="line">
					<span className="grow">
						{line.title}
						<br />
						<small className={line.qty > line.stock ? "problem" : "faint"}>
							{money(line.price)} · {t("orderStock")} {line.stock} {line.unit}
						</small>
					</span>
					<span className="quantity">
						<button
							type="button"
							aria-label={`${t("orderLess")}: ${line.title}`}
							onClick={() => set(line.variantId, line.qty - 1)}
						>
							−
						</button>
						<input
							type="number"
							inputMode="numeric"
							min={1}
							max={999}
							aria-label={`${t("orderQuantity")}: ${line.title}`}
							value={line.qty}
							onChange={(event) => {
								const qty = event.target.valueAsNumber;
								if (Number.isInteger(qty) && qty > 0 && qty < 1000) set(line.variantId, qty);
							}}
						/>
						<button
							type="button"
							aria-label={`${t("orderMore")}: ${line.title}`}
							onClick={() => set(line.variantId, line.qty + 1)}
						>
							+
						</button>
					</span>
				</li>
			))}
		</ul>
	);
}

import type { AnswerCardView } from "#admin/contract/answer-cards.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";

type Props = {
	readonly card: AnswerCardView;
	readonly busy: boolean;
	readonly onSend: () => void;
	readonly onInsert?: () => void;
};

/** Everything that is known of goods, each number with its age, and the words that would go out. */
export function AnswerCard({ card, busy, onSend, onInsert }: Props) {
	const { t, money, since } = useSpeech();
	const now = useNow();
	return (
		<article className="answer-card" aria-label={card.title}>
			<header className="line">
				<strong>{card.title}</strong>
				<span>
					<strong>{money(card.price)}</strong>{" "}
					<small className="faint">
						{t("answerPriceAge")} {since(card.pricedAt, now)}
					</small>
				</span>
			</header>
			<table>
				<thead>
					<tr>
						<th scope="col">{t("answerWarehouse")}</th>
						<th scope="col">{t("answerFree")}</th>
						<th scope="col">{t("answerAge")}</th>
						<th scope="col">{t("answerLead")}</th>
					</tr>
				</thead>
				<tbody>
					{card.shelves.map((shelf) => (
						<tr key={shelf.warehouse}>
							<td>{shelf.warehouse}</td>
							<td>
								{shelf.free} {card.unit}
							</td>
							<td>
								{shelf.stale ? <Pill tone="warn">{since(shelf.countedAt, now)}</Pill> : since(shelf.countedAt, now)}
							</td>
							<td>
								{shelf.leadDays === null ? "—" : `${shelf.leadDays} ${t("days")}`}
								{shelf.leadToldAt && <small className="faint"> · {since(shelf.leadToldAt, now)}</small>}
							</td>
						</tr>
					))}
				</tbody>
			</table>
			{card.shelves.length === 0 && <p className="faint">{t("answerNowhere")}</p>}
			{card.substitutes.length > 0 && (
				<p className="faint">
					{t("answerInstead")}:{" "}
					{card.substitutes.map((one) => `${one.title} — ${money(one.price)}, ${one.stock} ${one.unit}`).join("; ")}
				</p>
			)}
			<blockquote>{card.text}</blockquote>
			{card.answer === "check" && <p className="faint">{t("answerPromises")}</p>}
			<div className="buttons">
				{onInsert && (
					<button type="button" onClick={onInsert}>
						{t("answerInsert")}
					</button>
				)}
				<button type="button" className="main" disabled={busy} onClick={onSend}>
					{t("answerSend")}
				</button>
			</div>
		</article>
	);
}

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type CounterCardView, counterCard, sale } from "#admin/contract/counter.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { CodeField } from "./code-field.tsx";
import { CounterCard } from "./counter-card.tsx";
import { type CounterSale, SaleForm } from "./sale-form.tsx";

/** The cashier's one screen: six digits become a card, the card a sale, and the screen waits for the next code. */
export function CounterScreen() {
	const { t, trouble, money } = useSpeech();
	const [card, setCard] = useState<CounterCardView | null>(null);
	const opening = useMutation({
		mutationFn: async (code: string) => counterCard.parse(await send("POST", "/api/counter/visits", { code })),
		onSuccess: setCard,
	});
	const selling = useMutation({
		mutationFn: async ({ visit, sold }: { visit: string; sold: CounterSale }) =>
			sale.parse(await send("POST", `/api/counter/visits/${visit}/sale`, sold)),
		onSuccess: () => setCard(null),
	});
	return (
		<section className="screen counter">
			<header className="line">
				<h1>{t("counter")}</h1>
				{card && (
					<button type="button" className="quiet" onClick={() => setCard(null)}>
						{t("counterNext")}
					</button>
				)}
			</header>
			{selling.isSuccess && !card && (
				<output className="sold">
					№ {selling.data.number} · {money(selling.data.total)} · {t("counterSold")}
				</output>
			)}
			{card ? (
				<>
					<CounterCard card={card} />
					<SaleForm
						key={card.visit}
						card={card}
						busy={selling.isPending}
						onSell={(sold) => selling.mutate({ visit: card.visit, sold })}
					/>
					{selling.isError && <p role="alert">{trouble(selling.error)}</p>}
				</>
			) : (
				<CodeField
					busy={opening.isPending}
					onCode={(code) => {
						selling.reset();
						opening.mutate(code);
					}}
				/>
			)}
			{opening.isError && !card && <p role="alert">{trouble(opening.error)}</p>}
		</section>
	);
}

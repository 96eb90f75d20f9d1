import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type AnswerCardView, answerCards } from "#admin/contract/answer-cards.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { pressKey } from "../press-key.ts";
import { Empty, Pill } from "../states.tsx";
import { useSettled } from "../use-settled.ts";
import { AnswerCard } from "./answer-card.tsx";

/** Letters before anything is looked up: one finds half the shop. */
const FEWEST = 2;

const STEPS: ReadonlyMap<string, number> = new Map([
	["ArrowDown", 1],
	["ArrowUp", -1],
]);

const TONES = { have: "good", none: "bad", check: "warn" } as const;

type Props = {
	readonly conversationId: string;
	/** The lease that the thread shows. */
	readonly lease?: number;
	/** What was typed behind `/` already. */
	readonly begun?: string;
	readonly onClose: () => void;
	/** Puts the words into the composer instead of sending them. */
	readonly onInsert?: (text: string) => void;
};

/** `/` and a few letters: arrows choose, Enter sends what the card says to the customer, Escape closes. */
export function AnswerCardPicker({ conversationId, lease, begun = "", onClose, onInsert }: Props) {
	const { t, trouble, money } = useSpeech();
	const queries = useQueryClient();
	const list = useId();
	const [letters, setLetters] = useState(begun);
	const [place, setPlace] = useState(0);
	const [key, setKey] = useState(pressKey);
	const field = useRef<HTMLInputElement>(null);
	useEffect(() => field.current?.focus(), []);
	const asked = useSettled(letters.trim());
	const found = useQuery({
		queryKey: ["answer-cards", conversationId, asked],
		queryFn: () =>
			get(`/api/answer-cards?${new URLSearchParams({ q: asked, conversation: conversationId })}`, answerCards),
		enabled: asked.length >= FEWEST,
		placeholderData: keepPreviousData,
	});
	const items = asked.length >= FEWEST ? (found.data?.items ?? []) : [];
	const chosen = items[Math.min(place, items.length - 1)];
	const sending = useMutation({
		mutationFn: ({ variantId }: AnswerCardView) =>
			send("POST", `/api/conversations/${conversationId}/answer-cards`, {
				variantId,
				key,
				...(lease !== undefined && { lease }),
			}),
		onSuccess() {
			setKey(pressKey());
			void queries.invalidateQueries({ queryKey: ["thread", conversationId] });
			void queries.invalidateQueries({ queryKey: ["conversations"] });
			onClose();
		},
	});

	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing) return;
		const step = STEPS.get(event.key);
		if (step) setPlace((before) => (before + step + items.length) % Math.max(1, items.length));
		else if (event.key === "Escape") onClose();
		else if (event.key === "Enter" && chosen && !sending.isPending) sending.mutate(chosen);
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	return (
		<section className="answer-cards" aria-label={t("answerCard")}>
			<div className="line">
				<input
					ref={field}
					type="search"
					role="combobox"
					aria-expanded={items.length > 0}
					aria-controls={list}
					aria-activedescendant={chosen && `${list}-${chosen.variantId}`}
					aria-label={t("answerCardLetters")}
					placeholder={t("answerCardLetters")}
					maxLength={100}
					value={letters}
					onChange={(event) => {
						setLetters(event.target.value);
						setPlace(0);
					}}
					onKeyDown={onKeyDown}
				/>
				<button type="button" className="quiet" onClick={onClose}>
					{t("close")}
				</button>
			</div>
			{found.isError && <p role="alert">{trouble(found.error)}</p>}
			{asked.length >= FEWEST && found.isSuccess && items.length === 0 && <Empty>{t("answerCardNone")}</Empty>}
			<div id={list} role="listbox" aria-label={t("answerCard")} className="answer-list">
				{items.map((card) => (
					<button
						key={card.variantId}
						id={`${list}-${card.variantId}`}
						type="button"
						role="option"
						tabIndex={-1}
						aria-selected={card === chosen}
						className="quiet"
						onClick={() => setPlace(items.indexOf(card))}
					>
						<span>{card.title}</span>
						<span>{money(card.price)}</span>
						<Pill tone={TONES[card.answer]}>{t(`answer_${card.answer}`)}</Pill>
					</button>
				))}
			</div>
			{chosen && (
				<AnswerCard
					card={chosen}
					busy={sending.isPending}
					onSend={() => sending.mutate(chosen)}
					{...(onInsert && { onInsert: () => onInsert(chosen.text) })}
				/>
			)}
			{sending.isError && <p role="alert">{trouble(sending.error)}</p>}
		</section>
	);
}

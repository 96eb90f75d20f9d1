import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type ReasonView, reasons } from "#admin/contract/outcomes.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";

/** What was chosen. */
export type ChosenReason = { readonly reason: string; readonly note?: string };

type Props = {
	/** Which list. */
	readonly kind: "won" | "lost";
	/** The question above: «Почему не купили?». */
	readonly label: string;
	readonly busy?: boolean;
	readonly onChoose: (chosen: ChosenReason) => void;
	readonly onCancel?: () => void;
};

/** Why it was won or lost, in one tap; what says nothing by itself is saved with a note alone. */
export function OutcomePicker({ kind, label, busy = false, onChoose, onCancel }: Props) {
	const { t } = useSpeech();
	const listed = useQuery({ queryKey: ["reasons"], queryFn: () => get("/api/reasons", reasons), staleTime: 60_000 });
	const [noting, setNoting] = useState<ReasonView | null>(null);
	const [note, setNote] = useState("");

	function save(event: FormEvent) {
		event.preventDefault();
		if (noting && note.trim()) onChoose({ reason: noting.id, note: note.trim() });
	}

	return (
		<fieldset className="outcome" disabled={busy}>
			<legend>{label}</legend>
			<Loaded query={listed}>
				{(lists) => (
					<div className="outcome-reasons">
						{lists[kind].map((reason) => (
							<button
								key={reason.id}
								type="button"
								aria-pressed={noting?.id === reason.id}
								onClick={() => (reason.needsNote ? setNoting(reason) : onChoose({ reason: reason.id }))}
							>
								{reason.title}
							</button>
						))}
						{onCancel && (
							<button type="button" className="quiet" onClick={onCancel}>
								{t("stop")}
							</button>
						)}
					</div>
				)}
			</Loaded>
			{noting && (
				<form onSubmit={save} className="line">
					<label className="grow">
						{t("outcomeNote")}
						<input
							required
							maxLength={300}
							value={note}
							// The button that was pressed has opened this field.
							// biome-ignore lint/a11y/noAutofocus: the next thing to do is to write here
							autoFocus
							onChange={(event) => setNote(event.target.value)}
						/>
					</label>
					<button type="submit" className="main">
						{t("outcomeSave")}
					</button>
				</form>
			)}
		</fieldset>
	);
}

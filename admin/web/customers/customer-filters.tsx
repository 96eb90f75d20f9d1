import { useSearchParams } from "wouter";
import type { z } from "zod";
import type { customerChoices } from "#admin/contract/customers.ts";
import { useSpeech } from "../language.tsx";
import { PickOne } from "../pick-one.tsx";
import { useMember } from "../session/behind-the-counter.tsx";

/** The fields by which customers are sifted; the address says them, so that a filter can be sent to a colleague. */
export function CustomerFilters({ choices }: { choices: z.infer<typeof customerChoices> | undefined }) {
	const { t, name } = useSpeech();
	const { currency } = useMember().session.shop;
	const [asked, setAsked] = useSearchParams();
	const value = (field: string) => asked.get(field) ?? "";
	const filtered = [...asked.keys()].some((field) => field !== "search");

	const choice = (field: string) => ({ value: value(field), choose: (id: string) => change(field, id) });

	function change(field: string, said: string) {
		setAsked(
			(before) => {
				const next = new URLSearchParams(before);
				if (said) next.set(field, said);
				else next.delete(field);
				return next;
			},
			{ replace: true },
		);
	}

	return (
		<search className="filters">
			<input
				type="search"
				value={value("search")}
				placeholder={t("search")}
				aria-label={t("search")}
				maxLength={200}
				onChange={(event) => change("search", event.target.value)}
			/>
			<details open={filtered}>
				<summary>{t("filters")}</summary>
				<div className="fields">
					<Choice {...choice("segment")} label={t("filterSegment")} options={choices?.segments ?? []} />
					<Choice {...choice("tag")} label={t("columnTags")} options={(choices?.tags ?? []).map(asOption)} />
					<Choice
						{...choice("channel")}
						label={t("filterChannel")}
						options={(choices?.channels ?? []).map((id) => ({ id, title: name(id) }))}
					/>
					<Choice
						{...choice("consent")}
						label={t("filterConsent")}
						options={[
							{ id: "given", title: t("filterConsentGiven") },
							{ id: "none", title: t("filterConsentNone") },
						]}
					/>
					<label>
						{t("filterOrderedSince")}
						<input
							type="date"
							value={value("orderedSince")}
							onChange={(event) => change("orderedSince", event.target.value)}
						/>
					</label>
					<label>
						{t("filterQuietSince")}
						<input
							type="date"
							value={value("quietSince")}
							onChange={(event) => change("quietSince", event.target.value)}
						/>
					</label>
					<label>
						{t("filterSpent")} ({currency})
						<input
							type="number"
							min={0}
							value={value("spent") && String(Number(value("spent")) / scaleOf(currency))}
							onChange={({ target }) =>
								change("spent", target.value && String(Math.round(Number(target.value) * scaleOf(currency))))
							}
						/>
					</label>
					{filtered && (
						<button type="button" className="quiet" onClick={() => setAsked({}, { replace: true })}>
							{t("filterClear")}
						</button>
					)}
				</div>
			</details>
		</search>
	);
}

type ChoiceProps = {
	readonly label: string;
	readonly options: readonly { readonly id: string; readonly title: string }[];
	readonly value: string;
	readonly choose: (id: string) => void;
};

function Choice({ label, options, value, choose }: ChoiceProps) {
	const { t } = useSpeech();
	if (options.length === 0) return null;
	return <PickOne label={label} none={t("filterAny")} options={options} value={value} onPick={choose} />;
}

function asOption(id: string) {
	return { id, title: id };
}

/** How many minor units make one major unit. */
function scaleOf(currency: string): number {
	const format = new Intl.NumberFormat("en", { style: "currency", currency });
	return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
}

import type { z } from "zod";
import type { packet } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";

type Fact = z.infer<typeof packet>["facts"][number];
type FactParts = {
	readonly facts: readonly Fact[];
	readonly values: Readonly<Record<string, string>>;
	readonly change: (values: Readonly<Record<string, string>>) => void;
};

/** What the customer has answered so far: was, and now, where the operator has found out better. */
export function FactFields({ facts, values, change }: FactParts) {
	const { t } = useSpeech();
	if (facts.length === 0) return null;
	return (
		<fieldset className="facts">
			<legend>{t("factsChanged")}</legend>
			{facts.map((fact) => (
				<FactField
					key={fact.variable}
					fact={fact}
					value={values[fact.variable]}
					write={(value) => change({ ...values, [fact.variable]: value })}
				/>
			))}
		</fieldset>
	);
}

/** One answer: of the buttons there were, or in words. */
function FactField({
	fact: { was, label, title, choices },
	value,
	write,
}: {
	fact: Fact;
	value: string | undefined;
	write: (value: string) => void;
}) {
	const { t } = useSpeech();
	const before = String(was ?? label);
	const now = value ?? before;
	const isChanged = now !== before;
	const looks = isChanged ? "changed" : undefined;
	const whatWas = isChanged && (
		<small>
			{t("factWas")} {label || before}
		</small>
	);
	if (choices.length === 0)
		return (
			<label>
				{title}
				<input value={now} maxLength={1000} className={looks} onChange={({ target }) => write(target.value)} />
				{whatWas}
			</label>
		);
	return (
		<label>
			{title}
			<select value={now} className={looks} onChange={({ target }) => write(target.value)}>
				{choices.map((choice) => (
					<option key={choice.value} value={choice.value}>
						{choice.label}
					</option>
				))}
			</select>
			{whatWas}
		</label>
	);
}

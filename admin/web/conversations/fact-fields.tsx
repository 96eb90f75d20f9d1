import type { z } from "zod";
import type { packet } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";

/** What the customer has answered so far: was, and now, where the operator has found out better. */
export function FactFields({ facts, values, change }: FactParts) {
	const { t } = useSpeech();
	if (facts.length === 0) return null;
	return (
		<fieldset className="facts">
			<legend>{t("factsChanged")}</legend>
			{facts.map(({ variable, was, label, title }) => {
				const before = String(was ?? label);
				const now = values[variable] ?? before;
				return (
					<label key={variable}>
						{title}
						<input
							value={now}
							maxLength={1000}
							className={now === before ? undefined : "changed"}
							onChange={({ target }) => change({ ...values, [variable]: target.value })}
						/>
						{now === before ? (
							// A choice is kept by its id; what stood on the button says what it is.
							label && label !== before && <small>{label}</small>
						) : (
							<small>
								{t("factWas")} {label || before}
							</small>
						)}
					</label>
				);
			})}
		</fieldset>
	);
}

type FactParts = {
	readonly facts: z.infer<typeof packet>["facts"];
	readonly values: Readonly<Record<string, string>>;
	readonly change: (values: Readonly<Record<string, string>>) => void;
};

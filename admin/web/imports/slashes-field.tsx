import { useSpeech } from "../language.tsx";

type Slashes = "day-first" | "month-first";

type SlashesParts = {
	readonly slashes: Slashes | undefined;
	readonly choose: (slashes: Slashes | undefined) => void;
};

/** How 3/4/2026 is meant in a file. */
export function SlashesField({ slashes, choose }: SlashesParts) {
	const { t } = useSpeech();
	return (
		<label>
			{t("importSlashes")}
			<select
				value={slashes ?? ""}
				onChange={({ target: { value } }) =>
					choose(value === "day-first" || value === "month-first" ? value : undefined)
				}
			>
				<option value="">{t("importSlashesNone")}</option>
				<option value="day-first">{t("importDayFirst")}</option>
				<option value="month-first">{t("importMonthFirst")}</option>
			</select>
		</label>
	);
}

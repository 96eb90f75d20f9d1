import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";

type ColumnParts = {
	readonly title: string;
	readonly header: readonly string[];
	readonly column: string | undefined;
	/** The empty word: no column holds it. */
	readonly choose: (column: string) => void;
};

/** Which column of a file holds one thing. */
export function ColumnField({ title, header, column, choose }: ColumnParts) {
	const { t } = useSpeech();
	return (
		<label>
			{title}
			<select value={column ?? ""} onChange={({ target }) => choose(target.value)}>
				<option value="">{t("importNoColumn")}</option>
				{keyed(header, (one) => one).map(({ key, item }) => (
					<option key={key} value={item}>
						{item}
					</option>
				))}
			</select>
		</label>
	);
}

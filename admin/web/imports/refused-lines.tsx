import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";

type RefusedLine = { readonly line: number; readonly reason: string; readonly raw: string };

/** Lines that cannot be taken, each with its reason. */
export function RefusedLines({ examples }: { examples: readonly RefusedLine[] }) {
	const { t } = useSpeech();
	if (examples.length === 0) return null;
	return (
		<details>
			<summary>{t("importRefusedWhy")}</summary>
			<ul className="plain listed">
				{keyed(examples, ({ line }) => String(line)).map(({ key, item }) => (
					<li key={key}>
						<strong>
							{t("importLine")} {item.line}
						</strong>{" "}
						{item.reason} <small>{item.raw}</small>
					</li>
				))}
			</ul>
		</details>
	);
}

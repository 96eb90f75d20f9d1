import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";

/** The first rows of a file that was brought. */
export function Sample({ file }: { file: SampleFile }) {
	const { t } = useSpeech();
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the arrows
		<section className="scrolls" aria-label={t("importRows")} tabIndex={0}>
			<table className="listing">
				<caption className="unseen">{t("importRows")}</caption>
				<thead>
					<tr>
						{keyed(file.header, (column) => column).map(({ key, item }) => (
							<th key={key}>{item}</th>
						))}
					</tr>
				</thead>
				<tbody>
					{keyed(file.rows, (row) => row.join("\t")).map(({ key, item: row }) => (
						<tr key={key}>
							{keyed(row, (_cell) => "cell").map((cell) => (
								<td key={cell.key}>{cell.item}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

type SampleFile = { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] };

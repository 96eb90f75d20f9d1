import type { ReactNode } from "react";
import { useSpeech } from "../language.tsx";
import type { Word } from "../words.ts";

/** Rows under the names of their columns, moved sideways where they are wider than the screen. `children`: the rows. */
export function Table({
	columns,
	caption,
	children,
}: {
	columns: readonly Word[];
	caption?: Word;
	children: ReactNode;
}) {
	const { t } = useSpeech();
	return (
		<div className="scrolls">
			<table>
				{caption && <caption>{t(caption)}</caption>}
				<thead>
					<tr>
						{columns.map((column) => (
							<th key={column} scope="col">
								{t(column)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>{children}</tbody>
			</table>
		</div>
	);
}

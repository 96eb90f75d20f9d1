import type { ReportView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";
import { FEW } from "./interval.ts";
import { Panel } from "./panel.tsx";
import { showLength } from "./show-numbers.ts";
import { Table } from "./table.tsx";

/** What each member answered, in shop hours. Who has answered few times is not compared. */
export function Members({ rows }: { rows: ReportView["members"] }) {
	const speech = useSpeech();
	const { t } = speech;
	return (
		<Panel title="rpTeam">
			{rows.length === 0 ? (
				<Empty>{t("rpNothing")}</Empty>
			) : (
				<Table columns={["rpMember", "rpAnswers", "rpMedian", "rpEpisodes", "rpHandlingOne", "rpScore"]}>
					{rows.map(({ id, name, answers, episodes, handling, csat }) => (
						<tr key={id}>
							<th scope="row">{name}</th>
							<td>{answers.n}</td>
							<td>
								{answers.open && answers.n >= FEW ? (
									showLength(answers.open.median, speech)
								) : (
									<small>{t("rpFew")}</small>
								)}
							</td>
							<td>{episodes}</td>
							<td>{handling === null ? "—" : showLength(handling, speech)}</td>
							<td>{csat.of === 0 ? "—" : `${csat.part}/${csat.of}`}</td>
						</tr>
					))}
				</Table>
			)}
		</Panel>
	);
}

import { Link } from "wouter";
import type { ReportView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";
import { FEW } from "./interval.ts";
import { Panel } from "./panel.tsx";
import { showLength } from "./show-numbers.ts";
import { Table } from "./table.tsx";
import { whyAsked } from "./why-asked.ts";

type Row = ReportView["heat"][number];

/** Where people leave the bot for a person: by file and step, with the line to mend. */
export function Heat({ rows }: { rows: readonly Row[] }) {
	const { t } = useSpeech();
	const most = Math.max(...rows.map(({ n }) => n), 1);
	return (
		<Panel title="rpHeat" about="rpAbout_heat">
			{rows.length === 0 ? (
				<Empty>{t("rpNothing")}</Empty>
			) : (
				<Table columns={["rpStep", "rpHandoffs", "rpToHuman", "rpAgain", "rpWhy"]}>
					{rows.map((row) => (
						<HeatRow key={`${row.flow} ${row.step}`} row={row} heat={row.n / most} />
					))}
				</Table>
			)}
		</Panel>
	);
}

function HeatRow({ row, heat }: { row: Row; heat: number }) {
	const speech = useSpeech();
	const { t } = speech;
	const reasons = Object.entries(row.reasons).sort(([, one], [, other]) => other - one);
	return (
		<tr>
			<th scope="row">
				<Place row={row} />
			</th>
			<td>
				<svg className="heat" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
					<rect className="filled" width={Math.round(heat * 100)} height="6" />
				</svg>
				<strong>{row.n}</strong>{" "}
				{row.visitors > 0 && (
					<small>
						{row.visitors >= FEW && `${Math.min(100, Math.round((row.n / row.visitors) * 100))} % · `}
						{row.visitors} {t("rpVisitors")}
					</small>
				)}
			</td>
			<td>{row.human === null ? "—" : showLength(row.human, speech)}</td>
			<td>{row.repeated.of === 0 ? "—" : `${row.repeated.part}/${row.repeated.of}`}</td>
			<td>
				<ul className="plain">
					{reasons.map(([reason, n]) => (
						<li key={reason}>
							{n} · {whyAsked(reason, speech)}
						</li>
					))}
				</ul>
			</td>
		</tr>
	);
}

/** The step's line in its file; a step that is gone is named without one. */
function Place({ row: { flow, step, file, line, node } }: { row: Row }) {
	const { t, flow: titleOf } = useSpeech();
	if (flow === null) return <span className="faint">{t("rpByStaff")}</span>;
	return (
		<>
			<Link href={`/flows/${flow}`}>{titleOf(flow)}</Link> <span>{step}</span>
			{file && (
				<small className="place-line">
					<Link href={node === null ? `/flows/${flow}` : `/flows/${flow}?step=${encodeURIComponent(node)}`}>
						{line === null ? file : `${file}:${line}`}
					</Link>
				</small>
			)}
		</>
	);
}

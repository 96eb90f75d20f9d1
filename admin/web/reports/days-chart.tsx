import type { ReportView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";
import { Panel } from "./panel.tsx";

/** Orders by day as columns; what a column stands for is read aloud, and shown where it is pointed at. */
export function DaysChart({ days }: { days: ReportView["days"] }) {
	const { t, money, day: showDay } = useSpeech();
	const most = Math.max(...days.map(({ orders }) => orders), 0);
	if (days.length < 2) return null;
	const told = ({ day, orders, revenue }: ReportView["days"][number]) =>
		`${showDay(`${day}T12:00:00Z`)}: ${orders} ${t("rpOrders")}${revenue ? `, ${money(revenue)}` : ""}`;
	const total = days.reduce((sum, { orders }) => sum + orders, 0);
	return (
		<Panel title="rpSales" about="rpAbout_orders">
			{total === 0 ? (
				<Empty>{t("rpNothing")}</Empty>
			) : (
				<>
					<svg
						className="days"
						viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
						preserveAspectRatio="none"
						role="img"
						aria-label={`${t("rpSales")}: ${total} ${t("rpOrders")}`}
					>
						{days.map((one, place) => {
							const height = most === 0 ? 0 : (one.orders / most) * (HEIGHT - 2);
							return (
								<rect key={one.day} x={place * STEP + 1} y={HEIGHT - height} width={STEP - 2} height={height}>
									<title>{told(one)}</title>
								</rect>
							);
						})}
					</svg>
					<p className="line faint days-scale" aria-hidden="true">
						<span>{showDay(`${days[0]?.day}T12:00:00Z`)}</span>
						<span>
							{t("rpMostADay")}: {most}
						</span>
						<span>{showDay(`${days.at(-1)?.day}T12:00:00Z`)}</span>
					</p>
					<details>
						<summary className="faint">
							{total} {t("rpOrders")}
						</summary>
						<ul className="plain">
							{days.map((one) => (
								<li key={one.day}>{told(one)}</li>
							))}
						</ul>
					</details>
				</>
			)}
		</Panel>
	);
}

const STEP = 10;
const HEIGHT = 60;

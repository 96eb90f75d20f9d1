import { Link } from "wouter";
import type { PocketView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { About } from "./panel.tsx";
import { showValue } from "./show-numbers.ts";

/** The numbers that fit into a pocket; each opens the list behind it. The desk's are the same. */
export function PocketCards({ numbers, days }: { numbers: PocketView["numbers"]; days: number }) {
	const { t } = useSpeech();
	return (
		<section aria-label={t("rpShort")}>
			<ul className="pocket plain">
				{numbers.map((number) => (
					<NumberCard key={number.key} number={number} before={days > 7 ? "rpBefore" : "rpWeekAgo"} />
				))}
			</ul>
		</section>
	);
}

type Shown = { number: PocketView["numbers"][number]; before: "rpBefore" | "rpWeekAgo" };

function NumberCard({ number: { key: name, value, before, list }, before: when }: Shown) {
	const speech = useSpeech();
	const { t } = speech;
	return (
		<li className="panel">
			<div className="line">
				<span className="faint">{t(`rp_${name}`)}</span>
				<About word={`rpAbout_${name}`} />
			</div>
			<Link href={list} className="number">
				{value ? showValue(value, speech) : t("rpNothing")}
			</Link>
			{before && (
				<small>
					{t(when)} {showValue(before, speech)}
				</small>
			)}
		</li>
	);
}

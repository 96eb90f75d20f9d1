import type { ReactNode } from "react";
import type { ShareView } from "#admin/contract/reports.ts";
import { useSpeech } from "../language.tsx";
import { interval } from "./interval.ts";

/** A share with what it is a share of, and how sure one may be of it. */
export function ShareBar({ share: { part, of }, extra }: { share: ShareView; extra?: ReactNode }) {
	const { t } = useSpeech();
	if (of === 0) return <p className="faint share">{t("rpNothing")}</p>;
	const percent = Math.round((part / of) * 100);
	const sure = interval(part, of);
	const between = sure && t("rpBetween").replace("{from}", `${sure.from}`).replace("{to}", `${sure.to}`);
	return (
		<div className="share">
			<p>
				{sure && <strong>{percent} %</strong>}{" "}
				<span>
					{part} {t("rpOf")} {of}
				</span>
				{extra && <span className="faint"> · {extra}</span>}
			</p>
			<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
				<rect className="track" width="100" height="6" />
				<rect className="filled" width={percent} height="6" />
				{sure && (
					<rect className="sure" x={sure.from} y="2.4" width={Math.max(sure.to - sure.from, 0.6)} height="1.2" />
				)}
			</svg>
			<small>{between ?? t("rpFew")}</small>
		</div>
	);
}

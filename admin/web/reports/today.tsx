import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { pocket } from "#admin/contract/reports.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMember } from "../session/behind-the-counter.tsx";
import { Loaded } from "../states.tsx";
import { PocketCards } from "./pocket-cards.tsx";

/** News of orders come by themselves; what time changes is asked again this often. */
const FRESH_MS = 30_000;

/** How the shop is doing, in ten numbers; each opens the list behind it. The desk's `/today` says the same. */
export function Today() {
	const { t } = useSpeech();
	const { session } = useMember();
	const [span, setSpan] = useState<"today" | "week">("today");
	const numbers = useQuery({
		queryKey: ["reports", "pocket", span],
		queryFn: () => get(`/api/reports/pocket?span=${span}`, pocket),
		refetchInterval: FRESH_MS,
	});
	return (
		<section className="screen wide-screen reports">
			<header>
				<h1>{session.shop.name}</h1>
				<fieldset className="tabs">
					<legend>{t("rpPeriod")}</legend>
					<button type="button" aria-pressed={span === "today"} onClick={() => setSpan("today")}>
						{t("rpToday")}
					</button>
					<button type="button" aria-pressed={span === "week"} onClick={() => setSpan("week")}>
						{t("rpThisWeek")}
					</button>
				</fieldset>
				<Link href="/reports">{t("reports")}</Link>
			</header>
			<Loaded query={numbers}>{(read) => <PocketCards numbers={read.numbers} days={1} />}</Loaded>
		</section>
	);
}

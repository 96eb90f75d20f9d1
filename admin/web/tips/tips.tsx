import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type TipStandingView, tipList, tipStandings } from "#admin/contract/tips.ts";
import { get, send } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { Tip } from "./tip.tsx";

/** All tips that wait, how their files do, and what rules have noted of nobody's customer. */
export function Tips() {
	const { t } = useSpeech();
	const tips = useQuery({ queryKey: ["tips"], queryFn: () => get("/api/tips", tipList) });
	return (
		<section className="screen wide-screen">
			<header>
				<h1>{t("tips")}</h1>
			</header>
			<Loaded query={tips}>
				{({ items }) =>
					items.length === 0 ? (
						<Empty>{t("tipsNone")}</Empty>
					) : (
						<ul className="plain tips">
							{items.map((tip) => (
								<Tip key={tip.id} tip={tip} named />
							))}
						</ul>
					)
				}
			</Loaded>
			<Standings />
		</section>
	);
}

function Standings() {
	const { t, time } = useSpeech();
	const standings = useQuery({
		queryKey: ["tips", "standings"],
		queryFn: () => get("/api/tip-standings", tipStandings),
	});
	return (
		<Loaded query={standings}>
			{({ items, notes }) => (
				<>
					<h2>{t("tipsFiles")}</h2>
					{items.length === 0 && <p className="faint">{t("tipsNoFiles")}</p>}
					<ul className="plain tips">
						{items.map((standing) => (
							<Standing key={standing.tip} standing={standing} />
						))}
					</ul>
					{notes.length > 0 && <h2>{t("tipsNotes")}</h2>}
					<ul className="plain tips">
						{keyed(notes, ({ note, at }) => `${at} ${note}`).map(({ key, item: { note, at } }) => (
							<li key={key}>
								{note} <span className="faint">{time(at)}</span>
							</li>
						))}
					</ul>
				</>
			)}
		</Loaded>
	);
}

/** How one file does; a lead switches on what has switched itself off. */
function Standing({ standing: { tip, title, isOff, shown, taken } }: { standing: TipStandingView }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const mayLead = useMay("lead-team");
	const switching = useMutation({
		mutationFn: () => send("POST", `/api/tip-standings/${tip}/on`),
		onSettled: () => queries.invalidateQueries({ queryKey: ["tips"] }),
	});
	return (
		<li className="panel">
			<p className="line">
				<strong>{title}</strong>
				<span>
					{t("tipTaken")} {taken} {t("tipOf")} {shown}
				</span>
			</p>
			{isOff && (
				<p className="pills">
					<Pill tone="bad">{t("tipOff")}</Pill>
					{mayLead && (
						<button type="button" disabled={switching.isPending} onClick={() => switching.mutate()}>
							{t("tipOn")}
						</button>
					)}
				</p>
			)}
			{switching.isError && <p role="alert">{trouble(switching.error)}</p>}
		</li>
	);
}

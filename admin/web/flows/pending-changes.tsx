import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FlowChangesView, type FlowChangeView, flowChanges } from "#admin/contract/flow-changes.ts";
import { get, send } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { Problems } from "./problems.tsx";

/** Edited files that wait to be applied, and what they will do to whom. Nothing is shown while nothing waits. */
export function PendingChanges({ flow }: { flow?: string }) {
	const { t } = useSpeech();
	const pending = useQuery({
		queryKey: ["flow-changes"],
		queryFn: () => get("/api/flow-changes", flowChanges),
		refetchInterval: 60_000,
	});
	if (!pending.data) return null;
	const { flows, live, problems } = pending.data;
	if (flows.length === 0 && live.length === 0) return null;
	const mine = flow === undefined ? flows : flows.filter((change) => change.flow === flow);
	const others = flows.length - mine.length + live.length;
	if (flow !== undefined && mine.length === 0) return null;
	const errors = problems.filter(({ severity }) => severity === "error");
	return (
		<section className="panel pending" aria-label={t("pendingChanges")}>
			<h2>{t("pendingChanges")}</h2>
			{mine.map((change) => (
				<Change key={change.flow} change={change} />
			))}
			{flow === undefined ? (
				<LiveFiles live={live} />
			) : (
				others > 0 && (
					<p className="faint">
						{t("otherChanges")}: {others}
					</p>
				)
			)}
			{flow === undefined || errors.length === 0 ? null : <Problems problems={errors} />}
			<Apply isBroken={errors.length > 0} />
		</section>
	);
}

function Apply({ isBroken }: { isBroken: boolean }) {
	const { t, trouble } = useSpeech();
	const may = useMay("apply-flows");
	const queries = useQueryClient();
	const applying = useMutation({
		mutationFn: () => send("POST", "/api/flow-changes/apply"),
		onSuccess: () => queries.invalidateQueries(),
	});
	return (
		<>
			{applying.isError && <p role="alert">{trouble(applying.error)}</p>}
			{isBroken && <p className="faint">{t("mendFirst")}</p>}
			{!isBroken && may && (
				<button type="button" className="main" disabled={applying.isPending} onClick={() => applying.mutate()}>
					{t("applyChanges")}
				</button>
			)}
		</>
	);
}

const CHANGES: Record<FlowChangeView["change"], Word> = {
	new: "changeNew",
	wording: "changeWording",
	logic: "changeLogic",
	gone: "changeGone",
};

function Change({ change }: { change: FlowChangeView }) {
	const { t, flow: titleOf } = useSpeech();
	return (
		<article className="change">
			<p>
				<strong>{titleOf(change.flow)}</strong>{" "}
				<Pill tone={change.change === "wording" ? "good" : "warn"}>{t(CHANGES[change.change])}</Pill>{" "}
				<code>
					{change.was?.slice(0, 4)}
					{change.was && change.is && change.was !== change.is && " → "}
					{change.is !== change.was && change.is?.slice(0, 4)}
				</code>
			</p>
			{change.edits.length > 0 && (
				<ul className="plain edits">
					{keyed(change.edits, ({ sign, what }) => `${sign}${what}`).map(({ key, item: edit }) => (
						<li key={key}>
							<code>
								{edit.sign} {edit.what}
							</code>{" "}
							<span className="faint">:{edit.line}</span>
						</li>
					))}
				</ul>
			)}
			{change.change !== "new" && change.standing.length === 0 && <p className="faint">{t("nobodyStands")}</p>}
			{change.standing.map((standing) => (
				<p key={standing.logic}>
					{t(fateOf(change, standing))}:{" "}
					<strong>{standing.moves ? `${standing.movable} / ${standing.runs}` : standing.runs}</strong>{" "}
					<span className="faint">
						({standing.at.map(({ step, runs }) => `${step} ${runs}`).join(", ")})
						{fateOf(change, standing) === "finishOnTheirs" &&
							standing.movable > 0 &&
							` · ${t("couldMove")} ${standing.movable}`}
					</span>
				</p>
			))}
		</article>
	);
}

/** What becomes of dialogs that go on. */
function fateOf({ is }: FlowChangeView, { logic, moves }: FlowChangeView["standing"][number]) {
	if (logic === is) return "getNewWords";
	return moves ? "willMove" : "finishOnTheirs";
}

function LiveFiles({ live }: { live: FlowChangesView["live"] }) {
	const { t } = useSpeech();
	if (live.length === 0) return null;
	return (
		<p>
			{t("liveFiles")}: {live.map(({ path }) => path).join(", ")}
		</p>
	);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { type FlowPageView, flowPage } from "#admin/contract/flow-page.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded, Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { FlowStatePill } from "./flow-state-pill.tsx";
import { PendingChanges } from "./pending-changes.tsx";
import { Picture } from "./picture.tsx";
import { PreviewTab } from "./preview-tab.tsx";
import { Problems } from "./problems.tsx";
import { RehearsalTab } from "./rehearsal-tab.tsx";
import { Runs } from "./runs.tsx";
import { Versions } from "./versions.tsx";

const TABS: readonly { readonly id: string; readonly word: Word }[] = [
	{ id: "", word: "flowPicture" },
	{ id: "messages", word: "flowMessages" },
	{ id: "rehearsal", word: "rehearsal" },
	{ id: "runs", word: "runs" },
	{ id: "versions", word: "flowVersions" },
];

/** One flow: its picture with counts, its messages, its runs, its versions; pause and resume. */
export function FlowPage({ flow, tab = "" }: { flow: string; tab?: string | undefined }) {
	const { t, language, name } = useSpeech();
	const page = useQuery({
		queryKey: ["flow", flow, language],
		queryFn: () => get(`/api/flows/${encodeURIComponent(flow)}`, flowPage),
	});
	return (
		<section className="screen wide-screen flow-page">
			<Loaded query={page}>
				{(shown) => (
					<>
						<header>
							<Link href="/flows" className="back" aria-label={t("back")}>
								←
							</Link>
							<h1>{shown.title}</h1>
							<code>{shown.file}</code>
							<span className="pills">
								<FlowStatePill state={shown.state} />
								{shown.purpose && <Pill>{name(shown.purpose)}</Pill>}
							</span>
							<span className="grow" />
							<Pause page={shown} />
						</header>
						{shown.pause && <Paused pause={shown.pause} />}
						<Problems problems={shown.problems} />
						<PendingChanges flow={flow} />
						<nav className="tabs" aria-label={shown.title}>
							{TABS.map(({ id, word }) => (
								<Link
									key={id}
									href={`/flows/${flow}${id && `/${id}`}`}
									className="button"
									aria-current={id === tab ? "page" : undefined}
								>
									{t(word)}
								</Link>
							))}
						</nav>
						<Tab page={shown} tab={tab} />
					</>
				)}
			</Loaded>
		</section>
	);
}

function Tab({ page, tab }: { page: FlowPageView; tab: string }) {
	switch (tab) {
		case "messages":
			return <PreviewTab flow={page.flow} />;
		case "rehearsal":
			return <RehearsalTab flow={page.flow} />;
		case "runs":
			return <Runs flow={page.flow} />;
		case "versions":
			return <Versions versions={page.versions} />;
		default:
			return <Picture page={page} />;
	}
}

function Paused({ pause }: { pause: NonNullable<FlowPageView["pause"]> }) {
	const { t, when } = useSpeech();
	return (
		<p className="panel problems">
			{t("pausedBy")} {pause.by}, {when(pause.at)}
			{pause.reason && `: ${pause.reason}`}. <span className="faint">{t("pauseMeans")}</span>
		</p>
	);
}

/** Pausing asks why; resuming does not. */
function Pause({ page }: { page: FlowPageView }) {
	const { t, trouble } = useSpeech();
	const may = useMay("pause-flows");
	const queries = useQueryClient();
	const [asks, setAsks] = useState(false);
	const [reason, setReason] = useState("");
	const acting = useMutation({
		mutationFn: (act: "pause" | "resume") =>
			send("POST", `/api/flows/${encodeURIComponent(page.flow)}/${act}`, act === "pause" ? { reason } : undefined),
		onSuccess: async () => {
			setAsks(false);
			setReason("");
			await Promise.all([
				queries.invalidateQueries({ queryKey: ["flow", page.flow] }),
				queries.invalidateQueries({ queryKey: ["flows"] }),
			]);
		},
	});
	function submit(event: FormEvent) {
		event.preventDefault();
		acting.mutate("pause");
	}
	if (!may || page.versions.length === 0) return null;
	return (
		<span className="pause">
			{acting.isError && <span role="alert">{trouble(acting.error)}</span>}
			{page.pause ? (
				<button type="button" disabled={acting.isPending} onClick={() => acting.mutate("resume")}>
					{t("resumeFlow")}
				</button>
			) : asks ? (
				<form onSubmit={submit} className="buttons">
					<input
						aria-label={t("pauseReason")}
						placeholder={t("pauseReason")}
						value={reason}
						onChange={(event) => setReason(event.target.value)}
						maxLength={200}
						// biome-ignore lint/a11y/noAutofocus: the button that was pressed gave way to this field
						autoFocus
					/>
					<button type="submit" className="danger" disabled={acting.isPending}>
						{t("pauseFlow")}
					</button>
					<button type="button" onClick={() => setAsks(false)}>
						{t("stop")}
					</button>
				</form>
			) : (
				<button type="button" onClick={() => setAsks(true)}>
					{t("pauseFlow")}
				</button>
			)}
		</span>
	);
}

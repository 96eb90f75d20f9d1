import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import {
	type DrawnNodeView,
	type FlowCountsView,
	type FlowPageView,
	type VisitorView,
	visitors,
} from "#admin/contract/flow-page.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { share } from "./arms.tsx";
import { SourceLines } from "./source-lines.tsx";
import { parts, WENT_WORDS, type Went } from "./step-counts.ts";

type Chosen = {
	readonly page: FlowPageView;
	readonly node: DrawnNodeView;
	readonly days: number;
	readonly counts: FlowCountsView | undefined;
	readonly close: () => void;
};

/** What was chosen in a diagram: the line of the file, the numbers of its variants, the people. */
export function Place({ page, node, days, counts, close }: Chosen) {
	const { t, stage, flow: titleOf } = useSpeech();
	const here = useRef<HTMLElement>(null);
	// On a phone it lies below the picture.
	useEffect(() => {
		here.current?.scrollIntoView({ block: "nearest" });
	}, []);
	const own = counts?.splits.filter(({ step }) => step === node.step) ?? [];
	return (
		<aside className="panel place" ref={here} aria-label={node.title}>
			<header className="line">
				<h2>
					{node.title} {node.step && <code>{node.step}</code>}
				</h2>
				<button type="button" className="quiet" aria-label={t("close")} onClick={close}>
					✕
				</button>
			</header>
			<p className="faint">
				{page.file}:{node.line}
				{node.stage && ` · ${stage(node.stage)}`}
			</p>
			{node.flow && (
				<p>
					<Link href={`/flows/${node.flow}`}>{titleOf(node.flow)} →</Link>
				</p>
			)}
			<SourceLines source={page.source} line={node.line} />
			{own.length > 0 && (
				<table>
					<caption>{t("variants")}</caption>
					<thead>
						<tr>
							<th scope="col">{t("variant")}</th>
							<th scope="col">{t("runs")}</th>
							<th scope="col">{t("goal")}</th>
						</tr>
					</thead>
					<tbody>
						{own.map(({ variant, runs, measured, goals }) => (
							<tr key={variant}>
								<th scope="row">{variant}</th>
								<td>{runs}</td>
								<td>{share({ entries: measured, goals })}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
			{node.step !== null && <People flow={page.flow} step={node.step} days={days} counts={counts} />}
		</aside>
	);
}

type Asked = {
	readonly flow: string;
	readonly step: string;
	readonly days: number;
	readonly counts: FlowCountsView | undefined;
};

/** The people behind a step's counts; a count pressed shows its own. */
function People({ flow, step, days, counts }: Asked) {
	const { t } = useSpeech();
	const [went, setWent] = useState<Went | null>(null);
	const found = useQuery({
		queryKey: ["flow-visitors", flow, step, days, went],
		queryFn: () => {
			const asked = new URLSearchParams({ step, days: String(days), ...(went && { went }) });
			return get(`/api/flows/${encodeURIComponent(flow)}/visitors?${asked}`, visitors);
		},
	});
	const own = counts?.steps[step];
	return (
		<>
			{own && (
				<fieldset className="tabs">
					<legend>{t("showing")}</legend>
					<button type="button" aria-pressed={went === null} onClick={() => setWent(null)}>
						{t("wereHere")} {own.entered}
					</button>
					{parts(own).map(({ went: one, word, count }) => (
						<button key={one} type="button" aria-pressed={went === one} onClick={() => setWent(one)}>
							{t(word)} {count}
						</button>
					))}
				</fieldset>
			)}
			<Loaded query={found}>
				{(people) =>
					people.length === 0 ? (
						<Empty>{t("nobodyHere")}</Empty>
					) : (
						<ul className="rows">
							{people.map((person) => (
								<Person key={person.runId} person={person} />
							))}
						</ul>
					)
				}
			</Loaded>
		</>
	);
}

const TONES: Record<Went, "good" | "bad" | "warn" | "info" | "plain"> = {
	left: "good",
	dropped: "bad",
	handed: "warn",
	here: "info",
	held_out: "plain",
};

function Person({ person }: { person: VisitorView }) {
	const { t, when, name } = useSpeech();
	return (
		<li className="row">
			<span className="line">
				<Link href={`/conversations/${person.conversationId}`}>
					<strong>{person.customer.name}</strong>
				</Link>
				<Pill tone={TONES[person.went]}>{t(WENT_WORDS[person.went])}</Pill>
			</span>
			<span className="line faint">
				<span>
					{when(person.at)}
					{person.outcome && ` · ${name(person.outcome)}`}
				</span>
				<Link href={`/runs/${person.runId}`}>{t("trace")}</Link>
			</span>
		</li>
	);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { type RehearsalResult, rehearsalState } from "#admin/contract/rehearsal.ts";
import { get, send } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { Nobody } from "./rehearsal-nobody.tsx";

const SPANS = [7, 30, 90] as const;

/** A flow's file, as it lies in the folder, over the recorded past: who would have got what. Nothing is sent. */
export function RehearsalTab({ flow }: { flow: string }) {
	const { t, trouble, flow: titleOf } = useSpeech();
	const queries = useQueryClient();
	const path = `/api/flows/${encodeURIComponent(flow)}/rehearsal`;
	const state = useQuery({
		queryKey: ["rehearsal", flow],
		queryFn: () => get(path, rehearsalState),
		refetchInterval: ({ state: { data } }) => (data?.state === "running" ? 700 : false),
	});
	const acting = useMutation({
		mutationFn: (days: number | "cancel") => (days === "cancel" ? send("DELETE", path) : send("POST", path, { days })),
		onSettled: () => queries.invalidateQueries({ queryKey: ["rehearsal", flow] }),
	});
	return (
		<Loaded query={state}>
			{(now) => (
				<div className="rehearsal">
					<p className="faint">{t("rehearsalMeans")}</p>
					{now.state === "running" ? (
						<Running done={now.done} all={now.all} cancel={() => acting.mutate("cancel")} />
					) : (
						<Begin begin={(days) => acting.mutate(days)} waits={acting.isPending} />
					)}
					{acting.isError && <p role="alert">{trouble(acting.error)}</p>}
					{now.state === "none" && now.busy && (
						<p>
							{t("rehearsalBusy")} <Link href={`/flows/${now.busy}/rehearsal`}>{titleOf(now.busy)}</Link>
						</p>
					)}
					{now.state === "failed" && <p role="alert">{now.why || t("rehearsalBroke")}</p>}
					{now.state === "done" && <Result result={now.result} file={`${path}/file`} />}
				</div>
			)}
		</Loaded>
	);
}

function Begin({ begin, waits }: { begin: (days: number) => void; waits: boolean }) {
	const { t } = useSpeech();
	const [days, setDays] = useState<number>(30);
	function submit(event: FormEvent) {
		event.preventDefault();
		begin(days);
	}
	return (
		<form onSubmit={submit} className="buttons">
			<label className="choice">
				{t("period")}
				<select value={days} onChange={(event) => setDays(Number(event.target.value))}>
					{SPANS.map((span) => (
						<option key={span} value={span}>
							{t(`days${span}`)}
						</option>
					))}
				</select>
			</label>
			<button type="submit" className="main" disabled={waits}>
				{t("rehearse")}
			</button>
		</form>
	);
}

function Running({ done, all, cancel }: { done: number; all: number; cancel: () => void }) {
	const { t } = useSpeech();
	return (
		<div className="buttons" aria-live="polite">
			<progress aria-label={t("rehearsal")} value={done} {...(all > 0 && { max: all })} />
			<span>
				{done} / {all}
			</span>
			<button type="button" onClick={cancel}>
				{t("stop")}
			</button>
		</div>
	);
}

/** Outcomes and offers have the names that the file gives them. */
const SUMS = [
	{ of: "held", word: "rehearsalHeld", prefix: "held_by_" },
	{ of: "refused", word: "refusedEntries", prefix: "refused_by_" },
	{ of: "outcomes", word: "rehearsalEnded", prefix: "" },
	{ of: "offers", word: "rehearsalOffers", prefix: "" },
] as const;

function Result({ result, file }: { result: RehearsalResult; file: string }) {
	const { t, when, money } = useSpeech();
	const billed = result.billed > 0 ? `${result.billed} · ${money(result.cost)}` : 0;
	return (
		<>
			<dl className="sums">
				<Sum word="rehearsalReceivers" value={`${result.receivers} / ${result.people}`} />
				<Sum word="flowMessages" value={result.all} />
				<Sum word="rehearsalBilled" value={billed} />
				<Sum word="rehearsalCollisions" value={result.collisions} />
				{SUMS.map(({ of, word, prefix }) => (
					<Counts key={of} word={word} prefix={prefix} counts={result[of]} />
				))}
			</dl>
			<p className="faint">
				{when(result.from)} — {when(result.until)} ·{" "}
				<a href={file} download>
					{t("rehearsalFile")}
				</a>
			</p>
			{result.messages.length > 0 ? (
				<Messages result={result} />
			) : result.nobody ? (
				<Nobody nobody={result.nobody} />
			) : (
				<Empty>{t("rehearsalWithheld")}</Empty>
			)}
		</>
	);
}

function Sum({ word, value }: { word: Word; value: string | number }) {
	const { t } = useSpeech();
	return (
		<div>
			<dt>{t(word)}</dt>
			<dd>{value}</dd>
		</div>
	);
}

function Counts({ word, prefix, counts }: { word: Word; prefix: string; counts: Readonly<Record<string, number>> }) {
	const { name } = useSpeech();
	const pairs = Object.entries(counts).sort(([, one], [, other]) => other - one);
	if (pairs.length === 0) return null;
	// `row 3 12` would be read as one number or two.
	const told = pairs.map(([what, count]) => `${name(prefix + what)}${/\d$/.test(what) ? " ×" : ""} ${count}`);
	return <Sum word={word} value={told.join(", ")} />;
}

function Messages({ result }: { result: RehearsalResult }) {
	const { t, name, when, flow: titleOf } = useSpeech();
	const rows = keyed(result.messages, ({ at, customer, step }) => `${at} ${customer.id} ${step}`);
	return (
		<>
			<ul className="rows">
				{rows.map(({ key, item: message }) => (
					<li key={key} className="row">
						<span className="line">
							<Link href={`/customers/${message.customer.id}`}>{message.customer.name}</Link>
							<span className="pills">
								<Pill>{name(message.channel)}</Pill>
								{message.billed && <Pill tone="warn">{t("rehearsalBilledOne")}</Pill>}
								{message.collides.map((other) => (
									<Pill key={other} tone="warn">
										{t("rehearsalBeside")} {titleOf(other)}
									</Pill>
								))}
							</span>
						</span>
						<span className="words">{message.text}</span>
						<span className="line faint">
							<span>{when(message.at)}</span>
							<code>{message.step}</code>
						</span>
					</li>
				))}
			</ul>
			{result.all > result.messages.length && (
				<p className="faint">
					{t("rehearsalMore")} {result.all - result.messages.length}
				</p>
			)}
		</>
	);
}

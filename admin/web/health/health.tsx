import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { type HealthView, health } from "#admin/contract/health.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { remedyFor } from "./remedy-for.ts";

const VERDICT: Record<HealthView["verdict"], { word: Word; tone: "good" | "warn" | "bad" }> = {
	ok: { word: "verdictOk", tone: "good" },
	worry: { word: "verdictWorry", tone: "warn" },
	broken: { word: "verdictBroken", tone: "bad" },
};

/** Whether the machinery is well: channels, queues, dead letters, unknown outcomes. */
export function Health() {
	const { t, when } = useSpeech();
	const found = useQuery({ queryKey: ["health"], queryFn: () => get("/api/health", health), refetchInterval: 5_000 });
	return (
		<Loaded query={found}>
			{(state) => (
				<section className="screen">
					<header>
						<h1>{t("health")}</h1>
						<Pill tone={VERDICT[state.verdict].tone}>{t(VERDICT[state.verdict].word)}</Pill>
					</header>
					<div className="panels">
						<Channels state={state} />
						<Queues state={state} />
						<FlowFiles problems={state.flowProblems} />
					</div>
					<DeadLetters state={state} />
					<Unknown state={state} />
					<Listed title={t("errands")} empty={state.deadErrands.length === 0}>
						{state.deadErrands.map((errand) => (
							<li key={errand.id}>
								{when(errand.at)} · <strong>{errand.name}</strong> {errand.error}
							</li>
						))}
					</Listed>
				</section>
			)}
		</Loaded>
	);
}

function Listed({ title, empty, children }: { title: string; empty: boolean; children: ReactNode }) {
	const { t } = useSpeech();
	return (
		<section className="panel">
			<h2>{title}</h2>
			{empty ? <Empty>{t("none")}</Empty> : <ul className="plain">{children}</ul>}
		</section>
	);
}

function FlowFiles({ problems }: { problems: number }) {
	const { t } = useSpeech();
	return (
		<Listed title={t("flowFiles")} empty={false}>
			<li>
				{problems === 0 ? (
					<Pill tone="good">{t("noProblems")}</Pill>
				) : (
					<Link href="/flows">{`${t("problems")}: ${problems}`}</Link>
				)}
			</li>
		</Listed>
	);
}

function Channels({ state }: { state: HealthView }) {
	const { t, name, when } = useSpeech();
	return (
		<Listed title={t("channels")} empty={state.accounts.length === 0}>
			{state.accounts.map((account) => (
				<li key={account.id}>
					<div className="line">
						<span>{account.id}</span>
						<Pill tone={account.state === "ok" ? "good" : "bad"}>
							{name(account.state)}
							{account.detail && `: ${account.detail}`}
							{account.pausedUntil && ` · ${t("pausedTill")} ${when(account.pausedUntil)}`}
						</Pill>
					</div>
					<Remedy state={account.state} channel={account.channel} detail={account.detail} />
				</li>
			))}
		</Listed>
	);
}

/** What a person can do about a bot that is not well; a linked phone has a page of its own for that. */
function Remedy({ state, channel, detail }: Pick<HealthView["accounts"][number], "state" | "channel" | "detail">) {
	const { t } = useSpeech();
	const word = remedyFor({ state, channel, detail });
	return word ? <small className="faint">{t(word)}</small> : null;
}

function Queues({ state }: { state: HealthView }) {
	const { t, name } = useSpeech();
	return (
		<Listed title={t("queues")} empty={false}>
			{state.queues.map((queue) => (
				<li key={queue.name} className="line">
					<span>{name(queue.name)}</span>
					<span>
						{t("waiting")} {queue.waiting}
						{queue.oldestSeconds !== null && ` · ${t("oldest")} ${queue.oldestSeconds} ${t("seconds")}`}
					</span>
				</li>
			))}
			<li className="line">
				<span>{t("bell")}</span>
				<span>{state.bell}</span>
			</li>
		</Listed>
	);
}

function DeadLetters({ state }: { state: HealthView }) {
	const { t, when, trouble } = useSpeech();
	const mayMend = useMay("mend-health");
	const queries = useQueryClient();
	const replaying = useMutation({
		mutationFn: (id: string) => send("POST", `/api/dead-letters/${id}/replay`),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["health"] }),
	});
	return (
		<Listed title={t("deadLetters")} empty={state.deadLetters.length === 0}>
			{state.deadLetters.map((letter) => (
				<li key={letter.id} className="line">
					<span>
						{when(letter.at)} · {letter.about} · {letter.error}
					</span>
					{mayMend && (
						<button type="button" disabled={replaying.isPending} onClick={() => replaying.mutate(letter.id)}>
							{t("replay")}
						</button>
					)}
				</li>
			))}
			{replaying.isError && <li role="alert">{trouble(replaying.error)}</li>}
		</Listed>
	);
}

function Unknown({ state }: { state: HealthView }) {
	const { t, when } = useSpeech();
	return (
		<Listed title={t("unknownSends")} empty={state.unknown.length === 0}>
			{state.unknown.map((letter) => (
				<li key={letter.id}>
					<Link href={`/conversations/${letter.conversationId}`}>{letter.customer}</Link> · {when(letter.at)} ·{" "}
					{letter.text} · {letter.reason}
				</li>
			))}
		</Listed>
	);
}

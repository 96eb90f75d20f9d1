import { useMutation, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { deskCode, type deskCodeBody, deskState } from "#admin/contract/desk.ts";
import { get, send } from "../api.ts";
import { remedyFor } from "../health/remedy-for.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import type { Word } from "../words.ts";

/** The operators' desk in Telegram: whether it stands, and codes that let a telephone or a group in. */
export function Desk() {
	const { t } = useSpeech();
	const asked = useQuery({ queryKey: ["desk"], queryFn: () => get("/api/desk", deskState), refetchInterval: 10_000 });
	return (
		<Loaded query={asked}>
			{(state) => (
				<section className="screen">
					<header>
						<h1>{t("desk")}</h1>
					</header>
					<p className="faint">{t("deskAbout")}</p>
					{state.exists ? (
						<div className="panels">
							<Bot bot={state.bot} />
							<MyTelephone knowsMe={state.knowsMe} />
							<Group {...state} />
						</div>
					) : (
						<Empty>{t("deskNone")}</Empty>
					)}
				</section>
			)}
		</Loaded>
	);
}

type State = z.infer<typeof deskState>;

/** Whether the bot itself is reached, and what to do where it is not. */
function Bot({ bot }: Pick<State, "bot">) {
	const { t, name, when } = useSpeech();
	const state = bot?.state ?? "connecting";
	const remedy = remedyFor({ state, channel: "desk", detail: null });
	return (
		<section className="panel">
			<p>
				<Pill tone={state === "ok" ? "good" : state === "connecting" ? "info" : "bad"}>
					{t("deskBot")} {name(state)}
				</Pill>
			</p>
			{remedy && (
				<div role="alert">
					<p>{t(remedy)}</p>
					<small className="faint">
						{bot?.since && when(bot.since)} {bot?.detail}
					</small>
				</div>
			)}
		</section>
	);
}

function MyTelephone({ knowsMe }: Pick<State, "knowsMe">) {
	const { t } = useSpeech();
	return (
		<section className="panel">
			<p>
				<Pill tone={knowsMe ? "good" : "warn"}>{t(knowsMe ? "deskKnowsMe" : "deskKnowsMeNot")}</Pill>
			</p>
			<Code opens="desk" label="deskMyCode" how="deskMyHow" />
		</section>
	);
}

function Group({ hasGroup, trouble, mayBindGroup }: Pick<State, "hasGroup" | "trouble" | "mayBindGroup">) {
	const { t } = useSpeech();
	return (
		<section className="panel">
			<p>
				<Pill tone={hasGroup && !trouble ? "good" : "warn"}>{t(hasGroup ? "deskHasGroup" : "deskNoGroup")}</Pill>
			</p>
			{trouble && (
				<p role="alert">
					{t("deskTrouble")} {trouble}
				</p>
			)}
			{mayBindGroup && <Code opens="group" label="deskGroupCode" how="deskGroupHow" />}
		</section>
	);
}

type Opens = z.infer<typeof deskCodeBody>["opens"];

/** A code is shown once, to whoever asks for it; asking again makes another, and the first one ends. */
function Code({ opens, label, how }: { opens: Opens; label: Word; how: Word }) {
	const { t, time, trouble } = useSpeech();
	const asking = useMutation({
		mutationFn: async () => deskCode.parse(await send("POST", "/api/desk/codes", { opens })),
	});
	return (
		<>
			<button type="button" disabled={asking.isPending} onClick={() => asking.mutate()}>
				{t(label)}
			</button>
			{asking.data && (
				<p role="status">
					<strong className="pairing">{asking.data.code}</strong>
					<br />
					<small className="faint">
						{t("deskCodeUntil")} {time(asking.data.expiresAt)}. {t(how)}
					</small>
				</p>
			)}
			{asking.isError && <p role="alert">{trouble(asking.error)}</p>}
		</>
	);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { demoClock } from "#admin/contract/live.ts";
import { phoneList } from "#admin/contract/phones.ts";
import { get, send } from "../api.ts";
import { InZone, useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { DeskPhone } from "./desk-phone.tsx";
import { Phone } from "./phone.tsx";

/** The demo's phones: chat with the shop as its customers do, and move its clock. */
export function Phones() {
	const { t, language, choose } = useSpeech();
	const queries = useQueryClient();
	const phones = useQuery({ queryKey: ["phones"], queryFn: () => get("/api/demo/phones", phoneList) });
	useEffect(() => {
		const stream = new EventSource("/api/demo/live");
		stream.onmessage = () => void queries.invalidateQueries({ queryKey: ["phones"] });
		stream.onopen = () => void queries.invalidateQueries({ queryKey: ["phones"] });
		return () => stream.close();
	}, [queries]);
	return (
		<main className="try">
			<title>{t("tryTitle")}</title>
			<header>
				<div>
					<h1>{t("tryTitle")}</h1>
					<p className="faint try-about">{t("tryText")}</p>
				</div>
				<Clock />
				<button type="button" className="quiet" onClick={() => choose(language === "ru" ? "en" : "ru")}>
					<span lang={language === "ru" ? "en" : "ru"}>{language === "ru" ? "English" : "Русский"}</span>
				</button>
				<a href="/" target="prilavok-admin" className="button main">
					{t("toAdmin")}
				</a>
			</header>
			<Loaded query={phones}>
				{(list) => (
					<div className="phones">
						<ShopTime>
							{list.map((phone) =>
								phone.topics ? (
									<DeskPhone key={phone.id} phone={phone} topics={phone.topics} />
								) : (
									<Phone key={phone.id} phone={phone} />
								),
							)}
						</ShopTime>
						<NewPhone />
					</div>
				)}
			</Loaded>
		</main>
	);
}

/** Reminders need not be waited for: the shop's clock can be moved, never back. */
function Clock() {
	const { t, language, trouble } = useSpeech();
	const queries = useQueryClient();
	const clock = useClock();
	const moving = useMutation({
		mutationFn: (minutes: number) => send("POST", "/api/demo/clock", { minutes }),
		onSuccess: () => queries.invalidateQueries(),
	});
	if (!clock.data) return null;
	const now = new Date(clock.data.now);
	const shown = new Intl.DateTimeFormat(language, {
		weekday: "short",
		day: "numeric",
		month: "short",
		hour: "2-digit",
		minute: "2-digit",
		timeZone: clock.data.zone,
	}).format(now);
	const tillMorning = minutesTill(now, clock.data.zone, 10 * 60 + 30);
	return (
		<div className="clock">
			<span>
				{t("clock")}: <strong>{shown}</strong>
			</span>
			<div className="buttons">
				<button type="button" disabled={moving.isPending} onClick={() => moving.mutate(60)}>
					{t("plusHour")}
				</button>
				<button type="button" disabled={moving.isPending} onClick={() => moving.mutate(tillMorning)}>
					{t("plusMorning")}
				</button>
				<button type="button" disabled={moving.isPending} onClick={() => moving.mutate(24 * 60)}>
					{t("plusDay")}
				</button>
			</div>
			{moving.isPending && <small>{t("movingClock")}</small>}
			{moving.isError && <small role="alert">{trouble(moving.error)}</small>}
		</div>
	);
}

function useClock() {
	return useQuery({
		queryKey: ["clock"],
		queryFn: () => get("/api/demo/clock", demoClock),
		refetchInterval: 10_000,
	});
}

/** The phones show the time of where the shop is, as its clock does. */
function ShopTime({ children }: { children: ReactNode }) {
	const clock = useClock();
	return clock.data ? <InZone zone={clock.data.zone}>{children}</InZone> : children;
}

const DAY = 24 * 60;

/** Minutes until that minute of the day comes next at the shop. */
function minutesTill(now: Date, zone: string, minute: number): number {
	const parts = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(now);
	const [hours = 0, minutes = 0] = parts.split(":").map(Number);
	return (minute - hours * 60 - minutes + DAY) % DAY || DAY;
}

function NewPhone() {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [name, setName] = useState("");
	const [channel, setChannel] = useState("telegram");
	const adding = useMutation({
		mutationFn: () => send("POST", "/api/demo/phones", { name, channel }),
		onSuccess() {
			setName("");
			return queries.invalidateQueries({ queryKey: ["phones"] });
		},
	});
	return (
		<form
			className="new-phone"
			onSubmit={(event) => {
				event.preventDefault();
				adding.mutate();
			}}
		>
			<label>
				{t("whoseName")}
				<input required maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
			</label>
			<label>
				{t("whichMessenger")}
				<select value={channel} onChange={(event) => setChannel(event.target.value)}>
					<option value="telegram">Telegram</option>
					<option value="whatsapp">WhatsApp</option>
				</select>
			</label>
			<button type="submit" disabled={adding.isPending}>
				+ {t("newPhone")}
			</button>
		</form>
	);
}

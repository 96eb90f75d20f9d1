import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "wouter";
import { type SessionRow, sessions } from "#admin/contract/sessions.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { PressTwice } from "../press-twice.tsx";
import { useMay, useMember } from "../session/behind-the-counter.tsx";
import { NewPasswordField, PasswordField } from "../session/door-fields.tsx";
import { Enrol } from "../session/enrol.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { deviceName } from "./device-name.ts";

/** How somebody comes in: second factor, password, and the devices that are signed in. */
export function OwnWays() {
	const { t } = useSpeech();
	const mayUseDesk = useMay("read-conversations");
	return (
		<>
			<div className="panels">
				<SecondFactor />
				<Password />
			</div>
			<Devices />
			{mayUseDesk && <Link href="/desk">{t("bindDesk")}</Link>}
		</>
	);
}

function SecondFactor() {
	const { t, trouble } = useSpeech();
	const { session } = useMember();
	const queries = useQueryClient();
	const [enrols, setEnrols] = useState(false);
	const [password, setPassword] = useState("");
	const dropping = useMutation({
		mutationFn: () => send("POST", "/api/auth/two-factor/disable", { password }),
		onSuccess: () => queries.invalidateQueries(),
		onSettled: () => setPassword(""),
	});
	const isOn = session.member.secondFactor === "on";
	if (enrols && !isOn) return <Enrol why={t("secondFactorWhy")} onDone={() => setEnrols(false)} />;
	return (
		<section className="panel">
			<h2>
				{t("secondFactor")} <Pill tone={isOn ? "good" : "warn"}>{isOn ? t("isOn") : t("isOff")}</Pill>
			</h2>
			<p className="faint">{t("secondFactorWhy")}</p>
			{isOn ? (
				<>
					<PasswordField value={password} write={setPassword} />
					<PressTwice
						title={t("turnOff")}
						sure={t("turnOffSure")}
						busy={dropping.isPending || password === ""}
						onSure={() => dropping.mutate()}
					/>
				</>
			) : (
				<button type="button" className="main" onClick={() => setEnrols(true)}>
					{t("turnOn")}
				</button>
			)}
			{dropping.isError && <p role="alert">{trouble(dropping.error)}</p>}
		</section>
	);
}

function Password() {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [currentPassword, setCurrent] = useState("");
	const [newPassword, setNew] = useState("");
	const changing = useMutation({
		mutationFn: () => send("POST", "/api/auth/change-password", { currentPassword, newPassword }),
		onSuccess() {
			setCurrent("");
			setNew("");
			return queries.invalidateQueries({ queryKey: ["sessions"] });
		},
	});
	function submit(event: FormEvent) {
		event.preventDefault();
		changing.mutate();
	}
	return (
		<form className="panel stacked" onSubmit={submit}>
			<h2>{t("password")}</h2>
			<PasswordField label={t("passwordNow")} value={currentPassword} write={setCurrent} />
			<NewPasswordField label={t("newPassword")} value={newPassword} write={setNew}>
				{t("passwordEnds")}
			</NewPasswordField>
			<button type="submit" disabled={changing.isPending}>
				{t("save")}
			</button>
			{changing.isSuccess && <p role="status">{t("passwordChanged")}</p>}
			{changing.isError && <p role="alert">{trouble(changing.error)}</p>}
		</form>
	);
}

function Devices() {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const found = useQuery({ queryKey: ["sessions"], queryFn: () => get("/api/sessions", sessions) });
	const ending = useMutation({
		mutationFn: (path: string) => send("DELETE", path),
		onSettled: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
	});
	return (
		<section className="panel">
			<h2>{t("devices")}</h2>
			<Loaded query={found}>
				{({ items }) => (
					<>
						<ul className="plain ruled">
							{items.map((item) => (
								<Device
									key={item.id}
									item={item}
									busy={ending.isPending}
									onEnd={() => ending.mutate(`/api/sessions/${item.id}`)}
								/>
							))}
						</ul>
						{items.length > 1 ? (
							<PressTwice
								title={t("endOthers")}
								sure={t("endOthersSure")}
								busy={ending.isPending}
								onSure={() => ending.mutate("/api/sessions")}
							/>
						) : (
							<Empty>{t("onlyThisDevice")}</Empty>
						)}
					</>
				)}
			</Loaded>
			{ending.isError && <p role="alert">{trouble(ending.error)}</p>}
		</section>
	);
}

function Device({ item, busy, onEnd }: { item: SessionRow; busy: boolean; onEnd: () => void }) {
	const { t, when } = useSpeech();
	return (
		<li className="line">
			<span>
				<strong title={item.device ?? undefined}>{item.device ? deviceName(item.device) : t("unknownDevice")}</strong>{" "}
				{item.own && <Pill tone="good">{t("thisDevice")}</Pill>}
				<br />
				<small>
					{item.address ?? "—"} · {t("signedInAt")} {when(item.since)}
				</small>
			</span>
			{!item.own && (
				<button type="button" className="quiet" disabled={busy} onClick={onEnd}>
					{t("endSession")}
				</button>
			)}
		</li>
	);
}

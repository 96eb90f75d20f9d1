import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { invitationMade, type MembersView, type MemberView } from "#admin/contract/team.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { PressTwice } from "../press-twice.tsx";
import { useMay, useMember } from "../session/behind-the-counter.tsx";
import { Pill } from "../states.tsx";
import { JoinLink } from "./join-link.tsx";
import { RoleField } from "./role-field.tsx";
import { WorkForm } from "./work-form.tsx";

const PRESENCE = { online: "good", away: "warn", offline: "plain" } as const;

/** One of the shop's people: who they are here, how much they have to do, and what the owner may change of it. */
export function MemberPanel({ member, teams }: { member: MemberView; teams: MembersView["teams"] }) {
	const { t, name, when } = useSpeech();
	const { session } = useMember();
	const mayManage = useMay("manage-team");
	const isMe = session.member.id === member.id;
	return (
		<article className="panel member" aria-label={member.name}>
			<h2 className="line">
				<span className="words">
					{member.name} {isMe && <small>({t("itIsYou")})</small>}
				</span>
				{member.state === "off" ? (
					<Pill tone="bad">{t("memberOff")}</Pill>
				) : (
					<Pill tone={PRESENCE[member.presence]}>{t(`member_${member.presence}`)}</Pill>
				)}
			</h2>
			<p className="faint words">
				{member.email} · {name(member.role)}
				{member.seenAt && ` · ${t("seenAt")} ${when(member.seenAt)}`}
			</p>
			<p className="pills">
				<Load member={member} />
				<Pill tone={member.secondFactor ? "good" : "plain"}>
					{member.secondFactor ? t("hasSecondFactor") : t("noSecondFactor")}
				</Pill>
				{member.sessions > 0 && (
					<Pill>
						{t("signedInDevices")} {member.sessions}
					</Pill>
				)}
			</p>
			<WorkForm member={member} teams={teams} />
			{isMe && <Link href="/desk">{t("bindDesk")}</Link>}
			{mayManage && <Manage member={member} isMe={isMe} />}
		</article>
	);
}

/** How many conversations they lead, and how many the queue would give them. */
function Load({ member: { load, loadLimit } }: { member: MemberView }) {
	const { t } = useSpeech();
	if (loadLimit === 0)
		return (
			<Pill>
				{t("memberLoad")} {load} · {t("takesByHand")}
			</Pill>
		);
	return (
		<Pill tone={load >= loadLimit ? "warn" : "plain"}>
			{t("memberLoad")} {load} / {loadLimit}
		</Pill>
	);
}

type Act = { readonly method: "PUT" | "DELETE"; readonly path: string; readonly body?: object };

function Manage({ member, isMe }: { member: MemberView; isMe: boolean }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [role, setRole] = useState<string>(member.role);
	const base = `/api/members/${member.id}`;
	const acting = useMutation({
		mutationFn: ({ method, path, body }: Act) => send(method, `${base}${path}`, body),
		onSettled: () => queries.invalidateQueries({ queryKey: isMe ? [] : ["team"] }),
	});
	const linking = useMutation({
		mutationFn: async () => invitationMade.parse(await send("POST", `${base}/password-link`)),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["team"] }),
	});
	const busy = acting.isPending;
	const failed = acting.error ?? linking.error;
	if (linking.data)
		return <JoinLink title="passwordLinkOnce" token={linking.data.token} onClose={() => linking.reset()} />;
	return (
		<details>
			<summary>{t("manageMember")}</summary>
			<RoleField role={role} disabled={busy} choose={setRole} />
			{role !== member.role && (
				<PressTwice
					title={t("changeRole")}
					sure={t("changeRoleSure")}
					busy={busy}
					onSure={() => acting.mutate({ method: "PUT", path: "/role", body: { role } })}
				/>
			)}
			<div className="moves">
				{member.state === "off" ? (
					<button
						type="button"
						disabled={busy}
						onClick={() => acting.mutate({ method: "PUT", path: "/switch", body: { state: "on" } })}
					>
						{t("letIn")}
					</button>
				) : (
					<PressTwice
						title={t("shutOut")}
						sure={t("shutOutSure")}
						busy={busy}
						onSure={() => acting.mutate({ method: "PUT", path: "/switch", body: { state: "off" } })}
					/>
				)}
				{member.sessions > 0 && (
					<PressTwice
						title={t("endTheirSessions")}
						sure={t("endTheirSessionsSure")}
						busy={busy}
						onSure={() => acting.mutate({ method: "DELETE", path: "/sessions" })}
					/>
				)}
				{member.secondFactor && (
					<PressTwice
						title={t("dropSecondFactor")}
						sure={t("dropSecondFactorSure")}
						busy={busy}
						onSure={() => acting.mutate({ method: "DELETE", path: "/second-factor" })}
					/>
				)}
				{member.state === "on" && (
					<button type="button" className="quiet" disabled={linking.isPending} onClick={() => linking.mutate()}>
						{t("passwordLink")}
					</button>
				)}
			</div>
			{failed && <p role="alert">{trouble(failed)}</p>}
		</details>
	);
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { invitationMade, type MembersView } from "#admin/contract/team.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Choices } from "../settings/choices.tsx";
import { JoinLink } from "./join-link.tsx";
import { RoleField } from "./role-field.tsx";

/** A one-time link is made for somebody new, and what is open can be withdrawn. */
export function Invitations({ view }: { view: MembersView }) {
	const { t, name, when, trouble } = useSpeech();
	const queries = useQueryClient();
	const withdrawing = useMutation({
		mutationFn: (id: string) => send("DELETE", `/api/invitations/${id}`),
		onSettled: () => queries.invalidateQueries({ queryKey: ["team"] }),
	});
	return (
		<>
			<NewInvitation teams={view.teams} />
			{view.invitations.length > 0 && (
				<section className="panel">
					<h2>{t("openInvitations")}</h2>
					<ul className="plain ruled">
						{view.invitations.map(({ id, email, role, expiresAt, password }) => (
							<li key={id} className="line">
								<span className="words">
									{email} · {password ? t("newPassword") : name(role)}
									<br />
									<small>
										{t("goodUntil")} {when(expiresAt)}
									</small>
								</span>
								<button
									type="button"
									className="quiet"
									disabled={withdrawing.isPending}
									onClick={() => withdrawing.mutate(id)}
								>
									{t("withdrawInvitation")}
								</button>
							</li>
						))}
					</ul>
					{withdrawing.isError && <p role="alert">{trouble(withdrawing.error)}</p>}
				</section>
			)}
		</>
	);
}

function NewInvitation({ teams }: { teams: MembersView["teams"] }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [email, setEmail] = useState("");
	const [role, setRole] = useState<string>("operator");
	const [chosen, setChosen] = useState<readonly string[]>([]);
	const inviting = useMutation({
		mutationFn: async () =>
			invitationMade.parse(await send("POST", "/api/invitations", { email, role, teams: chosen })),
		onSuccess() {
			setEmail("");
			setChosen([]);
			return queries.invalidateQueries({ queryKey: ["team"] });
		},
	});
	function submit(event: FormEvent) {
		event.preventDefault();
		inviting.mutate();
	}
	if (inviting.data) return <JoinLink title="linkOnce" token={inviting.data.token} onClose={() => inviting.reset()} />;
	return (
		<details className="panel">
			<summary>{t("invite")}</summary>
			<form className="stacked" onSubmit={submit}>
				<label>
					{t("email")}
					<input
						type="email"
						required
						maxLength={200}
						autoComplete="off"
						value={email}
						onChange={(event) => setEmail(event.target.value)}
					/>
				</label>
				<RoleField role={role} choose={setRole} />
				{Object.keys(teams).length > 0 && (
					<Choices legend={t("teamsOf")} all={Object.keys(teams)} titles={teams} chosen={chosen} choose={setChosen} />
				)}
				<button type="submit" className="main" disabled={inviting.isPending}>
					{t("makeLink")}
				</button>
				{inviting.isError && <p role="alert">{trouble(inviting.error)}</p>}
			</form>
		</details>
	);
}

import { useQuery } from "@tanstack/react-query";
import { members } from "#admin/contract/team.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded } from "../states.tsx";
import { Invitations } from "./invitations.tsx";
import { MemberPanel } from "./member-panel.tsx";
import { RequiredRoles } from "./required-roles.tsx";

/** Who works here: invitations, roles, teams, load, and ways in. */
export function Team() {
	const { t } = useSpeech();
	const mayManage = useMay("manage-team");
	const found = useQuery({ queryKey: ["team", "members"], queryFn: () => get("/api/members", members) });
	return (
		<Loaded query={found}>
			{(view) => (
				<>
					{mayManage && <Invitations view={view} />}
					<div className="panels members">
						{view.members.map((member) => (
							<MemberPanel key={member.id} member={member} teams={view.teams} />
						))}
					</div>
					{mayManage ? <RequiredRoles chosen={view.secondFactorRoles} /> : <p className="faint">{t("ownerManages")}</p>}
				</>
			)}
		</Loaded>
	);
}

import { roles } from "#admin/contract/session.ts";
import { useSpeech } from "../language.tsx";

type RoleParts = { readonly role: string; readonly disabled?: boolean; readonly choose: (role: string) => void };

/** What somebody is in the shop, and so what they may do. */
export function RoleField({ role, disabled = false, choose }: RoleParts) {
	const { t, name } = useSpeech();
	return (
		<label>
			{t("roleOf")}
			<select value={role} disabled={disabled} onChange={({ target }) => choose(target.value)}>
				{roles.map((one) => (
					<option key={one} value={one}>
						{name(one)}
					</option>
				))}
			</select>
		</label>
	);
}

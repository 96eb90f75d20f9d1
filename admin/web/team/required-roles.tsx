import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { roles } from "#admin/contract/session.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { PressTwice } from "../press-twice.tsx";
import { Choices } from "../settings/choices.tsx";

/** Which roles must have a second factor. */
export function RequiredRoles({ chosen: kept }: { chosen: readonly string[] }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [chosen, setChosen] = useState(kept);
	const saving = useMutation({
		mutationFn: () => send("PUT", "/api/members/second-factor-roles", { roles: chosen }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["team"] }),
	});
	return (
		<section className="panel stacked">
			<h2>{t("secondFactor")}</h2>
			<Choices legend={t("requiredFor")} all={roles} chosen={chosen} choose={setChosen} />
			<PressTwice
				title={t("saveRequired")}
				sure={t("requiredSure")}
				busy={saving.isPending}
				onSure={() => saving.mutate()}
			/>
			{saving.isSuccess && <p role="status">{t("saved")}</p>}
			{saving.isError && <p role="alert">{trouble(saving.error)}</p>}
		</section>
	);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { z } from "zod";
import { invitation } from "#admin/contract/team.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { NameField, NewPasswordField } from "./door-fields.tsx";
import { DoorForm } from "./door-form.tsx";

/** Where a one-time link leads: somebody new joins the shop, or a member chooses a new password. */
export function Join({ token }: { token: string }) {
	const found = useQuery({
		queryKey: ["invitation", token],
		queryFn: () => get(`/api/join/${encodeURIComponent(token)}`, invitation),
		// The link is used up by what follows.
		staleTime: Number.POSITIVE_INFINITY,
	});
	return <Loaded query={found}>{(invited) => <JoinForm token={token} invited={invited} />}</Loaded>;
}

function JoinForm({ token, invited }: { token: string; invited: z.infer<typeof invitation> }) {
	const { t, language, name: word } = useSpeech();
	const [, go] = useLocation();
	const queries = useQueryClient();
	const [name, setName] = useState("");
	const [password, setPassword] = useState("");
	const isNew = invited.opens === "join";
	const joining = useMutation({
		async mutationFn() {
			await send("POST", `/api/join/${encodeURIComponent(token)}`, { name: name || invited.email, password });
			// Somebody new is in at once, in the language they have read this in; a member may have a second factor to show.
			if (!isNew) return;
			await send("POST", "/api/auth/sign-in/email", { email: invited.email, password });
			await send("PUT", "/api/session/language", { language });
		},
		async onSuccess() {
			// Not the invitation, which is used up.
			await queries.resetQueries({ queryKey: ["session"] });
			go("/", { replace: true });
		},
	});
	return (
		<DoorForm
			title={isNew ? `${t("joinTitle")} ${invited.shop}` : t("newPassword")}
			button={isNew ? t("create") : t("save")}
			onSubmit={() => joining.mutate()}
			busy={joining.isPending}
			error={joining.error}
		>
			<p>
				{invited.email} · {word(invited.role)}
			</p>
			{isNew && <NameField value={name} write={setName} />}
			<NewPasswordField value={password} write={setPassword}>
				{t("passwordHint")}
			</NewPasswordField>
		</DoorForm>
	);
}

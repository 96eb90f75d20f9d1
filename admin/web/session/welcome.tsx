import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { EmailField, NameField, NewPasswordField } from "./door-fields.tsx";
import { DoorForm } from "./door-form.tsx";

/** The first visit: whoever has the printed link makes the owner's account, and is in. */
export function Welcome({ token }: { token: string }) {
	const { t, language } = useSpeech();
	const [, go] = useLocation();
	const queries = useQueryClient();
	const [name, setName] = useState("");
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const making = useMutation({
		async mutationFn() {
			await send("POST", "/api/welcome", { token, name, email, password });
			await send("POST", "/api/auth/sign-in/email", { email, password });
			await send("PUT", "/api/session/language", { language });
		},
		async onSuccess() {
			await queries.resetQueries();
			go("/", { replace: true });
		},
	});
	return (
		<DoorForm
			title={t("welcomeTitle")}
			button={t("create")}
			onSubmit={() => making.mutate()}
			busy={making.isPending}
			error={making.error}
		>
			<p>{t("welcomeText")}</p>
			<NameField value={name} write={setName} />
			<EmailField value={email} write={setEmail} />
			<NewPasswordField value={password} write={setPassword}>
				{t("passwordHint")}
			</NewPasswordField>
		</DoorForm>
	);
}

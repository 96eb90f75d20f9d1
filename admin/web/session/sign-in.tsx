import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";

/** Coming in with e-mail and password. */
export function SignIn() {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const entering = useMutation({
		mutationFn: () => send("POST", "/api/auth/sign-in/email", { email, password }),
		onSuccess: () => queries.resetQueries(),
	});
	function submit(event: FormEvent) {
		event.preventDefault();
		entering.mutate();
	}
	return (
		<form className="door" onSubmit={submit}>
			<h1>Прилавок</h1>
			<label>
				{t("email")}
				<input
					type="email"
					autoComplete="username"
					required
					value={email}
					onChange={(event) => setEmail(event.target.value)}
				/>
			</label>
			<label>
				{t("password")}
				<input
					type="password"
					autoComplete="current-password"
					required
					value={password}
					onChange={(event) => setPassword(event.target.value)}
				/>
			</label>
			{entering.isError && <p role="alert">{entering.error.message}</p>}
			<button type="submit" className="main" disabled={entering.isPending}>
				{t("signIn")}
			</button>
		</form>
	);
}

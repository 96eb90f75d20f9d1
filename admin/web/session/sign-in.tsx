import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";

/** Coming in with e-mail and password. */
export function SignIn() {
	const { t, trouble, language, choose } = useSpeech();
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
		<main>
			<form className="door" onSubmit={submit}>
				<title>Прилавок</title>
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
				{entering.isError && <p role="alert">{trouble(entering.error)}</p>}
				<button type="submit" className="main" disabled={entering.isPending}>
					{t("signIn")}
				</button>
				<button type="button" className="quiet" onClick={() => choose(language === "ru" ? "en" : "ru")}>
					<span lang={language === "ru" ? "en" : "ru"}>{language === "ru" ? "English" : "Русский"}</span>
				</button>
			</form>
		</main>
	);
}

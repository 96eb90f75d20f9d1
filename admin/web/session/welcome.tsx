import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";

/** The first visit: whoever has the printed link makes the owner's account, and is in. */
export function Welcome({ token }: { token: string }) {
	const { t, trouble, language, choose } = useSpeech();
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
	function submit(event: FormEvent) {
		event.preventDefault();
		making.mutate();
	}
	return (
		<main>
			<form className="door" onSubmit={submit}>
				<h1>{t("welcomeTitle")}</h1>
				<p>{t("welcomeText")}</p>
				<label>
					{t("name")}
					<input
						autoComplete="name"
						required
						maxLength={80}
						value={name}
						onChange={(event) => setName(event.target.value)}
					/>
				</label>
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
						autoComplete="new-password"
						required
						minLength={10}
						maxLength={128}
						value={password}
						onChange={(event) => setPassword(event.target.value)}
					/>
					<small>{t("passwordHint")}</small>
				</label>
				{making.isError && <p role="alert">{trouble(making.error)}</p>}
				<button type="submit" className="main" disabled={making.isPending}>
					{t("create")}
				</button>
				<button type="button" className="quiet" onClick={() => choose(language === "ru" ? "en" : "ru")}>
					<span lang={language === "ru" ? "en" : "ru"}>{language === "ru" ? "English" : "Русский"}</span>
				</button>
			</form>
		</main>
	);
}

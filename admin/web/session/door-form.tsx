import { type FormEvent, type ReactNode, useEffect } from "react";
import { useSpeech } from "../language.tsx";

/** What stands before the counter: a short form, the trouble with it, and the language. */
export function DoorForm({
	title,
	button,
	onSubmit,
	busy,
	error,
	children,
}: {
	title: string;
	button: string;
	onSubmit: () => void;
	busy: boolean;
	error: Error | null;
	children: ReactNode;
}) {
	const { trouble, language, choose } = useSpeech();
	useEffect(() => {
		document.title = title;
	}, [title]);
	function submit(event: FormEvent) {
		event.preventDefault();
		onSubmit();
	}
	return (
		<main>
			<form className="door" onSubmit={submit}>
				<h1>{title}</h1>
				{children}
				{error && <p role="alert">{trouble(error)}</p>}
				<button type="submit" className="main" disabled={busy}>
					{button}
				</button>
				<button type="button" className="quiet" onClick={() => choose(language === "ru" ? "en" : "ru")}>
					<span lang={language === "ru" ? "en" : "ru"}>{language === "ru" ? "English" : "Русский"}</span>
				</button>
			</form>
		</main>
	);
}

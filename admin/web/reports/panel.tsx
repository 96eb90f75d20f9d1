import type { ReactNode } from "react";
import { useSpeech } from "../language.tsx";
import type { Word } from "../words.ts";

/** A part of the report under its name; what it counts stands behind the question mark. */
export function Panel({ title, about, children }: { title: Word; about?: Word; children: ReactNode }) {
	const { t } = useSpeech();
	return (
		<section className="panel" aria-label={t(title)}>
			<header className="line">
				<h2>{t(title)}</h2>
				{about && <About word={about} />}
			</header>
			{children}
		</section>
	);
}

/** What a number counts, for whoever asks. */
export function About({ word }: { word: Word }) {
	const { t } = useSpeech();
	return (
		<details className="about">
			<summary title={t("rpWhat")} aria-label={t("rpWhat")}>
				?
			</summary>
			<p>{t(word)}</p>
		</details>
	);
}

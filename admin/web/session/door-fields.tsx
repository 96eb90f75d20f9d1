import type { ReactNode } from "react";
import { useSpeech } from "../language.tsx";

type FieldParts = { readonly value: string; readonly write: (text: string) => void };

/** How somebody is called by their colleagues. */
export function NameField({ value, write }: FieldParts) {
	const { t } = useSpeech();
	return (
		<label>
			{t("name")}
			<input
				autoComplete="name"
				required
				maxLength={80}
				value={value}
				onChange={(event) => write(event.target.value)}
			/>
		</label>
	);
}

/** The e-mail somebody comes in with. */
export function EmailField({ value, write }: FieldParts) {
	const { t } = useSpeech();
	return (
		<label>
			{t("email")}
			<input
				type="email"
				autoComplete="username"
				required
				value={value}
				onChange={(event) => write(event.target.value)}
			/>
		</label>
	);
}

/** A password that there is already. */
export function PasswordField({ label, value, write }: FieldParts & { readonly label?: string }) {
	const { t } = useSpeech();
	return (
		<label>
			{label ?? t("password")}
			<input
				type="password"
				autoComplete="current-password"
				required
				value={value}
				onChange={(event) => write(event.target.value)}
			/>
		</label>
	);
}

/** A password to be: long enough, and kept by the browser. */
export function NewPasswordField({
	label,
	value,
	write,
	children,
}: FieldParts & { readonly label?: string; readonly children: ReactNode }) {
	const { t } = useSpeech();
	return (
		<label>
			{label ?? t("password")}
			<input
				type="password"
				autoComplete="new-password"
				required
				minLength={10}
				maxLength={128}
				value={value}
				onChange={(event) => write(event.target.value)}
			/>
			<small>{children}</small>
		</label>
	);
}

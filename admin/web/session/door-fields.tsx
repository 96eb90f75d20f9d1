import type { ComponentProps, ReactNode } from "react";
import { useSpeech } from "../language.tsx";

type FieldParts = { readonly value: string; readonly write: (text: string) => void };

/** How somebody is called by their colleagues. */
export function NameField(parts: FieldParts) {
	const { t } = useSpeech();
	return <Field {...parts} label={t("name")} autoComplete="name" maxLength={80} />;
}

/** The e-mail somebody comes in with. */
export function EmailField(parts: FieldParts) {
	const { t } = useSpeech();
	return <Field {...parts} label={t("email")} type="email" autoComplete="username" />;
}

/** A password that there is already. */
export function PasswordField({ label, ...parts }: FieldParts & { readonly label?: string }) {
	const { t } = useSpeech();
	return <Field {...parts} label={label ?? t("password")} type="password" autoComplete="current-password" />;
}

/** A password to be: long enough, and kept by the browser. `children`: what it is for, said below it. */
export function NewPasswordField({
	label,
	children,
	...parts
}: FieldParts & { readonly label?: string; readonly children: ReactNode }) {
	const { t } = useSpeech();
	return (
		<Field
			{...parts}
			label={label ?? t("password")}
			type="password"
			autoComplete="new-password"
			minLength={10}
			maxLength={128}
		>
			<small>{children}</small>
		</Field>
	);
}

/** Whoever stands at the door fills in all of it. */
function Field({
	label,
	value,
	write,
	children,
	...input
}: FieldParts & { readonly label: string; readonly children?: ReactNode } & Pick<
		ComponentProps<"input">,
		"type" | "autoComplete" | "minLength" | "maxLength"
	>) {
	return (
		<label>
			{label}
			<input {...input} required value={value} onChange={(event) => write(event.target.value)} />
			{children}
		</label>
	);
}

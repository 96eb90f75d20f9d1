import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { EmailField, PasswordField } from "./door-fields.tsx";
import { DoorForm } from "./door-form.tsx";

type SignInParts = {
	readonly title?: string;
	/** The e-mail of whoever was here a moment ago. */
	readonly known?: string;
	/** What follows; a screen that has not been opened yet is asked for from the beginning. */
	readonly entered?: () => Promise<unknown>;
};

/** Coming in with e-mail and password, and with the code of one's phone where there is a second factor. */
export function SignIn({ title = "Прилавок", known = "", entered }: SignInParts) {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const comeIn = entered ?? (() => queries.resetQueries());
	const [email, setEmail] = useState(known);
	const [password, setPassword] = useState("");
	const [isHalfway, setHalfway] = useState(false);
	const entering = useMutation({
		mutationFn: () => send("POST", "/api/auth/sign-in/email", { email, password }),
		async onSuccess(answer) {
			if (halfway.safeParse(answer).success) setHalfway(true);
			else await comeIn();
		},
	});
	if (isHalfway) return <SecondStep entered={comeIn} onBack={() => setHalfway(false)} />;
	return (
		<DoorForm
			title={title}
			button={t("signIn")}
			onSubmit={() => entering.mutate()}
			busy={entering.isPending}
			error={entering.error}
		>
			<EmailField value={email} write={setEmail} />
			<PasswordField value={password} write={setPassword} />
		</DoorForm>
	);
}

const halfway = z.object({ twoFactorRedirect: z.literal(true) });

/** Six digits are the phone's; anything else is a backup code. */
function SecondStep({ entered, onBack }: { entered: () => Promise<unknown>; onBack: () => void }) {
	const { t } = useSpeech();
	const [code, setCode] = useState("");
	const verifying = useMutation({
		mutationFn() {
			const typed = code.trim();
			const plain = typed.replace(/\s/g, "");
			return /^\d{6}$/.test(plain)
				? send("POST", "/api/auth/two-factor/verify-totp", { code: plain })
				: send("POST", "/api/auth/two-factor/verify-backup-code", { code: typed });
		},
		onSuccess: entered,
	});
	return (
		<DoorForm
			title={t("secondStep")}
			button={t("signIn")}
			onSubmit={() => verifying.mutate()}
			busy={verifying.isPending}
			error={verifying.error}
		>
			<label>
				{t("codeOfPhone")}
				<input
					autoComplete="one-time-code"
					inputMode="text"
					required
					// biome-ignore lint/a11y/noAutofocus: the step has this one field
					autoFocus
					value={code}
					onChange={(event) => setCode(event.target.value)}
				/>
				<small>{t("codeHint")}</small>
			</label>
			<button type="button" className="quiet" onClick={onBack}>
				{t("back")}
			</button>
		</DoorForm>
	);
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { EmailField, PasswordField } from "./door-fields.tsx";
import { DoorForm } from "./door-form.tsx";

/** Coming in with e-mail and password, and with the code of one's phone where there is a second factor. */
export function SignIn() {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [email, setEmail] = useState("");
	const [password, setPassword] = useState("");
	const [isHalfway, setHalfway] = useState(false);
	const entering = useMutation({
		mutationFn: () => send("POST", "/api/auth/sign-in/email", { email, password }),
		onSuccess(answer) {
			if (halfway.safeParse(answer).success) setHalfway(true);
			else void queries.resetQueries();
		},
	});
	if (isHalfway) return <SecondStep onBack={() => setHalfway(false)} />;
	return (
		<DoorForm
			title="Прилавок"
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
function SecondStep({ onBack }: { onBack: () => void }) {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [code, setCode] = useState("");
	const verifying = useMutation({
		mutationFn() {
			const typed = code.trim();
			const plain = typed.replace(/\s/g, "");
			return /^\d{6}$/.test(plain)
				? send("POST", "/api/auth/two-factor/verify-totp", { code: plain })
				: send("POST", "/api/auth/two-factor/verify-backup-code", { code: typed });
		},
		onSuccess: () => queries.resetQueries(),
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

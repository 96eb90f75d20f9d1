import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { send } from "../api.ts";
import { QrCode } from "../channels/qr-code.tsx";
import { useSpeech } from "../language.tsx";
import { PasswordField } from "./door-fields.tsx";
import { DoorForm } from "./door-form.tsx";

const started = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });

/** A second factor is set up: the password, the code for the phone's camera with the backup codes, and a first code. */
export function Enrol({ why, onDone }: { why: string; onDone?: () => void }) {
	const { t } = useSpeech();
	const [password, setPassword] = useState("");
	const starting = useMutation({
		mutationFn: async () => started.parse(await send("POST", "/api/auth/two-factor/enable", { password })),
	});
	if (starting.data) return <FirstCode {...starting.data} {...(onDone && { onDone })} />;
	return (
		<DoorForm
			title={t("secondFactor")}
			button={t("goOn")}
			onSubmit={() => starting.mutate()}
			busy={starting.isPending}
			error={starting.error}
		>
			<p>{why}</p>
			<PasswordField value={password} write={setPassword} />
		</DoorForm>
	);
}

function FirstCode({ totpURI, backupCodes, onDone }: z.infer<typeof started> & { onDone?: () => void }) {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const [code, setCode] = useState("");
	const verifying = useMutation({
		mutationFn: () => send("POST", "/api/auth/two-factor/verify-totp", { code: code.replace(/\s/g, "") }),
		async onSuccess() {
			await queries.invalidateQueries();
			onDone?.();
		},
	});
	const secret = new URL(totpURI).searchParams.get("secret") ?? "";
	return (
		<DoorForm
			title={t("secondFactor")}
			button={t("turnOn")}
			onSubmit={() => verifying.mutate()}
			busy={verifying.isPending}
			error={verifying.error}
		>
			<p>{t("scanThis")}</p>
			<QrCode text={totpURI} label={t("scanLabel")} />
			<p className="faint">
				{t("orType")} <code>{secret}</code>
			</p>
			<p>{t("keepBackup")}</p>
			<ul className="plain backup-codes">
				{backupCodes.map((backup) => (
					<li key={backup}>
						<code>{backup}</code>
					</li>
				))}
			</ul>
			<label>
				{t("firstCode")}
				<input
					autoComplete="one-time-code"
					inputMode="numeric"
					required
					value={code}
					onChange={(event) => setCode(event.target.value)}
				/>
			</label>
		</DoorForm>
	);
}

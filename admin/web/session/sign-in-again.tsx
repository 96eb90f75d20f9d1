import { useQueryClient } from "@tanstack/react-query";
import { useLayoutEffect, useRef } from "react";
import { type SessionView, session } from "#admin/contract/session.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { SignIn } from "./sign-in.tsx";

/** The session has ended while somebody was at work: the door stands over the screen, and what they have typed waits behind it. */
export function SignInAgain({ member }: { member: SessionView["member"] }) {
	const { t } = useSpeech();
	const queries = useQueryClient();
	const box = useRef<HTMLDialogElement>(null);
	useLayoutEffect(() => {
		const dialog = box.current;
		dialog?.showModal();
		// Their e-mail is known.
		dialog?.querySelector<HTMLElement>('[type="password"]')?.focus();
		return () => dialog?.close();
	}, []);

	async function entered() {
		// Another member has other rights and drafts: nothing of the first one's screen is theirs.
		if ((await get("/api/session", session)).member.id !== member.id) location.reload();
		else await queries.invalidateQueries();
	}

	return (
		<dialog
			ref={box}
			className="door-over"
			aria-label={t("signedOutMeanwhile")}
			onCancel={(event) => event.preventDefault()}
			// Escape pressed twice closes what may not be closed.
			onClose={() => box.current?.showModal()}
		>
			<SignIn title={t("signedOutMeanwhile")} known={member.email} entered={entered} />
		</dialog>
	);
}

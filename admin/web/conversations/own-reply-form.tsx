import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";

/** Keeps what stands in the composer as a reply of one's own. */
export function OwnReplyForm({ text }: { text: string }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [name, setName] = useState("");
	const key = name.trim().toLowerCase().replace(/\s+/g, "-");
	const saving = useMutation({
		mutationFn: () => send("PUT", `/api/replies/${encodeURIComponent(key)}`, { text }),
		onSuccess() {
			setName("");
			return queries.invalidateQueries({ queryKey: ["replies"] });
		},
	});
	if (!text.trim()) return null;
	return (
		<details>
			<summary>{t("keepAsReply")}</summary>
			<label>
				{t("replyName")}
				<input value={name} maxLength={40} onChange={({ target }) => setName(target.value)} />
			</label>
			{saving.error && <p role="alert">{trouble(saving.error)}</p>}
			<button type="button" disabled={!/^[\p{L}\d-]+$/u.test(key) || saving.isPending} onClick={() => saving.mutate()}>
				{t("keepReply")}
			</button>
		</details>
	);
}

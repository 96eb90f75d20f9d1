import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../api.ts";
import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import type { Filters } from "./filters.ts";

/** Keeps the list that is shown under a name, for oneself or for all. */
export function SaveView({ filters, close }: { filters: Filters; close: () => void }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [title, setTitle] = useState("");
	const [shared, share] = useState(false);
	const saving = useMutation({
		mutationFn: () => send("POST", "/api/views", { title, filters, shared }),
		async onSuccess() {
			await queries.invalidateQueries({ queryKey: ["views"] });
			close();
		},
	});
	return (
		<Dialog title={t("saveView")} close={close}>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					saving.mutate();
				}}
			>
				<label>
					{t("viewTitle")}
					<input value={title} maxLength={60} required onChange={(event) => setTitle(event.target.value)} />
				</label>
				<label className="tick">
					<input type="checkbox" checked={shared} onChange={(event) => share(event.target.checked)} />
					{t("shareView")}
				</label>
				{saving.error && <p role="alert">{trouble(saving.error)}</p>}
				<div className="buttons">
					<button type="submit" className="main" disabled={!title.trim() || saving.isPending}>
						{t("saveView")}
					</button>
				</div>
			</form>
		</Dialog>
	);
}

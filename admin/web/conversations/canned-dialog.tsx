import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { cannedReplies } from "#admin/contract/conversations.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { pressKey } from "../press-key.ts";
import { Empty, Loaded, Pill } from "../states.tsx";
import { ActForm } from "./act-form.tsx";
import { CannedDeeds, doesMore } from "./canned-deeds.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { OwnReplyForm } from "./own-reply-form.tsx";
import { useAct } from "./use-act.ts";

/** Replies that are ready: looked at, put into the composer, or, where they do more than answer, done in one tap. */
export function CannedDialog({ conversation: { id, control }, close, text, write }: CannedParts) {
	const { t } = useSpeech();
	const [typed, setTyped] = useState("");
	const [chosenKey, choose] = useState<string>();
	const [key] = useState(pressKey);
	const replies = useQuery({
		queryKey: ["replies", id],
		queryFn: () => get(`/api/replies?conversation=${id}`, cannedReplies),
	});
	const fitting = (replies.data?.items ?? []).filter(({ key: name, title, text: words }) =>
		`${name} ${title} ${words}`.toLowerCase().includes(typed.toLowerCase()),
	);
	const chosen = fitting.find((one) => one.key === chosenKey) ?? fitting[0];
	const macro = useAct(id, {
		act: () =>
			send("POST", `/api/conversations/${id}/macros/${encodeURIComponent(chosen?.key ?? "")}`, {
				...{ key, lease: control.lease },
			}),
		done: close,
		quiet: true,
	});
	const isMacro = chosen !== undefined && doesMore(chosen);
	function use() {
		if (isMacro) return macro.mutate();
		if (!chosen) return;
		write([text, chosen.text].filter(Boolean).join(" "));
		close();
	}
	return (
		<ActForm
			title={t("canned")}
			close={close}
			does={t(isMacro ? "doMacro" : "insertReply")}
			isReady={chosen !== undefined}
			acting={{ isPending: macro.isPending, error: macro.error, mutate: use }}
		>
			<input
				type="search"
				value={typed}
				aria-label={t("findReply")}
				placeholder={t("findReply")}
				onChange={({ target }) => setTyped(target.value)}
			/>
			<Loaded query={replies}>
				{() => (
					<fieldset className="picks">
						<legend>{t("canned")}</legend>
						{fitting.length === 0 && <Empty>{t("nothingFound")}</Empty>}
						{fitting.map((one) => (
							<label key={`${one.of} ${one.key}`} className="tick">
								<input type="radio" name="reply" checked={one === chosen} onChange={() => choose(one.key)} />
								<span className="grow">{one.title}</span>
								{one.of === "own" && <Pill>{t("ownReply")}</Pill>}
								{doesMore(one) && <Pill tone="info">{t("macro")}</Pill>}
							</label>
						))}
					</fieldset>
				)}
			</Loaded>
			{chosen && (
				<section className="preview" aria-label={t("previewReply")}>
					<p className="words">{chosen.text}</p>
					<CannedDeeds does={chosen.does} />
				</section>
			)}
			<OwnReplyForm text={text} />
		</ActForm>
	);
}

type CannedParts = DialogParts & { readonly text: string; readonly write: (text: string) => void };

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { tagsInUse } from "#admin/contract/conversations.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import { useToast } from "./toasts.tsx";
import { useAct } from "./use-act.ts";

/** The customer's tags: taken off in one tap, which can be undone; put on by name, those in use offered. */
export function TagsEditor({ conversationId, tags, mayEdit }: TagsParts) {
	const { t } = useSpeech();
	const toast = useToast();
	const listId = useId();
	const [typed, setTyped] = useState("");
	const known = useQuery({ queryKey: ["tags"], queryFn: () => get("/api/tags", tagsInUse), enabled: mayEdit });
	const setting = useAct(conversationId, {
		act: (next: readonly string[]) => send("PUT", `/api/conversations/${conversationId}/tags`, { tags: next }),
	});
	function takeOff(tag: string) {
		setting.mutate(tags.filter((one) => one !== tag));
		toast({ text: `${t("tagRemoved")}: ${tag}`, undo: { title: t("undo"), run: () => setting.mutate(tags) } });
	}
	return (
		<div className="tags">
			<p className="pills">
				{tags.length === 0 && <span className="faint">{t("noTags")}</span>}
				{tags.map((tag) => (
					<Pill key={tag}>
						{tag}
						{mayEdit && (
							<button
								type="button"
								className="link"
								aria-label={`${t("removeTag")}: ${tag}`}
								onClick={() => takeOff(tag)}
							>
								✕
							</button>
						)}
					</Pill>
				))}
			</p>
			{mayEdit && (
				<form
					className="line"
					onSubmit={(event) => {
						event.preventDefault();
						const tag = typed.trim();
						if (tag && !tags.includes(tag)) setting.mutate([...tags, tag], { onSuccess: () => setTyped("") });
					}}
				>
					<input
						list={listId}
						value={typed}
						maxLength={60}
						aria-label={t("addTag")}
						placeholder={t("addTag")}
						onChange={({ target }) => setTyped(target.value)}
					/>
					<datalist id={listId}>
						{(known.data?.items ?? []).map((tag) => (
							<option key={tag} value={tag} />
						))}
					</datalist>
					<button type="submit" disabled={!typed.trim() || setting.isPending} aria-label={t("addTag")}>
						+
					</button>
				</form>
			)}
		</div>
	);
}

type TagsParts = { readonly conversationId: string; readonly tags: readonly string[]; readonly mayEdit: boolean };

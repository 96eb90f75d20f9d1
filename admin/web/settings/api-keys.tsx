import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type ApiKeyRow, apiKeyMade, apiKeys, scopes } from "#admin/contract/api-keys.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { PressTwice } from "../press-twice.tsx";
import { ShownOnce } from "../shown-once.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { Choices } from "./choices.tsx";

/** Keys by which other programs come in: made, shown once, revoked. */
export function ApiKeys() {
	const { t } = useSpeech();
	const found = useQuery({ queryKey: ["api-keys"], queryFn: () => get("/api/api-keys", apiKeys) });
	return (
		<>
			<p className="faint">
				{t("apiKeysAbout")}{" "}
				<a href="/api/docs/" target="_blank" rel="noreferrer">
					{t("apiDocs")}
				</a>
			</p>
			<NewKey />
			<Loaded query={found}>
				{({ items }) =>
					items.length === 0 ? (
						<Empty>{t("noKeys")}</Empty>
					) : (
						<ul className="rows">
							{items.map((item) => (
								<Key key={item.id} item={item} />
							))}
						</ul>
					)
				}
			</Loaded>
		</>
	);
}

function NewKey() {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [title, setTitle] = useState("");
	const [chosen, setChosen] = useState<readonly string[]>([]);
	const making = useMutation({
		mutationFn: async () => apiKeyMade.parse(await send("POST", "/api/api-keys", { title, scopes: chosen })),
		onSuccess() {
			setTitle("");
			setChosen([]);
			return queries.invalidateQueries({ queryKey: ["api-keys"] });
		},
	});
	function submit(event: FormEvent) {
		event.preventDefault();
		making.mutate();
	}
	if (making.data) return <ShownOnce title={t("keyOnce")} text={making.data.key} onClose={() => making.reset()} />;
	return (
		<form className="panel stacked" onSubmit={submit}>
			<h2>{t("newKey")}</h2>
			<label>
				{t("keyTitle")}
				<input required maxLength={80} value={title} onChange={(event) => setTitle(event.target.value)} />
			</label>
			<Choices legend={t("keyScopes")} all={scopes} chosen={chosen} choose={setChosen} />
			<button type="submit" className="main" disabled={making.isPending || chosen.length === 0}>
				{t("makeKey")}
			</button>
			{making.isError && <p role="alert">{trouble(making.error)}</p>}
		</form>
	);
}

function Key({ item }: { item: ApiKeyRow }) {
	const { t, when, trouble } = useSpeech();
	const queries = useQueryClient();
	const revoking = useMutation({
		mutationFn: () => send("DELETE", `/api/api-keys/${item.id}`),
		onSettled: () => queries.invalidateQueries({ queryKey: ["api-keys"] }),
	});
	return (
		<li className="row">
			<p className="line">
				<strong>{item.title}</strong>
				{item.revokedAt ? <Pill tone="bad">{t("revoked")}</Pill> : <code>{item.start}…</code>}
			</p>
			<p className="pills">
				{item.scopes.map((scope) => (
					<Pill key={scope}>{scope}</Pill>
				))}
			</p>
			<p className="line">
				<small>
					{item.by} · {when(item.createdAt)} ·{" "}
					{item.lastUsedAt ? `${t("lastUsed")} ${when(item.lastUsedAt)}` : t("neverUsed")}
				</small>
				{!item.revokedAt && (
					<PressTwice
						title={t("revoke")}
						sure={t("revokeSure")}
						busy={revoking.isPending}
						onSure={() => revoking.mutate()}
					/>
				)}
			</p>
			{revoking.isError && <p role="alert">{trouble(revoking.error)}</p>}
		</li>
	);
}

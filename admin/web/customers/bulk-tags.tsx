import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { customersTagged } from "#admin/contract/customers.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";

type Tagging = { readonly ids: readonly string[]; readonly tag: string; readonly to: "on" | "off" };
type Props = { readonly ids: readonly string[]; readonly known: readonly string[]; readonly onDone: () => void };

/** A tag for all that are ticked, or off all of them; what it changed can be taken back. */
export function BulkTags({ ids, known, onDone }: Props) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const list = useId();
	const [typed, setTyped] = useState("");
	const tag = typed.trim();
	const tagging = useMutation({
		mutationFn: async (asked: Tagging) => customersTagged.parse(await send("POST", "/api/customer-tags", asked)),
		onSuccess: () => {
			onDone();
			return Promise.all([
				queries.invalidateQueries({ queryKey: ["customers"] }),
				queries.invalidateQueries({ queryKey: ["customer-choices"] }),
			]);
		},
	});
	const done = tagging.data && tagging.variables;
	if (ids.length === 0 && !done && !tagging.isError) return null;
	return (
		<div className="bulk" aria-live="polite">
			{ids.length > 0 && (
				<>
					<span>
						{t("picked")} {ids.length}
					</span>
					<input
						aria-label={t("filterTag")}
						placeholder={t("filterTag")}
						list={list}
						maxLength={60}
						value={typed}
						onChange={(event) => setTyped(event.target.value)}
					/>
					<datalist id={list}>
						{known.map((one) => (
							<option key={one} value={one} />
						))}
					</datalist>
					<button
						type="button"
						disabled={!tag || tagging.isPending}
						onClick={() => tagging.mutate({ ids, tag, to: "on" })}
					>
						{t("tagOn")}
					</button>
					<button
						type="button"
						disabled={!tag || tagging.isPending}
						onClick={() => tagging.mutate({ ids, tag, to: "off" })}
					>
						{t("tagOff")}
					</button>
				</>
			)}
			{done && (
				<>
					<span>
						«{done.tag}» {done.to === "on" ? t("taggedOn") : t("taggedOff")} {tagging.data.changed.length}
					</span>
					{tagging.data.changed.length > 0 && (
						<button
							type="button"
							className="quiet"
							disabled={tagging.isPending}
							onClick={() =>
								tagging.mutate({
									ids: tagging.data.changed,
									tag: done.tag,
									to: done.to === "on" ? "off" : "on",
								})
							}
						>
							{t("takeBackStep")}
						</button>
					)}
				</>
			)}
			{tagging.isError && <p role="alert">{trouble(tagging.error)}</p>}
		</div>
	);
}

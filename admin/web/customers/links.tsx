import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CustomerLinkView, customerLinks, type UnclearRow } from "#admin/contract/customer-links.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Loaded } from "../states.tsx";
import { Proof } from "./identities.tsx";

/** Who turned out to be this customer as well, and the way back. */
export function Links({ customerId }: { customerId: string }) {
	const { t } = useSpeech();
	const found = useQuery({
		queryKey: ["card", customerId, "links"],
		queryFn: () => get(`/api/customers/${customerId}/links`, customerLinks),
	});
	return (
		<Loaded query={found}>
			{(links) =>
				links.length > 0 && (
					<>
						<h3>{t("linksTitle")}</h3>
						<ul className="plain links">
							{links.map((link) => (
								<li key={link.id}>
									<Link link={link} />
								</li>
							))}
						</ul>
					</>
				)
			}
		</Loaded>
	);
}

function Link({ link }: { link: CustomerLinkView }) {
	const { t, when } = useSpeech();
	const mayUndo = useMay("lead-team");
	const [asks, setAsks] = useState(false);
	return (
		<>
			<strong>{link.absorbedName}</strong>{" "}
			<small className="faint">
				<Proof proof={link.proof} /> · {Math.round(link.confidence * 100)} % · {when(link.at)}
			</small>
			{mayUndo && !asks && (
				<button type="button" className="quiet" onClick={() => setAsks(true)}>
					{t("linkUndo")}
				</button>
			)}
			{asks && <Undo link={link} leave={() => setAsks(false)} />}
		</>
	);
}

const keyOf = ({ table, id }: Pick<UnclearRow, "table" | "id">) => `${table} ${id}`;

/** What nobody but a person knows is asked first. */
function Undo({ link, leave }: { link: CustomerLinkView; leave: () => void }) {
	const { t, when, trouble } = useSpeech();
	const queries = useQueryClient();
	const [given, setGiven] = useState<readonly string[]>([]);
	const undoing = useMutation({
		mutationFn: () => {
			const give = link.unclear.filter((row) => given.includes(keyOf(row))).map(({ table, id }) => ({ table, id }));
			return send("POST", `/api/customer-links/${link.id}/undo`, { give });
		},
		onSuccess: () => queries.invalidateQueries(),
	});
	const toggle = (key: string) =>
		setGiven((keys) => (keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]));
	return (
		<fieldset className="asks">
			<p>{t("linkUndoAbout")}</p>
			{link.unclear.length > 0 && (
				<p>
					{t("linkUnclear")} «{link.absorbedName}»:
				</p>
			)}
			{link.unclear.map((row) => (
				<label key={keyOf(row)} className="tick">
					<input type="checkbox" checked={given.includes(keyOf(row))} onChange={() => toggle(keyOf(row))} />
					<span>
						{t(`row_${row.table}`)} {row.what} <small className="faint">{when(row.at)}</small>
					</span>
				</label>
			))}
			<div className="moves">
				<button type="button" className="danger" disabled={undoing.isPending} onClick={() => undoing.mutate()}>
					{t("linkUndoSure")}
				</button>
				<button type="button" className="quiet" onClick={leave}>
					{t("stop")}
				</button>
			</div>
			{undoing.isError && <p role="alert">{trouble(undoing.error)}</p>}
		</fieldset>
	);
}

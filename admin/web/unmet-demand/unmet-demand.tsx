import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { type UnmetRowView, unmetList } from "#admin/contract/unmet-demand.ts";
import { get, send } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";

const SPANS = [7, 28, 90] as const;

/** What customers asked for and did not get, for whoever buys. */
export function UnmetDemand() {
	const { t } = useSpeech();
	const [days, setDays] = useState<(typeof SPANS)[number]>(28);
	const list = useQuery({
		queryKey: ["unmet-demand", days],
		queryFn: () => get(`/api/unmet-demand?days=${days}`, unmetList),
	});
	return (
		<section className="screen wide-screen">
			<header className="line">
				<h1>{t("missing")}</h1>
				<span className="pills">
					{SPANS.map((span) => (
						<button
							key={span}
							type="button"
							aria-pressed={span === days}
							className="quiet"
							onClick={() => setDays(span)}
						>
							{span} {t("days")}
						</button>
					))}
					<a className="button" href={`/api/unmet-demand.csv?days=${days}`} download>
						{t("missingFile")}
					</a>
				</span>
			</header>
			<Loaded query={list}>
				{({ items }) =>
					items.length === 0 ? (
						<Empty>{t("missingNothing")}</Empty>
					) : (
						<ul className="plain missing">
							{keyed(items, ({ variantId, title, warehouse }) => `${variantId ?? title} ${warehouse ?? ""}`).map(
								({ key, item }) => (
									<Missed key={key} row={item} />
								),
							)}
						</ul>
					)
				}
			</Loaded>
		</section>
	);
}

/** One thing that was wanted: by how many, in which words, and whether they will be told. */
function Missed({ row }: { row: UnmetRowView }) {
	const { t, day } = useSpeech();
	const mayOpen = useMay("read-customers");
	return (
		<li className="panel">
			<p className="line">
				<strong className="words">{row.title || quoted(row.words)}</strong>
				<span>
					<strong>{row.customers}</strong> {t("missingCustomers")}
				</span>
			</p>
			<p className="pills">
				{row.stock !== null && row.stock > 0 && <Pill tone="good">{t("missingBack")}</Pill>}
				{row.warehouse && <Pill>{row.warehouse}</Pill>}
				{row.fresh > 0 && (
					<Pill tone="info">
						{t("missingFresh")} {row.fresh}
					</Pill>
				)}
				<Pill>
					{t("missingLast")} {day(row.lastAt)}
				</Pill>
			</p>
			{row.title && row.words.length > 0 && <p className="faint">{quoted(row.words)}</p>}
			<p className="line">
				<span>
					{keyed(row.people, ({ id }) => id).map(({ key, item: person }) => (
						<span key={key} className="person">
							{mayOpen ? <Link href={`/customers/${person.id}`}>{person.name}</Link> : person.name}
						</span>
					))}
				</span>
				{row.variantId && <Subscribe variantId={row.variantId} untold={row.untold} />}
			</p>
		</li>
	);
}

/** As customers named it; what the shop does not sell has no other name. */
function quoted(words: readonly string[]): string {
	return words.map((one) => `«${one}»`).join(", ");
}

/** One tap, and everybody who asked hears of it once it is back. */
function Subscribe({ variantId, untold }: { variantId: string; untold: number }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const may = useMay("move-orders");
	const subscribing = useMutation({
		mutationFn: () => send("POST", "/api/unmet-demand/subscriptions", { variantId }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["unmet-demand"] }),
	});
	if (subscribing.isError) return <span role="alert">{trouble(subscribing.error)}</span>;
	if (untold === 0) return <Pill tone="good">{t("missingAllTold")}</Pill>;
	if (!may) return null;
	return (
		<button type="button" disabled={subscribing.isPending} onClick={() => subscribing.mutate()}>
			{t("missingTell")} ({untold})
		</button>
	);
}

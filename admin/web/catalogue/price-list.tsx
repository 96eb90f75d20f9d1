import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { priceListResult } from "#admin/contract/catalogue.ts";
import { send } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Pill } from "../states.tsx";

/** As much as one sheet may hold; more is refused before it is sent. */
const LARGEST = 900_000;

/** Prices and counts from a file: first what would change, and only then the change. */
export function PriceList() {
	const { t, trouble, money } = useSpeech();
	const queries = useQueryClient();
	const [sheet, setSheet] = useState<string | null>(null);
	const [tooLarge, setTooLarge] = useState(false);
	const asking = useMutation({
		mutationFn: async (body: { sheet: string; as: "preview" | "apply" }) =>
			priceListResult.parse(await send("POST", "/api/price-list", body)),
		onSuccess: (_, { as }) => as === "apply" && queries.invalidateQueries({ queryKey: ["catalogue"] }),
	});
	const applied = asking.variables?.as === "apply" && asking.isSuccess;

	async function read(file: File | undefined) {
		asking.reset();
		setSheet(null);
		setTooLarge((file?.size ?? 0) > LARGEST);
		if (!file || file.size > LARGEST) return;
		const text = await file.text();
		setSheet(text);
		asking.mutate({ sheet: text, as: "preview" });
	}

	return (
		<section className="screen">
			<header>
				<Link href="/catalogue" className="back" aria-label={t("back")}>
					←
				</Link>
				<h1>{t("priceListTitle")}</h1>
			</header>
			<p className="faint">{t("priceListHint")}</p>
			<label className="file-pick">
				{t("importChoose")}
				<input type="file" accept=".csv,text/csv" onChange={(event) => void read(event.target.files?.[0])} />
			</label>
			{tooLarge && <p role="alert">{t("importTooLarge")}</p>}
			{asking.isError && <p role="alert">{trouble(asking.error)}</p>}
			{asking.data && (
				<>
					<p role="status">
						{applied ? t("priceListDone") : t("priceListWill")} {asking.data.changes.length}
						{asking.data.refused.length > 0 && ` · ${t("importRefused")} ${asking.data.refused.length}`}
						{asking.data.interested > 0 && ` · ${t("priceWrites")} ${asking.data.interested}`}
					</p>
					{!applied && sheet !== null && asking.data.changes.length > 0 && (
						<button
							type="button"
							className="main"
							disabled={asking.isPending}
							onClick={() => asking.mutate({ sheet, as: "apply" })}
						>
							{t("priceListApply")} ({asking.data.changes.length})
						</button>
					)}
					{asking.data.changes.length + asking.data.refused.length === 0 && <Empty>{t("priceListSame")}</Empty>}
					<ul className="plain listed">
						{keyed(asking.data.refused, ({ line }) => String(line)).map(({ key, item }) => (
							<li key={key} className="line">
								<span>
									{t("importLine")} {item.line} · {item.sku}
								</span>
								<Pill tone="warn">{item.message}</Pill>
							</li>
						))}
						{keyed(asking.data.changes.slice(0, 500), ({ sku, warehouse }) => `${sku} ${warehouse ?? ""}`).map(
							({ key, item }) => (
								<li key={key} className="line">
									<span>
										{item.title} <small>{item.sku}</small>
									</span>
									<span>
										{item.warehouse ?? t("priceTitle")}:{" "}
										{item.warehouse === null ? money({ minor: item.was, currency: asking.data.currency }) : item.was} →{" "}
										<strong>
											{item.warehouse === null ? money({ minor: item.now, currency: asking.data.currency }) : item.now}
										</strong>
									</span>
								</li>
							),
						)}
					</ul>
				</>
			)}
		</section>
	);
}

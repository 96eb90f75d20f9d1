import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "wouter";
import { type CatalogueRow, cataloguePage, categoryList, SHELVES } from "#admin/contract/catalogue.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { More } from "../more.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { useNow } from "../use-now.ts";
import { useSettled } from "../use-settled.ts";
import { GoodsDialog } from "./goods-dialog.tsx";

/** Goods by variant: price, what lies where, and how old each number is. */
export function Catalogue() {
	const { t } = useSpeech();
	const [asked, setAsked] = useSearchParams();
	const mayPrice = useMay("lead-team");
	const [opened, setOpened] = useState<string | null>(null);
	const query = useSettled(asked.toString(), 250);
	const categories = useQuery({ queryKey: ["categories"], queryFn: () => get("/api/categories", categoryList) });
	const goods = useInfiniteQuery({
		queryKey: ["catalogue", query],
		queryFn: ({ pageParam }) => get(`/api/catalogue?${query}${pageParam && `&after=${pageParam}`}`, cataloguePage),
		initialPageParam: "",
		getNextPageParam: (last) => last.next,
		placeholderData: (before) => before,
	});
	const rows = goods.data?.pages.flatMap(({ items }) => items) ?? [];
	const row = rows.find(({ id }) => id === opened);

	function change(field: string, value: string) {
		setAsked(
			(before) => {
				const next = new URLSearchParams(before);
				if (value) next.set(field, value);
				else next.delete(field);
				return next;
			},
			{ replace: true },
		);
	}

	return (
		<section className="screen wide-screen">
			<header>
				<h1>{t("catalogue")}</h1>
				<span className="grow" />
				<Link href="/delivery-slots">{t("slotsTitle")}</Link>
				{mayPrice && (
					<>
						<a className="button" href="/api/catalogue.csv" download>
							{t("exportFile")}
						</a>
						<Link className="button" href="/import/price-list">
							{t("importFile")}
						</Link>
					</>
				)}
			</header>
			<search className="filters fields">
				<input
					type="search"
					aria-label={t("goodsSearch")}
					placeholder={t("goodsSearch")}
					maxLength={100}
					value={asked.get("search") ?? ""}
					onChange={(event) => change("search", event.target.value)}
				/>
				<select
					aria-label={t("goodsCategory")}
					value={asked.get("category") ?? ""}
					onChange={(event) => change("category", event.target.value)}
				>
					<option value="">{t("goodsCategory")}</option>
					{categories.data?.items.map(({ id, title }) => (
						<option key={id} value={id}>
							{title}
						</option>
					))}
				</select>
				<select
					aria-label={t("goodsShelf")}
					value={asked.get("shelf") ?? ""}
					onChange={(event) => change("shelf", event.target.value)}
				>
					<option value="">{t("goodsShelf")}</option>
					{SHELVES.map((shelf) => (
						<option key={shelf} value={shelf}>
							{t(`shelf_${shelf}`)}
						</option>
					))}
				</select>
			</search>
			<Loaded query={goods}>
				{() =>
					rows.length === 0 ? (
						<Empty>{t("goodsNone")}</Empty>
					) : (
						<ul className="rows goods-rows">
							{rows.map((one) => (
								<GoodsRow key={one.id} row={one} open={() => setOpened(one.id)} />
							))}
						</ul>
					)
				}
			</Loaded>
			<More of={goods} />
			{row && <GoodsDialog row={row} close={() => setOpened(null)} />}
		</section>
	);
}

function GoodsRow({ row, open }: { row: CatalogueRow; open: () => void }) {
	const { t, money, since } = useSpeech();
	const now = useNow();
	return (
		<li>
			<button type="button" className="row goods-row" onClick={open}>
				<span className="goods-name">
					<strong>{row.title}</strong>
					<small>
						{row.sku} · {row.category}
					</small>
				</span>
				<span className="goods-price">
					{row.price.minor === 0 ? <Pill tone="warn">{t("shelf_no-price")}</Pill> : money(row.price)}
					<small title={`${t("pricedAgo")}: ${since(row.pricedAt, now)}`}>{since(row.pricedAt, now)}</small>
				</span>
				<span className="pills goods-stock">
					{!row.shown && <Pill>{t("shelf_hidden")}</Pill>}
					{row.free <= 0 && <Pill tone="bad">{t("shelf_out")}</Pill>}
					{row.stock.map((place) => (
						<Pill
							key={place.warehouse}
							tone={place.onHand - place.reserved > 0 ? "good" : "plain"}
							title={[
								`${t("pillOnHand")}: ${place.onHand}`,
								`${t("pillReserved")}: ${place.reserved}`,
								place.countedAt && `${t("pillCounted")}: ${since(place.countedAt, now)}`,
							]
								.filter(Boolean)
								.join(" · ")}
						>
							{place.title}: {place.onHand}
							{place.reserved > 0 && ` (−${place.reserved})`}
							{place.countedAt && ` · ${since(place.countedAt, now)}`}
						</Pill>
					))}
				</span>
			</button>
		</li>
	);
}

import { Link, useSearchParams } from "wouter";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { useSettled } from "../use-settled.ts";
import { Board } from "./board.tsx";
import { OrderFilters, useOrderFilter } from "./order-filters.tsx";
import { OrderTable } from "./order-table.tsx";
import { PackingList } from "./packing-list.tsx";

const VIEWS = ["board", "table", "packing"] as const;

/** The orders: by state on a board, one under another in a table, or slot by slot to be packed. */
export function Orders() {
	const { t } = useSpeech();
	const [asked, setAsked] = useSearchParams();
	const filter = useOrderFilter();
	const query = useSettled(filter.query, 250);
	const [mayExport, mayImport] = [useMay("lead-team"), useMay("lead-team")];
	const view = VIEWS.find((one) => one === asked.get("as")) ?? "board";

	function show(one: (typeof VIEWS)[number]) {
		setAsked((before) => ({ ...Object.fromEntries(before), as: one }), { replace: true });
	}

	return (
		<section className="screen wide-screen orders-screen">
			<header>
				<h1>{t("orders")}</h1>
				<fieldset className="tabs views">
					<legend>{t("showing")}</legend>
					{VIEWS.map((one) => (
						<button key={one} type="button" aria-pressed={one === view} onClick={() => show(one)}>
							{t(`ordersAs_${one}`)}
						</button>
					))}
				</fieldset>
				<span className="grow" />
				<Link href="/unmet-demand">{t("missing")}</Link>
				{mayExport && (
					<a className="button" href={`/api/orders.csv?${query}`} download>
						{t("exportFile")}
					</a>
				)}
				{mayImport && (
					<Link className="button" href="/import/orders">
						{t("importFile")}
					</Link>
				)}
			</header>
			<OrderFilters filter={filter} />
			{view === "board" && <Board query={query} />}
			{view === "table" && <OrderTable query={query} />}
			{view === "packing" && <PackingList query={query} />}
		</section>
	);
}

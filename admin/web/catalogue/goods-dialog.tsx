import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type CatalogueRow, priceEffect, type StockBody } from "#admin/contract/catalogue.ts";
import { get, send } from "../api.ts";
import { Dialog } from "../dialog.tsx";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { useSettled } from "../use-settled.ts";
import { minorOf, showMajor } from "./typed-price.ts";

/** One variant: what lies where, what it costs, whether customers see it; each change says what it sets in motion. */
export function GoodsDialog({ row, close }: { row: CatalogueRow; close: () => void }) {
	const { t } = useSpeech();
	const [mayCount, mayPrice] = [useMay("move-orders"), useMay("lead-team")];
	const maySee = useMay("read-conversations");
	// Pictures of other sites are not loaded here: they would tell who is looking.
	const photo = maySee && row.photo && !row.photo.includes(":") ? `/api/media/${row.photo}` : null;
	return (
		<Dialog title={row.title} close={close}>
			{photo && <img className="goods-photo" src={photo} alt="" />}
			<dl>
				{row.stock.map((place) => (
					<div key={place.warehouse}>
						<dt>{place.title}</dt>
						<dd>
							{place.onHand} {row.unit}
							{place.reserved > 0 && ` · ${t("stockReserved")} ${place.reserved}`}
						</dd>
					</div>
				))}
			</dl>
			{mayCount && <StockForm row={row} />}
			{mayPrice && <PriceForm row={row} />}
			{mayPrice && <Shown row={row} />}
		</Dialog>
	);
}

const DEEDS = ["count", "receive", "carry"] as const;

function StockForm({ row }: { row: CatalogueRow }) {
	const { t } = useSpeech();
	const [deed, setDeed] = useState<(typeof DEEDS)[number]>("count");
	const [warehouse, setWarehouse] = useState(row.stock[0]?.warehouse ?? "");
	const [to, setTo] = useState(row.stock[1]?.warehouse ?? "");
	const [pieces, setPieces] = useState("");
	const [reason, setReason] = useState("");
	const changing = useChange(
		(body: StockBody) => send("POST", `/api/catalogue/${row.id}/stock`, body),
		() => {
			setPieces("");
			setReason("");
		},
	);

	function save(event: FormEvent) {
		event.preventDefault();
		const said = { warehouse, pieces: Number(pieces), reason: reason.trim() };
		changing.mutate(deed === "carry" ? { deed, ...said, to } : { deed, ...said });
	}

	return (
		<form onSubmit={save} aria-label={t("stockTitle")}>
			<h3>{t("stockTitle")}</h3>
			<label>
				{t("stockDeed")}
				<select value={deed} onChange={(event) => setDeed(DEEDS.find((one) => one === event.target.value) ?? "count")}>
					{DEEDS.filter((one) => one !== "carry" || row.stock.length > 1).map((one) => (
						<option key={one} value={one}>
							{t(`stock_${one}`)}
						</option>
					))}
				</select>
			</label>
			<Place
				label={t(deed === "carry" ? "stockFrom" : "stockWhere")}
				row={row}
				value={warehouse}
				choose={setWarehouse}
			/>
			{deed === "carry" && <Place label={t("stockTo")} row={row} value={to} choose={setTo} />}
			<label>
				{t("stockPieces")}
				<input
					type="number"
					inputMode="numeric"
					min={deed === "count" ? 0 : 1}
					max={1_000_000}
					required
					value={pieces}
					onChange={(event) => setPieces(event.target.value)}
				/>
			</label>
			<label>
				{t("stockReason")}
				<input required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
			</label>
			<Buttons change={changing} />
		</form>
	);
}

function Place({
	label,
	row,
	value,
	choose,
}: {
	label: string;
	row: CatalogueRow;
	value: string;
	choose: (id: string) => void;
}) {
	return (
		<label>
			{label}
			<select value={value} onChange={(event) => choose(event.target.value)}>
				{row.stock.map((place) => (
					<option key={place.warehouse} value={place.warehouse}>
						{place.title}
					</option>
				))}
			</select>
		</label>
	);
}

function PriceForm({ row }: { row: CatalogueRow }) {
	const { t, money } = useSpeech();
	const [typed, setTyped] = useState(showMajor(row.price));
	const minor = minorOf(typed, row.price.currency);
	const settled = useSettled(minor, 300);
	const effect = useQuery({
		queryKey: ["catalogue", "effect", row.id, settled],
		queryFn: () => get(`/api/catalogue/${row.id}/price-effect?price=${settled}`, priceEffect),
		enabled: settled !== null && settled !== row.price.minor,
	});
	const changing = useChange((price: number) => send("PUT", `/api/catalogue/${row.id}/price`, { price }));

	return (
		<form
			aria-label={t("priceTitle")}
			onSubmit={(event) => {
				event.preventDefault();
				if (minor !== null) changing.mutate(minor);
			}}
		>
			<h3>{t("priceTitle")}</h3>
			<label>
				{t("priceNew")} ({row.price.currency})
				<input inputMode="decimal" required value={typed} onChange={(event) => setTyped(event.target.value)} />
			</label>
			{minor === null && <p className="faint">{t("priceUnclear")}</p>}
			{minor !== null && minor !== row.price.minor && effect.data && (
				<p role="status">
					{money(row.price)} → {money({ ...row.price, minor })}.{" "}
					{effect.data.change === "drop" ? `${t("priceWrites")} ${effect.data.interested}.` : t("priceQuiet")}
				</p>
			)}
			<Buttons change={changing} disabled={minor === null || minor === row.price.minor} />
		</form>
	);
}

function Shown({ row }: { row: CatalogueRow }) {
	const { t, trouble } = useSpeech();
	const changing = useChange((shown: boolean) => send("PUT", `/api/catalogue/${row.id}/shown`, { shown }));
	return (
		<p className="line">
			<span>{row.shown ? t("goodsShown") : t("shelf_hidden")}</span>
			<button type="button" disabled={changing.isPending} onClick={() => changing.mutate(!row.shown)}>
				{row.shown ? t("goodsHide") : t("goodsShow")}
			</button>
			{changing.isError && <span role="alert">{trouble(changing.error)}</span>}
		</p>
	);
}

function useChange<Body>(deed: (body: Body) => Promise<unknown>, after?: () => void) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: deed,
		onSuccess: () => {
			after?.();
			return queries.invalidateQueries({ queryKey: ["catalogue"] });
		},
	});
}

type Change = { readonly isPending: boolean; readonly isSuccess: boolean; readonly error: Error | null };

function Buttons({ change, disabled = false }: { change: Change; disabled?: boolean }) {
	const { t, trouble } = useSpeech();
	return (
		<>
			{change.error && <p role="alert">{trouble(change.error)}</p>}
			<p className="buttons">
				{change.isSuccess && <span role="status">{t("goodsSaved")}</span>}
				<button type="submit" className="main" disabled={disabled || change.isPending}>
					{t("goodsSave")}
				</button>
			</p>
		</>
	);
}

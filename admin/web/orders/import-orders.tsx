import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import {
	IMPORT_FIELDS,
	type ImportMappingView,
	type ImportResultView,
	type ImportView,
	importPreview,
	importView,
	NEEDED_FIELDS,
} from "#admin/contract/imports.ts";
import { get, send, sendFile } from "../api.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";

/** As much as the server takes; more is refused before it is sent. */
const LARGEST = 100 * 1024 * 1024;
const LOOK_MS = 500;

/** A shop's history out of a file, in three steps: bring it, look at what will happen, take it. */
export function ImportOrders() {
	const { t, trouble } = useSpeech();
	const [tooLarge, setTooLarge] = useState(false);
	const bringing = useMutation({ mutationFn: (file: File) => sendFile("/api/imports", file, importView) });

	function read(file: File | undefined) {
		bringing.reset();
		setTooLarge((file?.size ?? 0) > LARGEST);
		if (file && file.size <= LARGEST) bringing.mutate(file);
	}

	return (
		<section className="screen">
			<header>
				<Link href="/orders" className="back" aria-label={t("back")}>
					←
				</Link>
				<h1>{t("importTitle")}</h1>
			</header>
			<p className="faint">{t("importHint")}</p>
			<label className="file-pick">
				{t("importChoose")}
				<input type="file" accept=".csv,.txt,text/csv" onChange={(event) => read(event.target.files?.[0])} />
			</label>
			{tooLarge && <p role="alert">{t("importTooLarge")}</p>}
			{bringing.isPending && (
				<output className="state">
					<span className="spinner" />
					{t("importBringing")}
				</output>
			)}
			{bringing.isError && <p role="alert">{trouble(bringing.error)}</p>}
			{bringing.data && <Brought key={bringing.data.id} file={bringing.data} />}
		</section>
	);
}

function Brought({ file }: { file: ImportView }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [mapping, setMapping] = useState(file.mapping);
	const complete = [...NEEDED_FIELDS].every((field) => Object.hasOwn(mapping.columns, field));
	const preview = useQuery({
		queryKey: ["import-preview", file.id, mapping],
		queryFn: async () => importPreview.parse(await send("POST", `/api/imports/${file.id}/preview`, mapping)),
		enabled: complete,
	});
	const starting = useMutation({
		mutationFn: () => send("POST", `/api/imports/${file.id}/start`, mapping),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["import", file.id] }),
	});
	const progress = useQuery({
		queryKey: ["import", file.id],
		queryFn: () => get(`/api/imports/${file.id}`, importView),
		enabled: starting.isSuccess,
		refetchInterval: ({ state }) =>
			state.data?.state.is === "done" || state.data?.state.is === "failed" ? false : LOOK_MS,
	});
	const state = progress.data?.state;
	useEffect(() => {
		if (state?.is === "done") void queries.invalidateQueries({ queryKey: ["orders"] });
	}, [state?.is, queries]);

	if (state?.is === "done")
		return (
			<section className="panel">
				<h2>{t("importDone")}</h2>
				<Told result={state.result} />
				{state.result.refused > 0 && (
					<a className="button" href={`/api/imports/${file.id}/refused.csv`} download>
						{t("importRefusedFile")}
					</a>
				)}
			</section>
		);
	if (state?.is === "failed") return <p role="alert">{t("importFailed")}</p>;
	if (starting.isSuccess)
		return (
			<p>
				<label>
					{t("importRunning")} <progress max={100} value={state?.is === "running" ? state.percent : 0} />
				</label>
			</p>
		);
	return (
		<>
			<Sample file={file} />
			<Mapping file={file} mapping={mapping} choose={setMapping} />
			{!complete && <p role="status">{t("importIncomplete")}</p>}
			{preview.isError && <p role="alert">{trouble(preview.error)}</p>}
			{complete && preview.isFetching && <output>{t("importCounting")}</output>}
			{complete && preview.data && (
				<section className="panel">
					<h2>{t("importWill")}</h2>
					<Told result={preview.data} />
					{starting.isError && <p role="alert">{trouble(starting.error)}</p>}
					<button
						type="button"
						className="main"
						disabled={starting.isPending || preview.data.imported === 0}
						onClick={() => starting.mutate()}
					>
						{t("importStart")} ({preview.data.imported})
					</button>
				</section>
			)}
		</>
	);
}

function Sample({ file }: { file: ImportView }) {
	const { t } = useSpeech();
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it by the arrows
		<section className="scrolls" aria-label={t("importRows")} tabIndex={0}>
			<table className="listing">
				<caption className="unseen">{t("importRows")}</caption>
				<thead>
					<tr>
						{keyed(file.header, (column) => column).map(({ key, item }) => (
							<th key={key}>{item}</th>
						))}
					</tr>
				</thead>
				<tbody>
					{keyed(file.rows, (row) => row.join("\t")).map(({ key, item: row }) => (
						<tr key={key}>
							{keyed(row, (_cell) => "cell").map((cell) => (
								<td key={cell.key}>{cell.item}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

type MappingProps = {
	readonly file: ImportView;
	readonly mapping: ImportMappingView;
	readonly choose: (mapping: ImportMappingView) => void;
};

function Mapping({ file, mapping, choose }: MappingProps) {
	const { t } = useSpeech();

	function put(field: (typeof IMPORT_FIELDS)[number], column: string) {
		const { [field]: _, ...others } = mapping.columns;
		choose({ ...mapping, columns: column ? { ...others, [field]: column } : others });
	}

	return (
		<fieldset className="import-form panel">
			<legend>{t("importMapping")}</legend>
			{IMPORT_FIELDS.map((field) => (
				<label key={field}>
					{t(`import_${field}`)}
					{NEEDED_FIELDS.has(field) && " *"}
					<select value={mapping.columns[field] ?? ""} onChange={(event) => put(field, event.target.value)}>
						<option value="">{t("importNoColumn")}</option>
						{keyed(file.header, (column) => column).map(({ key, item }) => (
							<option key={key} value={item}>
								{item}
							</option>
						))}
					</select>
				</label>
			))}
			<label>
				{t("importSlashes")}
				<select
					value={mapping.slashes ?? ""}
					onChange={({ target: { value } }) => {
						const { slashes: _, ...rest } = mapping;
						choose(value === "day-first" || value === "month-first" ? { ...rest, slashes: value } : rest);
					}}
				>
					<option value="">{t("importSlashesNone")}</option>
					<option value="day-first">{t("importDayFirst")}</option>
					<option value="month-first">{t("importMonthFirst")}</option>
				</select>
			</label>
			<label>
				{t("importCancellation")}
				<input
					maxLength={10}
					value={mapping.cancellation}
					onChange={(event) => choose({ ...mapping, cancellation: event.target.value })}
				/>
			</label>
		</fieldset>
	);
}

/** What became of the lines, or will. */
function Told({ result }: { result: ImportResultView }) {
	const { t, money } = useSpeech();
	return (
		<>
			<p role="status">
				{t("importLines")} {result.lines} · {t("importTaken")} {result.imported}
				{result.known > 0 && ` (${t("importKnown")} ${result.known})`} · {t("importRefused")} {result.refused} ·{" "}
				{t("importOrdersOf")} {result.orders} · {t("importCustomers")} {result.customers} · {money(result.sum)}
			</p>
			{result.examples.length > 0 && (
				<details>
					<summary>{t("importRefusedWhy")}</summary>
					<ul className="plain listed">
						{keyed(result.examples, ({ line }) => String(line)).map(({ key, item }) => (
							<li key={key}>
								<strong>
									{t("importLine")} {item.line}
								</strong>{" "}
								{item.reason} <small>{item.raw}</small>
							</li>
						))}
					</ul>
				</details>
			)}
		</>
	);
}

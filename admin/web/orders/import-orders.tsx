import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
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
import { BringFile } from "../imports/bring-file.tsx";
import { RefusedLines } from "../imports/refused-lines.tsx";
import { Running } from "../imports/running.tsx";
import { Sample } from "../imports/sample.tsx";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";

const LOOK_MS = 500;

/** A shop's history out of a file, in three steps: bring it, look at what will happen, take it. */
export function ImportOrders() {
	const { t } = useSpeech();
	return (
		<BringFile
			title={t("importTitle")}
			hint={t("importHint")}
			back="/orders"
			bring={(file) => sendFile("/api/imports", file, importView)}
		>
			{(file) => <Brought key={file.id} file={file} />}
		</BringFile>
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
	if (starting.isSuccess) return <Running percent={state?.is === "running" ? state.percent : 0} />;
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
			<RefusedLines examples={result.examples} />
		</>
	);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
	CUSTOMER_COLUMNS,
	type CustomerImportView,
	type CustomerMappingView,
	type CustomersImportedView,
	customerImportView,
	customersImported,
	KNOWN_BY,
} from "#admin/contract/customer-imports.ts";
import { get, send, sendFile } from "../api.ts";
import { BringFile } from "../imports/bring-file.tsx";
import { RefusedLines } from "../imports/refused-lines.tsx";
import { Running } from "../imports/running.tsx";
import { Sample } from "../imports/sample.tsx";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";

const LOOK_MS = 500;

/** The shop's people out of a file, in three steps: bring it, look at what will happen, take it. */
export function ImportCustomers() {
	const { t } = useSpeech();
	return (
		<BringFile
			title={t("importPeople")}
			hint={t("importPeopleHint")}
			back="/customers"
			bring={(file) => sendFile("/api/customer-imports", file, customerImportView)}
		>
			{(file) => <Brought key={file.id} file={file} />}
		</BringFile>
	);
}

function Brought({ file }: { file: CustomerImportView }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const [mapping, setMapping] = useState(file.mapping);
	const path = `/api/customer-imports/${file.id}`;
	const complete = KNOWN_BY.some((column) => mapping.columns[column] !== undefined);
	const preview = useQuery({
		queryKey: ["customer-import-preview", file.id, mapping],
		queryFn: async () => customersImported.parse(await send("POST", `${path}/preview`, mapping)),
		enabled: complete,
	});
	const starting = useMutation({ mutationFn: () => send("POST", `${path}/start`, mapping) });
	const progress = useQuery({
		queryKey: ["customer-import", file.id],
		queryFn: () => get(path, customerImportView),
		enabled: starting.isSuccess,
		refetchInterval: ({ state }) =>
			state.data?.state.is === "done" || state.data?.state.is === "failed" ? false : LOOK_MS,
	});
	const state = progress.data?.state;
	useEffect(() => {
		if (state?.is === "done") void queries.invalidateQueries({ queryKey: ["customers"] });
	}, [state?.is, queries]);

	if (state?.is === "done")
		return (
			<section className="panel">
				<h2>{t("importDone")}</h2>
				<Told result={state.result} />
				{state.result.refused > 0 && (
					<a className="button" href={`${path}/refused.csv`} download>
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
			<Columns file={file} mapping={mapping} choose={setMapping} />
			{!complete && <p role="status">{t("importPeopleKnownBy")}</p>}
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

type ColumnsProps = {
	readonly file: CustomerImportView;
	readonly mapping: CustomerMappingView;
	readonly choose: (mapping: CustomerMappingView) => void;
};

function Columns({ file, mapping, choose }: ColumnsProps) {
	const { t } = useSpeech();

	function put(field: (typeof CUSTOMER_COLUMNS)[number], column: string) {
		const { [field]: _, ...others } = mapping.columns;
		choose({ ...mapping, columns: column ? { ...others, [field]: column } : others });
	}

	function putOwn(field: string, column: string) {
		const { [field]: _, ...others } = mapping.custom;
		choose({ ...mapping, custom: column ? { ...others, [field]: column } : others });
	}

	return (
		<fieldset className="import-form panel">
			<legend>{t("importMapping")}</legend>
			{CUSTOMER_COLUMNS.map((field) => (
				<Column
					key={field}
					title={t(`people_${field}`)}
					header={file.header}
					column={mapping.columns[field]}
					choose={(column) => put(field, column)}
				/>
			))}
			{file.own.map(({ id, title }) => (
				<Column
					key={id}
					title={title}
					header={file.header}
					column={mapping.custom[id]}
					choose={(column) => putOwn(id, column)}
				/>
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
		</fieldset>
	);
}

type ColumnProps = {
	readonly title: string;
	readonly header: readonly string[];
	readonly column: string | undefined;
	readonly choose: (column: string) => void;
};

function Column({ title, header, column, choose }: ColumnProps) {
	const { t } = useSpeech();
	return (
		<label>
			{title}
			<select value={column ?? ""} onChange={({ target }) => choose(target.value)}>
				<option value="">{t("importNoColumn")}</option>
				{keyed(header, (one) => one).map(({ key, item }) => (
					<option key={key} value={item}>
						{item}
					</option>
				))}
			</select>
		</label>
	);
}

/** What became of the lines, or will; without proof of consent nobody gets advertising, and the screen says so. */
function Told({ result }: { result: CustomersImportedView }) {
	const { t } = useSpeech();
	return (
		<>
			<p role="status">
				{t("importLines")} {result.lines} · {t("importTaken")} {result.imported}
				{result.known > 0 && ` (${t("importPeopleKnown")} ${result.known})`} · {t("importRefused")} {result.refused} ·{" "}
				{t("importConsents")} {result.consents}
			</p>
			{result.unproven > 0 && (
				<p className="unproven" role="status">
					{t("importUnproven")} {result.unproven}. {t("importUnprovenMeans")}
				</p>
			)}
			<RefusedLines examples={result.examples} />
		</>
	);
}

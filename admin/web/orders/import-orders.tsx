import { useState } from "react";
import {
	IMPORT_FIELDS,
	type ImportMappingView,
	type ImportResultView,
	type ImportView,
	importPreview,
	importView,
	NEEDED_FIELDS,
} from "#admin/contract/imports.ts";
import { get, sendFile } from "../api.ts";
import { BringFile } from "../imports/bring-file.tsx";
import { ColumnField } from "../imports/column-field.tsx";
import { RefusedLines } from "../imports/refused-lines.tsx";
import { Sample } from "../imports/sample.tsx";
import { SlashesField } from "../imports/slashes-field.tsx";
import { TakeFile } from "../imports/take-file.tsx";
import { useSpeech } from "../language.tsx";

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
	const { t } = useSpeech();
	const [mapping, setMapping] = useState(file.mapping);
	const path = `/api/imports/${file.id}`;
	const isComplete = [...NEEDED_FIELDS].every((field) => Object.hasOwn(mapping.columns, field));
	return (
		<TakeFile
			path={path}
			mapping={mapping}
			lacks={isComplete ? undefined : t("importIncomplete")}
			readPreview={(answer) => importPreview.parse(answer)}
			progress={() => get(path, importView)}
			fills="orders"
			tell={(result) => <Told result={result} />}
		>
			<Sample file={file} />
			<Mapping file={file} mapping={mapping} choose={setMapping} />
		</TakeFile>
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
				<ColumnField
					key={field}
					title={`${t(`import_${field}`)}${NEEDED_FIELDS.has(field) ? " *" : ""}`}
					header={file.header}
					column={mapping.columns[field]}
					choose={(column) => put(field, column)}
				/>
			))}
			<SlashesField
				slashes={mapping.slashes}
				choose={(slashes) => {
					const { slashes: _, ...rest } = mapping;
					choose(slashes ? { ...rest, slashes } : rest);
				}}
			/>
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

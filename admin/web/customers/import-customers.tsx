import { useState } from "react";
import {
	CUSTOMER_COLUMNS,
	type CustomerImportView,
	type CustomerMappingView,
	type CustomersImportedView,
	customerImportView,
	customersImported,
	KNOWN_BY,
} from "#admin/contract/customer-imports.ts";
import { get, sendFile } from "../api.ts";
import { BringFile } from "../imports/bring-file.tsx";
import { ColumnField } from "../imports/column-field.tsx";
import { RefusedLines } from "../imports/refused-lines.tsx";
import { Sample } from "../imports/sample.tsx";
import { SlashesField } from "../imports/slashes-field.tsx";
import { TakeFile } from "../imports/take-file.tsx";
import { useSpeech } from "../language.tsx";
import { TakenImports } from "./taken-imports.tsx";

/** The shop's people out of a file, in three steps: bring it, look at what will happen, take it. */
export function ImportCustomers() {
	const { t } = useSpeech();
	return (
		<BringFile
			title={t("importPeople")}
			hint={t("importPeopleHint")}
			back="/customers"
			below={<TakenImports />}
			bring={(file) => sendFile("/api/customer-imports", file, customerImportView)}
		>
			{(file) => <Brought key={file.id} file={file} />}
		</BringFile>
	);
}

function Brought({ file }: { file: CustomerImportView }) {
	const { t } = useSpeech();
	const [mapping, setMapping] = useState(file.mapping);
	const path = `/api/customer-imports/${file.id}`;
	const isComplete = KNOWN_BY.some((column) => mapping.columns[column] !== undefined);
	return (
		<TakeFile
			path={path}
			mapping={mapping}
			lacks={isComplete ? undefined : t("importPeopleKnownBy")}
			readPreview={(answer) => customersImported.parse(answer)}
			progress={() => get(path, customerImportView)}
			fills="customers"
			tell={(result) => <Told result={result} />}
		>
			<Sample file={file} />
			<Columns file={file} mapping={mapping} choose={setMapping} />
		</TakeFile>
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
				<ColumnField
					key={field}
					title={t(`people_${field}`)}
					header={file.header}
					column={mapping.columns[field]}
					choose={(column) => put(field, column)}
				/>
			))}
			{file.own.map(({ id, title }) => (
				<ColumnField
					key={id}
					title={title}
					header={file.header}
					column={mapping.custom[id]}
					choose={(column) => putOwn(id, column)}
				/>
			))}
			<SlashesField
				slashes={mapping.slashes}
				choose={(slashes) => {
					const { slashes: _, ...rest } = mapping;
					choose(slashes ? { ...rest, slashes } : rest);
				}}
			/>
		</fieldset>
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

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { type CustomFieldView, customFields } from "#admin/contract/custom-fields.ts";
import { get, send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Empty, Loaded } from "../states.tsx";

/** What this shop wants to know of its customers beyond the usual; each field is saved when one leaves it. */
export function CustomFields({ customerId }: { customerId: string }) {
	const { t } = useSpeech();
	const path = `/api/customers/${customerId}/fields`;
	const fields = useQuery({ queryKey: ["custom-fields", customerId], queryFn: () => get(path, customFields) });
	return (
		<Loaded query={fields}>
			{({ items }) =>
				items.length === 0 ? (
					<Empty>{t("fieldsNone")}</Empty>
				) : (
					items.map((field) => <Field key={`${field.id} ${JSON.stringify(field.value)}`} path={path} field={field} />)
				)
			}
		</Loaded>
	);
}

function Field({ path, field }: { path: string; field: CustomFieldView }) {
	const { t, trouble } = useSpeech();
	const queries = useQueryClient();
	const may = useMay("write-to-customers");
	const [typed, setTyped] = useState(written(field));
	const id = useId();
	const saving = useMutation({
		mutationFn: (text: string) => send("PUT", `${path}/${field.id}`, { value: read(field, text) }),
		onSuccess: () => queries.invalidateQueries({ queryKey: ["custom-fields"] }),
	});
	const save = () => typed !== written(field) && saving.mutate(typed);

	function submit(event: FormEvent) {
		event.preventDefault();
		save();
	}

	return (
		<form onSubmit={submit}>
			<label htmlFor={id}>{field.title}</label>
			{field.type === "yesno" ? (
				<select
					id={id}
					disabled={!may}
					value={typed}
					onChange={(event) => {
						setTyped(event.target.value);
						saving.mutate(event.target.value);
					}}
				>
					<option value="">—</option>
					<option value="yes">{t("yes")}</option>
					<option value="no">{t("no")}</option>
				</select>
			) : (
				<input
					id={id}
					type={INPUTS[field.type]}
					step="any"
					disabled={!may}
					maxLength={1000}
					value={typed}
					onChange={(event) => setTyped(event.target.value)}
					onBlur={save}
				/>
			)}
			{saving.isError && <p role="alert">{trouble(saving.error)}</p>}
		</form>
	);
}

const INPUTS = { text: "text", number: "number", date: "date", "list of text": "text" } as const;

function written({ value }: CustomFieldView): string {
	if (value === null) return "";
	if (typeof value === "boolean") return value ? "yes" : "no";
	return Array.isArray(value) ? value.join(", ") : String(value);
}

function read({ type }: CustomFieldView, text: string) {
	const words = text.trim();
	if (words === "") return null;
	if (type === "number") return Number(words);
	if (type === "yesno") return words === "yes";
	if (type !== "list of text") return words;
	return words
		.split(",")
		.map((one) => one.trim())
		.filter(Boolean);
}

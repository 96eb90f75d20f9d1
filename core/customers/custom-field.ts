import { Refusal } from "#core/refusal.ts";
import { dayNumber } from "#core/zoned-time.ts";

/** What a field of the shop's own may hold. */
export const CUSTOM_FIELD_TYPES = ["text", "number", "yesno", "date", "list of text"] as const;
export type CustomFieldType = (typeof CUSTOM_FIELD_TYPES)[number];

/** A field that the shop has thought of itself: `fields:` of `_defaults.yaml`. */
export type CustomField = { readonly id: string; readonly title: string; readonly type: CustomFieldType };

/** The value as it is kept; null forgets it. What the field cannot hold is refused. */
export function customFieldValue({ title, type }: CustomField, value: unknown): unknown {
	if (value === null || value === undefined || value === "") return null;
	if (fits(type, value)) return value;
	throw new Refusal("invalid", `«${title}»: ${EXPECTS[type]}.`);
}

function fits(type: CustomFieldType, value: unknown): boolean {
	switch (type) {
		case "text":
			return typeof value === "string" && value.length <= 1000;
		case "number":
			return typeof value === "number" && Number.isFinite(value);
		case "yesno":
			return typeof value === "boolean";
		case "date":
			return typeof value === "string" && dayNumber(value) !== undefined;
		case "list of text":
			return Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === "string");
	}
}

const EXPECTS: Readonly<Record<CustomFieldType, string>> = {
	text: "нужен текст",
	number: "нужно число",
	yesno: "нужно «да» или «нет»",
	date: "нужна дата вида 1990-03-10",
	"list of text": "нужен список слов",
};

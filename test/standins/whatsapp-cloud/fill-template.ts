import type { Fields } from "./check-message.ts";
import { templateRefused } from "./graph-error.ts";
import type { Service } from "./service.ts";
import type { Template } from "./shapes.ts";

/** The template that a message names, if it may be sent. */
export function findTemplate({ templates }: Service, body: Fields): Template {
	const { name, language } = partOf(body);
	const known = templates.find((one) => one.name === name && one.language === language);
	if (!known || known.status === "PENDING" || known.status === "REJECTED") {
		throw templateRefused(132001, `template name (${name}) does not exist in ${language}`);
	}
	if (known.status === "PAUSED") throw templateRefused(132015, `Template ${name} is paused due to low quality`);
	if (known.status === "DISABLED") throw templateRefused(132016, `Template ${name} is disabled`);
	return known;
}

/** The template's words with its places filled in, as the phone shows them. */
export function fillTemplate({ body, name }: Template, message: Fields): string {
	const places = [...new Set(body.match(/\{\{\w+\}\}/g) ?? [])];
	const values = partOf(message).values;
	if (values.length !== places.length) {
		throw templateRefused(
			132000,
			`body: number of localizable_params (${values.length}) does not match the expected number of params (${places.length})`,
		);
	}
	if (values.some(({ text }) => /[\n\t]| {5,}/.test(text))) {
		throw templateRefused(132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
	}
	return places.reduce((text, place, index) => {
		const word = place.slice(2, -2);
		const value = /^\d+$/.test(word) ? values[Number(word) - 1] : values.find((one) => one.name === word);
		if (!value) throw templateRefused(132000, `body: parameter ${word} of ${name} is missing (value ${index + 1})`);
		return text.replaceAll(place, value.text);
	}, body);
}

function partOf({ template }: Fields): { name: string; language: string; values: { text: string; name?: string }[] } {
	const part = fields(template);
	const components = Array.isArray(part.components) ? part.components.map(fields) : [];
	const parameters = components.find(({ type }) => type === "body")?.parameters;
	return {
		name: String(part.name),
		language: String(fields(part.language).code),
		values: (Array.isArray(parameters) ? parameters : []).map((parameter) => {
			const { text, parameter_name } = fields(parameter);
			return { text: String(text), ...(typeof parameter_name === "string" && { name: parameter_name }) };
		}),
	};
}

function fields(value: unknown): Fields {
	return typeof value === "object" && value !== null ? { ...value } : {};
}

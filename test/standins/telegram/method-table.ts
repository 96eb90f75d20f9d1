import table from "./methods.json" with { type: "json" };

/** What is wrong with a value, and how much. */
export interface Complaint {
	/**
	 * `refuse`: Telegram says no. `tolerate`: Telegram takes it or overlooks it, and the bot's author meant something
	 * else: a field that does not exist, a number where a text is due.
	 */
	weight: "refuse" | "tolerate";
	words: string;
}

/** Checks one value, reports complaints, and answers the value as Telegram would read it. */
export type Check = (value: unknown, name: string, complain: (complaint: Complaint) => void) => unknown;

/** One method of the Bot API: its fields, each with its check. */
export interface Method {
	name: string;
	fields: Map<string, Check>;
	required: string[];
}

/** The Bot API's version that the table was made from. */
export const tableVersion: string = table.version;

/** The method of this name, if there is one; Telegram does not mind capitals. */
export function findMethod(name: string): Method | undefined {
	const lower = name.toLowerCase();
	const made = compiled.get(lower);
	if (made) return made;
	const proper = properNames.get(lower);
	if (!proper) return undefined;
	const method = compile(proper, fieldsOf[proper]?.fields ?? {});
	compiled.set(lower, method);
	return method;
}

/** The check of a type, for tests that look at what the stand-in itself says. */
export function checkOfType(type: string): Check {
	return checkOf(type);
}

/** What a method answers, as a sentence of types. */
export function returnsOf(method: string): string | undefined {
	return fieldsOf[method]?.returns;
}

type Fields = Record<string, string>;

const types: Record<string, Fields | string[]> = table.types;
const fieldsOf: Record<string, { returns: string; fields: Fields }> = table.methods;
const properNames = new Map(Object.keys(fieldsOf).map((name) => [name.toLowerCase(), name]));
const compiled = new Map<string, Method>();
const known = new Map<string, Check>();

function compile(name: string, fields: Fields): Method {
	return {
		name,
		fields: new Map(Object.entries(fields).map(([field, sentence]) => [field, checkOf(bare(sentence))])),
		required: Object.keys(fields).filter((field) => fields[field]?.endsWith("!")),
	};
}

/** The check for a sentence of types; made once, and late, because types contain themselves. */
function checkOf(sentence: string): Check {
	let check = known.get(sentence);
	if (check) return check;
	known.set(sentence, (value, name, complain) => (check ?? anything)(value, name, complain));
	check = makeCheck(sentence);
	known.set(sentence, check);
	return check;
}

function makeCheck(sentence: string): Check {
	const [union = "", only] = sentence.split("=");
	if (only) return word(only);
	const options = union.split("|");
	if (options.every((option) => option.startsWith("Array of "))) {
		return arrayOf(checkOf(options.map((option) => option.slice("Array of ".length)).join("|")));
	}
	if (options.length > 1) return oneOf(options);
	if (union === "InputFile") return text;
	const scalar = scalars[union];
	if (scalar) return scalar;
	const type = types[union];
	if (!type) throw new Error(`methods.json names a type that it does not describe: ${union}`);
	return Array.isArray(type) ? oneOf(type) : object(type);
}

const anything: Check = (value) => value;

const text: Check = (value, name, complain) => {
	if (typeof value === "string") return value;
	complain({ weight: "tolerate", words: `${name} is a String, ${kindOf(value)} was given` });
	return typeof value === "object" ? JSON.stringify(value) : String(value);
};

const integer: Check = (value, name, complain) => {
	if (Number.isSafeInteger(value)) return value;
	if (typeof value === "string" && /^-?\d+$/.test(value)) return Number(value);
	complain({ weight: "refuse", words: `field "${name}" must be of type Number` });
	return undefined;
};

const float: Check = (value, name, complain) => {
	const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
	if (typeof number === "number" && Number.isFinite(number)) return number;
	complain({ weight: "refuse", words: `field "${name}" must be of type Number` });
	return undefined;
};

const boolean: Check = (value, name, complain) => {
	if (typeof value === "boolean") return value;
	const read = String(value).toLowerCase();
	if (["true", "1", "yes"].includes(read)) return true;
	if (["false", "0", "no", ""].includes(read)) return false;
	complain({ weight: "tolerate", words: `${name} is a Boolean, ${kindOf(value)} was given` });
	return false;
};

const scalars: Record<string, Check> = { String: text, Integer: integer, Float: float, Boolean: boolean };

function word(only: string): Check {
	return (value, name, complain) => {
		if (value !== only) complain({ weight: "refuse", words: `field "${name}" must be "${only}"` });
		return value;
	};
}

function arrayOf(member: Check): Check {
	return (value, name, complain) => {
		if (!Array.isArray(value)) {
			complain({ weight: "refuse", words: `field "${name}" must be of type Array` });
			return value;
		}
		return value.map((one) => member(one, name, complain));
	};
}

function object(fields: Fields): Check {
	const required = Object.keys(fields).filter((field) => fields[field]?.endsWith("!"));
	let checks: Map<string, Check> | undefined;
	return (value, name, complain) => {
		if (!isObject(value)) {
			complain({ weight: "refuse", words: `field "${name}" must be of type Object` });
			return value;
		}
		checks ??= new Map(Object.entries(fields).map(([field, sentence]) => [field, checkOf(bare(sentence))]));
		const lacking = required.find((field) => !isGiven(value[field]));
		if (lacking) complain({ weight: "refuse", words: `can't find field "${lacking}"` });
		for (const field in value) {
			if (isGiven(value[field])) (checks.get(field) ?? unknown(name))(value[field], field, complain);
		}
		return value;
	};
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}

function unknown(owner: string): Check {
	return (_value, name, complain) => complain({ weight: "tolerate", words: `${owner} has no field "${name}"` });
}

/** Any of several: the first that has nothing to say, or else the one with the least. */
function oneOf(options: string[]): Check {
	const checks = options.map(checkOf);
	const mayBeText = options.includes("String");
	return (value, name, complain) => {
		const { complaints, read } = best(checks, value, name);
		for (const complaint of complaints) complain(complaint);
		// An id as text stays text: it may be a name.
		return mayBeText && complaints.length === 0 ? value : read;
	};
}

function best(checks: Check[], value: unknown, name: string): { complaints: Complaint[]; read: unknown } {
	let least: { complaints: Complaint[]; read: unknown } | undefined;
	for (const check of checks) {
		const complaints: Complaint[] = [];
		const read = check(value, name, (complaint) => complaints.push(complaint));
		if (!least || weightOf(complaints) < weightOf(least.complaints)) least = { complaints, read };
		if (complaints.length === 0) break;
	}
	return least ?? { complaints: [], read: value };
}

function weightOf(complaints: Complaint[]): number {
	return complaints.reduce((sum, { weight }) => sum + (weight === "refuse" ? 1000 : 1), 0);
}

function bare(sentence: string): string {
	return sentence.endsWith("!") ? sentence.slice(0, -1) : sentence;
}

function kindOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "an Array";
	return typeof value === "object" ? "an Object" : `a ${typeof value}`;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

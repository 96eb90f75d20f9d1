import { type Logger, pino } from "pino";
import pretty from "pino-pretty";

/** Fields are an allow-list by habit: ids, counts and reasons, never texts, names, phones or tokens. */
export type LogFields = Record<string, unknown>;

/** What a part may say about itself. Handed in; nobody imports a logger. */
export interface Log {
	debug(message: string, fields?: LogFields): void;
	info(message: string, fields?: LogFields): void;
	warn(message: string, fields?: LogFields): void;
	error(message: string, fields?: LogFields): void;
	/** The same log, each line naming the part. */
	of(part: string): Log;
}

/** A bot token anywhere in a line: `123456:AA…`. A token is the account. */
const TOKEN = /\b\d{6,}:[\w-]{20,}/g;
/** Passwords in addresses: `scheme://user:password@`. */
const URL_PASSWORD = /(\w+:\/\/[^:/\s]+:)[^@\s]+@/g;

/** Takes secrets out of a text that may be seen. */
export function redact(text: string): string {
	return text.replace(TOKEN, "<token>").replace(URL_PASSWORD, "$1<password>@");
}

/** The one logger: JSON lines, or lines for a person when `forPeople`. */
export function openLog({ level, forPeople }: { level: string; forPeople: boolean }): Log {
	const options = { level, base: null, serializers: { error: describeError } };
	const root = forPeople
		? pino(
				options,
				pretty({
					colorize: process.stdout.isTTY,
					translateTime: "SYS:HH:MM:ss",
					ignore: "pid,hostname",
					destination: 2,
					sync: true,
				}),
			)
		: pino(options, pino.destination({ dest: 2, sync: true }));
	return wrap(root);
}

type PinoLog = Logger<never, boolean>;

function wrap(inner: PinoLog): Log {
	const at =
		(level: "debug" | "info" | "warn" | "error") =>
		(message: string, fields: LogFields = {}) => {
			if (inner.isLevelEnabled(level)) inner[level](clean(fields), redact(message));
		};
	return {
		debug: at("debug"),
		info: at("info"),
		warn: at("warn"),
		error: at("error"),
		of: (part) => wrap(inner.child({ part })),
	};
}

function clean(fields: LogFields): LogFields {
	const entries = Object.entries(fields).map(([key, value]) => {
		if (value instanceof Error) return [key, describeError(value)];
		return [key, typeof value === "string" ? redact(value) : value];
	});
	return Object.fromEntries(entries);
}

function describeError(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	return {
		type: error.name,
		message: redact(error.message),
		stack: error.stack ? redact(error.stack) : undefined,
		...(error.cause instanceof Error && { cause: redact(error.cause.message) }),
	};
}

import { type Config, readConfig } from "#core/platform/config.ts";
import { type Log, openLog } from "#core/platform/log.ts";

/** The settings of a program that is measured: the contract's environment, and a webhook that nobody calls by its path. */
export function subjectConfig({ flows }: { flows: string }): Config {
	const { DATABASE_URL, API_ROOT } = process.env;
	if (!DATABASE_URL || !API_ROOT) throw new Error("A subject needs DATABASE_URL and API_ROOT.");
	return readConfig({
		DATABASE_URL,
		TELEGRAM_TOKEN: "1:t",
		TELEGRAM_API_ROOT: API_ROOT,
		TELEGRAM_MODE: "webhook",
		TELEGRAM_WEBHOOK_SECRET: "nobody-knocks-here",
		PUBLIC_URL: "http://127.0.0.1:1",
		SERVICES: "bots,worker",
		DEMO: "0",
		FLOWS_DIR: flows,
		LOG_LEVEL: process.env.LOG_LEVEL ?? "error",
	});
}

export function subjectLog(): Log {
	return openLog({ level: process.env.LOG_LEVEL ?? "error", forPeople: false });
}

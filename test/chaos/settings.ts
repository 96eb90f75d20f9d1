import { fileURLToPath } from "node:url";

/** The bot that is killed. */
export const TOKEN = "7000001:chaos";

/** The settings of a shop that is killed and ended: no pages, no demo, the small flows beside this file. */
export function chaosSettings({ url, root, folder }: { url: string; root: string; folder: string }) {
	return {
		DATABASE_URL: url,
		TELEGRAM_TOKEN: TOKEN,
		TELEGRAM_API_ROOT: root,
		SERVICES: "bots,worker",
		DEMO: "0",
		PORT: "0",
		LOG_LEVEL: "warn",
		DATA_DIR: folder,
		FLOWS_DIR: fileURLToPath(new URL("./flows", import.meta.url)),
	};
}

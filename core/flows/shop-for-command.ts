import { userInfo } from "node:os";
import { join } from "node:path";
import { approvedTemplates } from "#core/delivery/templates.ts";
import { readConfig } from "#core/platform/config.ts";
import { openDatabase } from "#core/platform/database.ts";
import { startEmbeddedPostgres } from "#core/platform/embedded-postgres.ts";
import { openLog } from "#core/platform/log.ts";
import { openShop } from "#core/platform/shop.ts";
import type { TerminalShop } from "./subcommand.ts";

/**
 * Opens the shop's database for a command: that of DATABASE_URL, or the embedded one below DATA_DIR. A program that runs
 * there goes on undisturbed; where none runs the server is started for as long as the command takes.
 */
export async function openShopForCommand(): Promise<TerminalShop> {
	const config = readConfig();
	const log = openLog({ level: "error", forPeople: true });
	const own =
		config.databaseUrl === undefined
			? await startEmbeddedPostgres({ folder: join(config.dataDir, "postgres"), log })
			: undefined;
	const url = config.databaseUrl ?? own?.url ?? "";
	const database = await openDatabase({ url, migrations: "prisma/migrations", log, connections: 2 }).catch(
		async (error) => {
			await own?.stop();
			throw error;
		},
	);
	const shop = openShop({ database, now: () => new Date(), ring: () => {} });
	return {
		shop,
		templates: () => approvedTemplates(shop),
		folder: config.flowsDir,
		zone: config.zone,
		place: { zone: config.zone, currency: config.currency, country: config.country },
		actor: `terminal:${userInfo().username}`,
		async close() {
			await database.close();
			await own?.stop();
		},
	};
}

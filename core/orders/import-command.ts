import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { showMoney } from "#core/money.ts";
import { rejectReport } from "#core/note-import.ts";
import { readConfig } from "#core/platform/config.ts";
import { openDatabase } from "#core/platform/database.ts";
import { startEmbeddedPostgres } from "#core/platform/embedded-postgres.ts";
import { openLog } from "#core/platform/log.ts";
import { openShop } from "#core/platform/shop.ts";
import { type FileHead, lookAtFile, readRecords } from "#core/read-csv.ts";
import { isZone } from "#core/zoned-time.ts";
import { importFile, rulesFor } from "./import-file.ts";
import type { LineRules } from "./import-line.ts";
import { guessMapping, type ImportMapping, missingColumns, readMapping } from "./import-mapping.ts";
import { type ImportResult, previewImport } from "./import-orders.ts";

const USAGE = `npm run import -- orders FILE.csv [--map MAP.yaml] [--preview] [--zone Europe/Moscow] [--currency RUB]

Takes a shop's history into the database: one line of the file is one line of an order. Columns are guessed by their
headers; --map names a YAML file that says them: {columns: {invoice: …, at: …, quantity: …, price: …, sku: …,
title: …, customer: …, country: …}, slashes: day-first, cancellation: C}. --preview only looks. Running it twice is harmless.`;

process.exitCode = await run();

async function run(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			map: { type: "string" },
			preview: { type: "boolean", default: false },
			zone: { type: "string" },
			currency: { type: "string" },
		},
	});
	const [what, path] = positionals;
	if (what !== "orders" || path === undefined) {
		console.error(USAGE);
		return 64;
	}
	const config = readConfig();
	const head = await lookAtFile(path);
	const mapping =
		values.map === undefined ? guessMapping(head.header) : readMapping(await readFile(values.map, "utf8"));
	const missing = missingColumns(mapping, head.header);
	if (missing.length > 0) {
		console.error(
			`The file has no column for: ${missing.join(", ")}. Its columns are: ${head.header.join(", ")}.\n\n${USAGE}`,
		);
		return 65;
	}
	const currency = values.currency ?? mapping.currency ?? config.currency;
	const zone = values.zone ?? mapping.zone ?? config.zone;
	if (!isZone(zone)) {
		console.error(`"${zone}" is no time zone of the IANA list; write Europe/Moscow.`);
		return 65;
	}
	const rules = rulesFor(mapping, { zone, currency });
	showMapping(mapping, { zone, currency });
	if (values.preview) {
		const result = await previewImport(readRecords(path, head), rules);
		showResult(result, currency);
		return 0;
	}
	return importInto(config, { path, head, rules, currency });
}

type Job = { path: string; head: FileHead; rules: LineRules; currency: string };

async function importInto(
	config: ReturnType<typeof readConfig>,
	{ path, head, rules, currency }: Job,
): Promise<number> {
	const log = openLog({ level: "warn", forPeople: true });
	const postgres =
		config.databaseUrl === undefined
			? await startEmbeddedPostgres({ folder: join(config.dataDir, "postgres"), log })
			: undefined;
	const url = config.databaseUrl ?? postgres?.url ?? "";
	const database = await openDatabase({ url, migrations: "prisma/migrations", log });
	try {
		const shop = openShop({ database, now: () => new Date(), ring: () => {} });
		const file = { path, name: basename(path), head, rules, currency };
		const result = await importFile(shop, { ...file, progress: bar(head.size) });
		if (process.stderr.isTTY) process.stderr.write("\n");
		showResult(result, currency);
		if (result.rejected.length > 0) {
			const folder = join(config.dataDir, "imports");
			await mkdir(folder, { recursive: true });
			const report = join(folder, `${basename(path, ".csv")}.rejected.csv`);
			await writeFile(report, rejectReport(result));
			console.log(`Rejected lines, each with its reason: ${report}`);
		}
		return agrees(result) ? 0 : 1;
	} finally {
		await database.close();
		await postgres?.stop();
	}
}

function showMapping(
	{ columns, cancellation }: ImportMapping,
	{ zone, currency }: { zone: string; currency: string },
): void {
	for (const [field, column] of Object.entries(columns)) console.log(`${field.padEnd(9)} ← ${column}`);
	console.log(
		`Times without a zone: ${zone}. Money: ${currency}. Invoices that begin with "${cancellation}" take goods back.\n`,
	);
}

function showResult(result: ImportResult, currency: string): void {
	const money = (minor: number) => showMoney({ minor, currency }, "en");
	const reasons = new Map<string, number>();
	for (const { reason } of result.rejected) {
		const kind = reason.replace(/: .*/, "");
		reasons.set(kind, (reasons.get(kind) ?? 0) + 1);
	}
	console.log(
		`${result.lines} lines: ${result.imported} imported (${result.known} of them known before), ${result.rejected.length} rejected.`,
	);
	console.log(`${result.orders} orders of ${result.customers} customers.`);
	for (const [reason, count] of [...reasons].sort(([, one], [, other]) => other - one))
		console.log(`  ${count} × ${reason}`);
	const { file, imported, rejected, stored } = result.sums;
	console.log(
		`File ${money(file)} = imported ${money(imported)} + rejected ${money(rejected)}; the database holds ${money(stored)}.`,
	);
	console.log(
		agrees(result) ? "The sums agree to the last coin." : "THE SUMS DO NOT AGREE: this is our fault, please report it.",
	);
}

function agrees({ lines, imported, rejected, sums }: ImportResult): boolean {
	return (
		lines === imported + rejected.length && sums.file === sums.imported + sums.rejected && sums.imported === sums.stored
	);
}

/** A bar on a terminal, redrawn when another hundredth is done; nothing where nobody watches. */
function bar(size: number): (bytes: number) => void {
	if (!process.stderr.isTTY) return () => {};
	let shown = -1;
	return (bytes) => {
		const percent = Math.min(100, Math.floor((bytes / Math.max(1, size)) * 100));
		if (percent <= shown) return;
		shown = percent;
		process.stderr.write(`\r[${"█".repeat(percent / 4).padEnd(25, "·")}] ${percent} %`);
	};
}

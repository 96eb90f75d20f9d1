/**
 * `npm run bench`: W1 of performance.md, the six-turn dialog with durable state, on the product's own path. Three rounds, their
 * medians, then one more round under a profiler that says where the time goes. Only ratios measured in one run mean
 * anything on a shared machine, so a floor is measured beside it: one turn's rows as one statement, four clients.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { arch, cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { stdout } from "node:process";
import { measureFloor } from "./floor.ts";
import { openBenchPostgres } from "./postgres.ts";
import { topOf } from "./profile.ts";
import { measureRound, type Round } from "./round.ts";

const ROUNDS = Number(process.env.ROUNDS ?? 3);

const folder = await mkdtemp(join(tmpdir(), "prilavok-bench-"));
const postgres = await openBenchPostgres(folder);
try {
	print(
		`${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${arch()} ${release()}`,
	);
	print(`Node ${process.versions.node}, ${await postgres.version()}, 32 customers at once\n`);
	const rounds: Round[] = [];
	const floors: number[] = [];
	for (let round = 1; round <= ROUNDS; round++) {
		floors.push(await measureFloor(postgres));
		rounds.push(await measureRound(postgres, {}));
		print(`round ${round}: ${line(rounds.at(-1))}`);
	}
	const turns = median(rounds.map((round) => round.turnsPerSecond));
	const floor = median(floors);
	print(`\nmedian:  ${line(medianOf(rounds))}`);
	print(
		`floor:   ${floor.toFixed(0)} statements/s with four clients; the product reaches ${((turns / floor) * 100).toFixed(1)} %`,
	);
	print("\nWhere the time goes (one more round, under the profiler), by share of the busy time:");
	for (const row of topOf(await profiled())) print(`  ${row}`);
	print("\nAnd within PostgreSQL, planning included:");
	for (const row of await postgres.busiest()) print(`  ${row}`);
} finally {
	await postgres.stop();
	await rm(folder, { recursive: true, force: true });
}

async function profiled(): Promise<string> {
	const profiles = await mkdtemp(join(folder, "profile-"));
	await measureRound(postgres, { profiles });
	return profiles;
}

function line(round: Round | undefined): string {
	if (!round) return "nothing";
	const { turnsPerSecond, p50, p99, nodeMicros, postgresMicros, commits, statements, bytes } = round;
	return (
		`${turnsPerSecond.toFixed(0)} turns/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, CPU a turn ` +
		`${nodeMicros.toFixed(0)} + ${postgresMicros.toFixed(0)} µs (Node + PG), ${statements.toFixed(1)} statements, ` +
		`${commits.toFixed(2)} commits, ${bytes.toFixed(0)} bytes of WAL`
	);
}

function medianOf(rounds: readonly Round[]): Round {
	const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
	return {
		turnsPerSecond: of("turnsPerSecond"),
		p50: of("p50"),
		p99: of("p99"),
		nodeMicros: of("nodeMicros"),
		postgresMicros: of("postgresMicros"),
		commits: of("commits"),
		statements: of("statements"),
		bytes: of("bytes"),
	};
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function print(text: string): void {
	stdout.write(`${text}\n`);
}

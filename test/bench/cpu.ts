import { readdir, readFile } from "node:fs/promises";

/** Microseconds of CPU that a process has used, its children's that have ended included; 0 for one that is gone. */
export async function cpuMicros(pid: number): Promise<number> {
	const fields = await statOf(pid);
	// utime, stime, cutime, cstime: the 14th to 17th field of proc(5), in hundredths of a second.
	return (fields?.slice(11, 15) ?? []).reduce((sum, ticks) => sum + Number(ticks) * 10_000, 0);
}

/** A process and its children. */
export async function processesBelow(parent: number): Promise<number[]> {
	const all = (await readdir("/proc")).map(Number).filter((pid) => pid > 0);
	const stats = await Promise.all(all.map(async (pid) => ({ pid, parent: Number((await statOf(pid))?.[1]) })));
	return [parent, ...stats.flatMap((one) => (one.parent === parent ? [one.pid] : []))];
}

/** The fields behind the name, which may hold blanks: state, parent … */
async function statOf(pid: number): Promise<string[] | undefined> {
	const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
	return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

import { env } from "node:process";

/** How often a property is tried: a lean share at each change, all ten thousand at night (`NIGHTLY=1`), as many as `RUNS` says by hand. */
export function manyRuns(lean: number): number {
	return Number(env.RUNS ?? (env.NIGHTLY ? 10_000 : lean));
}

import { ConfigFault, readConfig } from "#core/platform/config.ts";
import { openLog } from "#core/platform/log.ts";
import { runProgram } from "./run-program.ts";

/** Reads the settings, runs the services, and ends them in order when asked to. */
async function main(): Promise<void> {
	const config = readConfig();
	const log = openLog({ level: config.logLevel, forPeople: process.stderr.isTTY === true });
	const starting = runProgram({ config, log, tell: (line) => process.stdout.write(`${line}\n`) });
	// Heard from the first moment: what has been started by then has to be ended as well.
	for (const signal of ["SIGTERM", "SIGINT"] as const)
		process.once(signal, () => {
			log.info("ending", { signal });
			starting
				.then((running) => running.stop())
				.then(
					() => process.exit(0),
					(error) => {
						log.error("the end was not orderly", { error });
						process.exit(1);
					},
				);
		});
	await starting;
}

main().catch((error) => {
	process.stderr.write(`${error instanceof ConfigFault ? error.message : (error?.stack ?? error)}\n`);
	process.exit(1);
});

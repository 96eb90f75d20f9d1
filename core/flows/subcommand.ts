/** One thing that `npm run flows -- …` does. */
export interface Subcommand {
	name: string;
	/** How it is called: `check [files] [--json] [--strict]`. */
	call: string;
	summary: string;
	/** Gives the exit code: 0, 1 for errors found, 2 for a wrong call. */
	run(args: readonly string[], terminal: Terminal): number | Promise<number>;
}

/** Where a command speaks, and where it works. */
export interface Terminal {
	say(text: string): void;
	error(text: string): void;
	/** The folder with the flows, as a path from where the command was called. */
	folder: string;
	/** What a person types, line by line, until they leave. Absent: nobody is there. */
	lines?(): AsyncIterable<string>;
	/** Comes round whenever something in the folder has changed, until the person leaves. Absent: nobody watches. */
	changes?(): AsyncIterable<void>;
}

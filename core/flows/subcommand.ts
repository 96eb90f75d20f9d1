import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import type { TemplateSpec } from "./vocabulary.ts";

/** One thing that `npm run flows -- …` does. */
export interface Subcommand {
	name: string;
	/** How it is called: `check [files] [--json] [--strict]`. */
	call: string;
	summary: string;
	/** How its parts are called, where one line cannot say it: told when asked for help on this one. */
	more?: string;
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
	/** Shows how far a long work has come. Absent: nobody looks. */
	progress?(done: number, all: number): void;
	/** Opens the shop's database, for commands that need it; the command closes it. */
	shop?(): Promise<TerminalShop>;
}

/** The shop as a command works on it. */
export interface TerminalShop {
	shop: Shop;
	/** The folder that the program runs on: FLOWS_DIR. */
	folder: string;
	/** IANA zone in which times are shown. */
	zone: string;
	/** Where the shop is, and in which money it counts. */
	place: { readonly zone: string; readonly currency: string; readonly country: string };
	/** The templates that WhatsApp has approved; undefined: the shop has read no list yet. */
	templates(): Promise<readonly TemplateSpec[] | undefined>;
	/** Who sits at the terminal: `terminal:anna`. */
	actor: string;
	close(): Promise<void>;
}

/** Works with the shop's database; what it refuses is told, and ends with 1. */
export async function withShop(terminal: Terminal, work: (open: TerminalShop) => Promise<number>): Promise<number> {
	const open = await terminal.shop?.();
	if (!open) {
		terminal.error("This command needs the shop's database.");
		return 2;
	}
	try {
		if ((await open.shop.db.flowVersion.count()) === 0) {
			terminal.error(
				"The shop has never run on this database. Start it once: npm start (see DATA_DIR in .env.example).",
			);
			return 1;
		}
		return await work(open);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		terminal.error(error.message);
		return 1;
	} finally {
		await open.close();
	}
}

import { diffFlows } from "./diff-flows.ts";
import { diffReport } from "./diff-report.ts";
import { readFolder } from "./load.ts";
import { refuseStrangeFlow } from "./refuse-strange-flow.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import { type Subcommand, type Terminal, withShop } from "./subcommand.ts";

/** `diff [flows] [--json]` */
export const diffCommand: Subcommand = {
	name: "diff",
	call: "diff [flows] [--json]",
	summary: "says what applying the folder would do to running dialogs, with counts",
	run: diff,
};

function diff(args: readonly string[], terminal: Terminal): number | Promise<number> {
	const flows = args.filter((arg) => !arg.startsWith("-"));
	if (args.some((arg) => arg.startsWith("-") && arg !== "--json")) {
		terminal.error(`write ${diffCommand.call}`);
		return 2;
	}
	return withShop(terminal, async ({ shop, folder }) => {
		const texts = readFolder(folder);
		const written = texts.flatMap(({ path }) => /^([^/]+)\.flow\.yaml$/.exec(path)?.[1] ?? []);
		for (const flow of flows) await refuseStrangeFlow(shop, flow, written);
		const only = flows.length > 0 ? { flows } : {};
		const found = await diffFlows(shop, { texts, vocabulary: shopVocabulary, ...only });
		if (args.includes("--json")) terminal.say(JSON.stringify(found, undefined, "\t"));
		else terminal.say(diffReport(found));
		const errors = found.problems.filter(({ severity }) => severity === "error");
		if (errors.length === 0) return 0;
		for (const { file, line, column, code, message } of errors)
			terminal.error(`${file}:${line}:${column} error ${code} ${message}`);
		terminal.error("With an error nothing can be applied; until then a broken file counts as it last was.");
		return 1;
	});
}

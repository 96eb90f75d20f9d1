import { applyFlows } from "./apply-flows.ts";
import { diffReport } from "./diff-report.ts";
import { readFolder } from "./load.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import { type Subcommand, type Terminal, withShop } from "./subcommand.ts";

/** `apply` */
export const applyCommand: Subcommand = {
	name: "apply",
	call: "apply",
	summary: "puts the folder into use, all or nothing, and tells the running program",
	run: apply,
};

function apply(args: readonly string[], terminal: Terminal): number | Promise<number> {
	if (args.length > 0) {
		terminal.error(`write ${applyCommand.call}`);
		return 2;
	}
	return withShop(terminal, async ({ shop, actor, folder }) => {
		const done = await applyFlows(shop, { texts: readFolder(folder), vocabulary: shopVocabulary, actor });
		const changed = done.flows.length + done.live.length > 0;
		terminal.say(changed ? `applied:\n${diffReport(done)}` : "nothing has changed");
		return 0;
	});
}

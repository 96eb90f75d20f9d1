import { loadFlows, readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { type Subcommand, type Terminal, withShop } from "#core/flows/subcommand.ts";
import { showSegment } from "./show-segment.ts";

/** `segments show NAME [--plan]` */
export const segmentsCommand: Subcommand = {
	name: "segments",
	call: "segments show NAME [--plan]",
	summary: "who is in a segment: its SQL, size, how many can be reached, five of them, and what an edit changes",
	run: show,
};

function show(args: readonly string[], terminal: Terminal): number | Promise<number> {
	const [word, segment, option, ...more] = args;
	if (word !== "show" || segment === undefined || more.length > 0 || (option !== undefined && option !== "--plan")) {
		terminal.error(`write ${segmentsCommand.call}`);
		return 2;
	}
	return withShop(terminal, async ({ shop, folder, place }) => {
		const { segments } = loadFlows(readFolder(folder), shopVocabulary).book;
		const conditions = new Map([...segments].map(([name, file]) => [name, file.if]));
		const shown = await showSegment(shop, { segment, conditions, place, plan: option === "--plan" });
		terminal.say(shown.join("\n"));
		return 0;
	});
}

import { readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { type Subcommand, type Terminal, withShop } from "#core/flows/subcommand.ts";
import { rehearsalReport } from "./rehearsal-report.ts";
import { rehearseFlow } from "./rehearse-flow.ts";

/** `rehearse NAME [--days 30] [--json]` */
export const rehearseCommand: Subcommand = {
	name: "rehearse",
	call: "rehearse NAME [--days 30] [--json]",
	summary: "runs a flow over the past days of the shop's diary, without sending: who would get what",
	run: rehearse,
};

function rehearse(args: readonly string[], terminal: Terminal): number | Promise<number> {
	const asked = readCall(args);
	if (!asked) {
		terminal.error(`write ${rehearseCommand.call}`);
		return 2;
	}
	const { flow, days, json } = asked;
	return withShop(terminal, async ({ shop, folder, place }) => {
		const rehearsal = await rehearseFlow(shop, {
			flow,
			days,
			texts: readFolder(folder),
			vocabulary: shopVocabulary,
			place,
			...(terminal.progress && { progress: terminal.progress }),
		});
		terminal.say(json ? JSON.stringify(rehearsal, undefined, "\t") : rehearsalReport(rehearsal, place.zone));
		return 0;
	});
}

function readCall(args: readonly string[]): { flow: string; days: number; json: boolean } | undefined {
	const rest = [...args];
	const json = take(rest, "--json") !== undefined;
	const at = rest.indexOf("--days");
	const days = at < 0 ? 30 : Number(rest[at + 1]);
	if (at >= 0) rest.splice(at, 2);
	const [flow] = rest;
	if (rest.length !== 1 || flow === undefined || flow.startsWith("-") || !Number.isInteger(days)) return undefined;
	return { flow, days, json };
}

function take(words: string[], word: string): string | undefined {
	const at = words.indexOf(word);
	return at < 0 ? undefined : words.splice(at, 1)[0];
}

import { CHANNELS, type ChannelName } from "#core/channel-names.ts";
import { loadFlows, readFolder } from "./load.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { openBook } from "./open-book.ts";
import { languagesOf, type PreviewChoice, previewFlow } from "./preview.ts";
import { previewLines } from "./preview-lines.ts";
import { SAMPLE_CUSTOMERS, type SampleCustomer } from "./preview-samples.ts";
import { readOptions } from "./read-options.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";

/** `preview NAME [--as SAMPLE] [--channel CHANNEL] [--language CODE]` */
export const previewCommand: Subcommand = {
	name: "preview",
	call: "preview NAME [--as SAMPLE] [--channel CHANNEL] [--language CODE]",
	summary: "shows every message to sample customers, on each channel and in each language",
	run: preview,
};

function preview(args: readonly string[], terminal: Terminal): number {
	const read = readOptions(args, ["as", "channel", "language"]);
	if ("fault" in read) return refuse(terminal, `${read.fault} — write ${previewCommand.call}`);
	const [flow, ...more] = read.words;
	if (flow === undefined || more.length > 0) return refuse(terminal, `write ${previewCommand.call}`);

	const loaded = loadFlows(readFolder(terminal.folder, terminal.folder), shopVocabulary);
	const open = openBook(loaded.book);
	if (!open.book.newest.has(flow)) {
		const broken = loaded.broken.includes(`${flow}.flow.yaml`);
		const guess = didYouMean(nearest(flow, open.book.newest.keys()));
		const why = broken ? "is broken — see npm run flows -- check" : `is not there${guess}`;
		return refuse(terminal, `${terminal.folder}/${flow}.flow.yaml ${why}`);
	}
	const choice = readChoice(read.options, languagesOf(open));
	if ("fault" in choice) return refuse(terminal, choice.fault);
	const previews = previewFlow({ open, vocabulary: shopVocabulary }, flow, choice);
	for (const line of previewLines(previews)) terminal.say(line);
	return previews.some(({ messages }) => messages.some(({ failure }) => failure !== undefined)) ? 1 : 0;
}

function refuse(terminal: Terminal, why: string): number {
	terminal.error(why);
	return 2;
}

function readChoice(
	options: ReadonlyMap<string, string>,
	languages: readonly string[],
): PreviewChoice | { readonly fault: string } {
	const customer = options.get("as");
	const channel = options.get("channel");
	const language = options.get("language");
	if (customer !== undefined && !isSample(customer))
		return { fault: `"${customer}" is no sample — ${SAMPLE_CUSTOMERS.join(", ")}` };
	if (channel !== undefined && !isChannel(channel))
		return { fault: `"${channel}" is no channel — ${CHANNELS.join(", ")}` };
	if (language !== undefined && !languages.includes(language))
		return { fault: `there are no texts in "${language}" — ${languages.join(", ")}` };
	return {
		...(customer === undefined ? {} : { customers: [customer] }),
		...(channel === undefined ? {} : { channels: [channel] }),
		...(language === undefined ? {} : { languages: [language] }),
	};
}

function isSample(word: string): word is SampleCustomer {
	return SAMPLE_CUSTOMERS.some((one) => one === word);
}

function isChannel(word: string): word is ChannelName {
	return CHANNELS.some((one) => one === word);
}

import type { ChannelName } from "#core/channel-names.ts";
import type { Content } from "#core/delivery/content.ts";
import type { OpenBook } from "./open-book.ts";
import type { Part } from "./preview-parts.ts";
import { SAMPLE_CHANNELS, SAMPLE_CUSTOMERS, type SampleCustomer } from "./preview-samples.ts";
import { PreviewStage } from "./preview-stage.ts";
import type { Value } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** All messages of a flow as one sample customer would see them on one channel, in one language. */
export type Preview = {
	readonly customer: SampleCustomer;
	readonly channel: ChannelName;
	readonly language: string;
	/** In the order of the file. */
	readonly messages: readonly PreviewMessage[];
};

/** What one step says, in one of its wordings. */
export type PreviewMessage = {
	/** Step key. */
	readonly step: string;
	readonly file: string;
	readonly line: number;
	readonly part: Part["kind"];
	/** Values on which the wording depends, where the step has several: `{tone: "care"}`. */
	readonly where: Readonly<Record<string, Value>>;
	/** The step's `when`, and whether it holds for this customer. */
	readonly when?: { readonly formula: string; readonly holds: boolean };
	/** May go out uninvited: a marketing one then carries the footer, and WhatsApp may ask for its template. */
	readonly uninvited: boolean;
	/** What the phone shows, one after the other: an album before a question is a message of its own. Empty: nothing. */
	readonly shown: readonly PreviewContent[];
	/** Why nothing is shown, where that is as it should be: left out on this channel, nothing to choose from. */
	readonly silent?: string;
	/** Why it could not be worked out: a customer would be handed to a person here. */
	readonly failure?: string;
};

export type PreviewContent = {
	readonly content: Content;
	readonly template?: { readonly name: string; readonly params: readonly string[] };
};

/** Narrows a preview; what is left out means all. */
export type PreviewChoice = {
	readonly customers?: readonly SampleCustomer[];
	readonly channels?: readonly ChannelName[];
	readonly languages?: readonly string[];
};

/** What flows, texts and names there are. */
export type PreviewGround = { readonly open: OpenBook; readonly vocabulary: Vocabulary };

/**
 * Every message of a flow for sample customers × channels × languages, rendered by the engine itself with sample data:
 * pure, without a database or a clock. Nothing for a flow that is not in the book.
 */
export function previewFlow(
	{ open, vocabulary }: PreviewGround,
	flow: string,
	{ customers = SAMPLE_CUSTOMERS, channels = SAMPLE_CHANNELS, languages = languagesOf(open) }: PreviewChoice = {},
): Preview[] {
	const program = open.book.newest.get(flow);
	if (!program) return [];
	const stage = new PreviewStage(open, vocabulary, program);
	return languages.flatMap((language) =>
		channels.flatMap((channel) =>
			customers.map((customer) => {
				const sample = { customer, channel, language };
				return { ...sample, messages: stage.messages(sample) };
			}),
		),
	);
}

/** The shop's own language, and those it has translations into. */
export function languagesOf({ settings }: OpenBook): string[] {
	return [settings.language, ...Object.keys(settings.translations).filter((one) => one !== settings.language)];
}

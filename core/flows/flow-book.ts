import type {
	AlwaysFile,
	DefaultsFile,
	FlowFile,
	OfferFile,
	PhrasesFile,
	ReasonsFile,
	ReplyFile,
	RuleFile,
	SegmentFile,
	StagesFile,
	TipFile,
} from "./flow-file.ts";
import type { FlowTranslation } from "./flow-translation.ts";

/** A whole `flows/` folder, read and checked: what the engine and the tools work with. */
export interface FlowBook {
	flows: Map<string, LoadedFlow>;
	always: LoadedAlways;
	settings: FlowSettings;
	segments: Map<string, SegmentFile>;
	offers: Map<string, OfferFile>;
	/** Canned replies and macros of the team. */
	replies: Map<string, ReplyFile>;
	/** What is done in conversations when something happens. */
	rules: Map<string, RuleFile>;
	/** What operators are advised to write when something happens. */
	tips: Map<string, TipFile>;
	/** Language to flow to its words. */
	translations: Map<string, Map<string, FlowTranslation>>;
}

/** One version of one flow. */
export interface LoadedFlow {
	/** As named in problems and traces: `flows/order.flow.yaml`. */
	file: string;
	source: string;
	/** Hash of the whole content. */
	full: string;
	/** Hash of what running dialogs depend on. */
	logic: string;
	flow: FlowFile;
}

/** `_always.yaml`, versioned like a flow. */
export interface LoadedAlways {
	file: string;
	source: string;
	full: string;
	logic: string;
	always: AlwaysFile;
}

/** Settings are read live: a change reaches running dialogs at once. */
export interface FlowSettings {
	defaults: DefaultsFile;
	phrases: PhrasesFile;
	stages: StagesFile;
	reasons: ReasonsFile;
}

import {
	SAMPLE_CUSTOMERS,
	SAMPLE_NOW,
	type SampleCustomer,
	sampleResult,
	sampleRoots,
	sampleValue,
} from "./preview-samples.ts";
import { type GivenWorld, laidOver } from "./test-script.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Whom a person at a terminal wants to be, and the world of the flow's test file, if it has one. */
export type ChatWish = { readonly as?: string; readonly language: string; readonly given?: GivenWorld };

/**
 * The world of a talk in a terminal: samples for all that a flow may read or do, over them the `given` of its test file,
 * over them the customer asked for: a sample, or a name.
 */
export function chatWorld({ as, language, given = {} }: ChatWish, vocabulary: Vocabulary): GivenWorld {
	const sample = SAMPLE_CUSTOMERS.find((one) => one === as) ?? "one-item";
	const world = laidOver<GivenWorld>(sampleWorld(sample, language, vocabulary), given);
	const { customer = {}, cart = {} } = sampleRoots(sample, language, vocabulary);
	const spoken = laidOver<GivenWorld>(world, { customer: { language } });
	if (as === undefined) return spoken;
	const named = as === sample ? {} : { id: as.toLowerCase(), first_name: as[0]?.toUpperCase() + as.slice(1) };
	return laidOver<GivenWorld>(spoken, as === sample ? { customer, cart } : { customer: named });
}

function sampleWorld(sample: SampleCustomer, language: string, vocabulary: Vocabulary): GivenWorld {
	const functions = Object.entries(vocabulary.functions).filter(([, { cost }]) => cost === "read");
	const actions = Object.entries(vocabulary.actions).filter(([, { gives }]) => gives);
	return {
		now: SAMPLE_NOW.toISOString(),
		...sampleRoots(sample, language, vocabulary),
		functions: Object.fromEntries(functions.map(([name]) => [name, sampleResult(name, vocabulary)])),
		actions: Object.fromEntries(
			actions.map(([name, { gives }]) => [name, { returns: gives && sampleValue(gives, name, vocabulary) }]),
		),
	};
}

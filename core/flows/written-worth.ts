import { EVEN_WORTH, type Worth, type WorthRules } from "#core/delivery/worth.ts";
import { fromMajor } from "#core/money.ts";
import { parseShare } from "./compile.ts";
import type { DefaultsFile, WorthWords } from "./flow-file.ts";

/**
 * What `_defaults.yaml` says a message brings and costs, until it is measured: a family's own words go over the general
 * ones. `familyOf` is told by the flows.
 */
export function writtenWorth(
	{ worth, prices, currency }: Pick<DefaultsFile, "worth" | "prices" | "currency">,
	familyOf: (flow: string) => string | undefined,
): WorthRules {
	const minor = (major: number) => fromMajor(major, currency).minor;
	return {
		...(worth?.contact !== undefined && { contact: parseShare(worth.contact) }),
		worth(flow) {
			if (!worth) return EVEN_WORTH.worth(flow);
			const { families, contact: _, ...general } = worth;
			const family = familyOf(flow);
			return worthOf({ ...general, ...(family ? families?.[family] : undefined) }, minor);
		},
		price(channel, purpose) {
			const price = prices?.[channel] ?? 0;
			return minor(typeof price === "number" ? price : price[purpose === "marketing" ? "marketing" : "utility"]);
		},
	};
}

function worthOf(words: WorthWords, minor: (major: number) => number): Worth {
	return {
		p0: parseShare(words.order),
		lift: parseShare(words.lift),
		margin: minor(words.margin),
		incentive: minor(words.incentive ?? 0),
		optOut: parseShare(words.opt_out),
		year: minor(words.year),
		afterReaction: parseShare(words.after_reaction),
		source: "default",
	};
}

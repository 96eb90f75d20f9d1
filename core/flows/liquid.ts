import { Liquid } from "liquidjs";
import { mountFilters } from "./liquid-filters.ts";
import { ConditionTag, PhraseTag } from "./liquid-tags.ts";

/** LiquidJS as texts use it: tags and filters of flow-language.md §6.4, no files, and limits on everything. */
export function aLiquid(): Liquid {
	const engine = new Liquid({
		ownPropertyOnly: true,
		strictVariables: false,
		// Unknown filters are found by our parser, which says where they stand.
		strictFilters: false,
		// `{{ a == b }}` is no value: conditions belong to our formulas.
		operators: {},
		// Nothing is ever read from the disk.
		templates: {},
		renderLimit: 1000,
		memoryLimit: 1_000_000,
	});
	const kept = ["for", "case", "break", "continue", "assign", "capture", "comment", "raw"];
	for (const name of Object.keys(engine.tags)) if (!kept.includes(name)) delete engine.tags[name];
	engine.registerTag("if", ConditionTag);
	engine.registerTag("unless", ConditionTag);
	engine.registerTag("phrase", PhraseTag);
	mountFilters(engine);
	return engine;
}

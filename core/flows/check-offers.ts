import type { Checking } from "./checking.ts";
import { namesInFormula, parseFormula } from "./expression.ts";
import type { Leaf } from "./reading.ts";
import { namesIn, parseText } from "./texts.ts";

/**
 * An offer may have no row for somebody, or its budget is spent: then its variable stays empty (§7), and a text that shows it goes
 * out with a hole. Told where nothing in the flow asks about the variable either.
 */
export function checkOffers(check: Checking): void {
	const { leaves, places } = check.file;
	for (const { step } of check.file.steps) {
		// One mistake, one message: an offer that is not there has nothing to run out of.
		if (step.verb !== "offer" || step.if_none || step.save === undefined || !check.shelf.offers.has(step.offer))
			continue;
		const { save } = step;
		if (!leaves.some((leaf) => shows(leaf, save)) || leaves.some((leaf) => asksAbout(leaf, save))) continue;
		check.warn(
			"F071",
			places.startOf(step),
			`where there is nothing to offer, or its budget is spent, "${save}" is empty, and the text goes out without it — write if_none: [{end: no_offer}]`,
		);
	}
}

function shows({ lang, text }: Leaf, name: string): boolean {
	if (lang !== "text") return false;
	const read = parseText(text);
	return "text" in read && namesIn(read.text).some(([root]) => root === name);
}

/** A condition of the flow, or one within a text. */
function asksAbout({ lang, text }: Leaf, name: string): boolean {
	if (lang === "formula") {
		const read = parseFormula(text);
		return "formula" in read && namesInFormula(read.formula).some(({ path: [root] }) => root === name);
	}
	return lang === "text" && new RegExp(`\\{%-?\\s*(?:if|unless|elsif)\\b[^%]*\\b${name}\\b`).test(text);
}

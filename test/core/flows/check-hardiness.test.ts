import fc from "fast-check";
import { expect, test } from "vitest";
import { checkFiles } from "#core/flows/check-files.ts";
import { readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";

const shipped = readFolder("flows").filter(({ path }) => !path.endsWith(".test.yaml") && !path.startsWith("i18n"));
const scraps = [
	"",
	"[]",
	"{}",
	"~",
	"5",
	"- ",
	": ",
	"{{ x",
	"=",
	"steps:",
	"|\n",
	'"',
	"say: [a]",
	"choose: {}",
	"if: 5",
];

/** A slip of the hand: a line goes, comes twice, or gets a scrap for its value. */
const slip = fc.record({
	file: fc.nat(shipped.length - 1),
	line: fc.nat(200),
	how: fc.constantFrom("drop", "double", "value", "indent"),
	scrap: fc.constantFrom(...scraps),
});

test("whatever slips into a file, the checker has an answer and never breaks down itself", () => {
	fc.assert(
		fc.property(fc.array(slip, { minLength: 1, maxLength: 3 }), (slips) => {
			const texts = shipped.map((file) => ({ ...file }));
			for (const one of slips) {
				const chosen = texts[one.file];
				if (chosen) chosen.text = withSlip(chosen.text, one);
			}
			for (const { line, column } of checkFiles(texts, shopVocabulary).problems) {
				expect(line).toBeGreaterThan(0);
				expect(column).toBeGreaterThan(0);
			}
		}),
		{ numRuns: 15, seed: 20260310 },
	);
});

type Slip = { readonly line: number; readonly how: "drop" | "double" | "value" | "indent"; readonly scrap: string };

function withSlip(text: string, { line, how, scrap }: Slip): string {
	const lines = text.split("\n");
	const at = line % lines.length;
	const written = lines[at] ?? "";
	if (how === "drop") lines.splice(at, 1);
	else if (how === "double") lines.splice(at, 0, written);
	else lines[at] = how === "indent" ? `  ${written}` : written.replace(/:.*$/, `: ${scrap}`);
	return lines.join("\n");
}

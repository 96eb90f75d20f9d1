import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkFiles } from "#core/flows/check-files.ts";
import { readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";

const shipped = readFolder("flows");

test("every shipped file is clean: no error, no warning", () => {
	expect(checkFiles(shipped, shopVocabulary).problems).toEqual([]);
});

test.each([
	"broken",
	"broken-offer",
	"broken-newcomer",
])("%s.flow.yaml gets the report that the language's page promises, to the letter", (name) => {
	const file = `test/flows/${name}.flow.yaml`;
	const texts = [...shipped, { name: file, path: `${name}.flow.yaml`, text: readFileSync(file, "utf8") }];

	const { report } = checkFiles(texts, shopVocabulary, [file]);

	expect(report).toBe(readFileSync(`test/flows/${name}.expected.txt`, "utf8"));
});

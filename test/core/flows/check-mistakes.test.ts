import { expect, test } from "vitest";
import { share } from "#core/chance.ts";
import { checkFile } from "#core/flows/check.ts";
import { readFolder } from "#core/flows/load.ts";
import type { Problem } from "#core/flows/problem.ts";
import { readFlowsFile } from "#core/flows/read-file.ts";
import { put, type Shelf, shelve } from "#core/flows/shelf.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { atNight } from "#test/support/at-night.ts";

/** A marketer's slip on one line; undefined where that line offers no occasion. */
type Slip = (line: string, above: string) => string | undefined;

const TEXT = /^(\s*(?:- )?(?:say|text): )([А-Я][^:{|"'#]+)$/;
const slips: Record<string, Slip> = {
	"a verb is misspelt": change(
		/^(\s*- (?:id: .*)?)(say|ask|choose|wait|launch|handoff|goto|call)(?=:)/,
		([, lead, verb]) => lead + swapped(verb),
	),
	"a word is misspelt": change(
		/^(\s+)(text|options|silence|label|within|save|steps)(?=:)/,
		([, lead, word]) => lead + swapped(word),
	),
	"goto loses a letter": change(/(goto: \w+)\w(?=\}|$|,)/, ([, kept]) => String(kept)),
	"an event is misspelt": change(/(event: \w+\.)(\w+)/, ([, lead, name]) => lead + swapped(name)),
	"an action is misspelt": change(/(do: \w+\.)(\w+)/, ([, lead, name]) => lead + swapped(name)),
	"a team is misspelt": change(/(handoff: )(\w+)$/, ([, lead, name]) => lead + swapped(name)),
	"a flow is misspelt": change(/((?:launch|call): )(\w{4,})/, ([, lead, name]) => lead + swapped(name)),
	"a stage is misspelt": change(/(stage: )(\w+)/, ([, lead, name]) => lead + swapped(name)),
	"a reason is misspelt": change(
		/^([^{]*[^{=]reason: |outcome: \w+, reason: )([a-z_]+)/,
		([, lead, name]) => lead + swapped(name),
	),
	"a field is misspelt": change(
		/(\{\{ (?:customer|cart|shop|promo|order)\.)(\w{4,})/,
		([, lead, name]) => lead + swapped(name),
	),
	"a variable is misspelt": change(/([:,] =)([a-z]{4,})(?=[,}])/, ([, lead, name]) => lead + swapped(name)),
	"a filter is misspelt": change(/(\| )(money|plural|default|date)\b/, ([, lead, name]) => lead + swapped(name)),
	"the purpose is one's own": change(/^(purpose: )\w+/, ([, lead]) => `${lead}servise`),
	"a length of time is misspelt": change(
		/((?:after|wait|within|again|stale|settle): \d+ ?)(?:days?|h|m)\b/,
		([, lead]) => `${lead}днй`,
	),
	"a condition has one =": change(/^(\s*(?:- )?(?:if|when): .*)==/, ([, lead]) => `${lead}=`),
	"a condition says и": change(/^(\s*(?:- )?(?:if|when): .*) and /, ([, lead]) => `${lead} и `),
	"a condition compares with a quoted number": change(
		/^(\s*(?:- )?if: [a-z_.]+ (?:==|>=|<=|<|>) )(\d+)$/,
		([, lead, number]) => `${lead}"${number}"`,
	),
	"a text has a colon": change(TEXT, ([, lead, text]) => `${lead}Внимание: ${text}`),
	"a text has a #": change(TEXT, ([whole]) => `${whole} #новинка`),
	"a text begins with *": change(TEXT, ([, lead, text]) => `${lead}*Ура!* ${text}`),
	"a text begins with a value": change(TEXT, ([, lead, text]) => `${lead}{{ customer.first_name }}, ${text}`),
	"a text is a number": change(TEXT, ([, lead]) => `${lead}007`),
	"a text is in brackets": change(TEXT, ([, lead]) => `${lead}[Акция]`),
	"a quote is not closed": change(TEXT, ([, lead, text]) => `${lead}"${text}`),
	"a bracket is not closed in a text": change(/^(.*\{\{ [^}]*) \}\}/, ([, lead]) => String(lead)),
	"a colon is forgotten": change(/^(\s+(?:text|save|launch|note)):( [^|>]*)$/, ([, lead, rest]) => `${lead}${rest}`),
	"a tab is the indent": change(/^ {2}( *)(\S.*)$/, ([, rest, words]) => `\t${rest}${words}`),
	"a line stands a space too far": (line, above) =>
		/^\s*(- )?\w+: [^|>{["'#]+$/.test(above) && /^ +(text|save|note|type|options|silence):/.test(line)
			? ` ${line}`
			: undefined,
	"a word stands twice": (line) =>
		/^\s+(text|save|id): /.test(line) && !/[|>]$/.test(line) ? `${line}\n${line}` : undefined,
};

function change(pattern: RegExp, into: (found: RegExpExecArray) => string): Slip {
	return (line) => {
		const found = pattern.exec(line);
		return found ? line.slice(0, found.index) + into(found) + line.slice(found.index + found[0].length) : undefined;
	};
}

/** Two letters in the wrong order. */
function swapped(word = ""): string {
	const at = [...word].findIndex((letter, place) => place > 0 && letter !== (word[place + 1] ?? letter));
	return `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
}

const texts = readFolder("flows");
const flows = texts.filter(({ path }) => path.endsWith(".flow.yaml"));
const { shelf } = shelve(texts);

function errorsOf(path: string, text: string): Problem[] {
	const shelved = { file: readFlowsFile("flow", path, text), path, id: path.replace(".flow.yaml", ""), text };
	const among: Shelf = { ...shelf, flows: new Map(shelf.flows) };
	put(among, shelved);
	return checkFile(shelved, among, shopVocabulary).filter(({ severity }) => severity === "error");
}

/** Places where a slip can be made: all at night, by day a few of each file, always the same ones. */
function placesFor(slip: Slip): { path: string; line: number; text: string; slipped: string }[] {
	return flows.flatMap(({ path, text }) => {
		const lines = text.split("\n");
		const places = lines.flatMap((line, at) => {
			const slipped = /^\s*#/.test(line) ? undefined : slip(line, lines[at - 1] ?? "");
			if (slipped === undefined) return [];
			return [{ path, line: at + slipped.split("\n").length, text: lines.with(at, slipped).join("\n"), slipped }];
		});
		return atNight
			? places
			: places.sort((a, b) => share("slip", `${path}:${a.line}`) - share("slip", `${path}:${b.line}`)).slice(0, 1);
	});
}

test.each(Object.entries(slips))("where %s, the checker says one thing, and where", (_, slip) => {
	const places = placesFor(slip);
	const missed = places.flatMap(({ path, line, text, slipped }) => {
		const errors = errorsOf(path, text);
		if (errors.length === 1 && errors[0]?.line === line) return [];
		return [
			{
				place: `${path}:${line}`,
				slipped,
				said: errors.map((error) => `${error.line}:${error.column} ${error.code} ${error.message}`),
			},
		];
	});

	expect(places.length).toBeGreaterThan(2);
	expect(missed).toEqual([]);
});

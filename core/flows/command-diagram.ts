import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { drawDiagram } from "./diagram.ts";
import { layOutDiagram } from "./diagram-layout.ts";
import { diagramMermaid } from "./diagram-mermaid.ts";
import { diagramSvg } from "./diagram-svg.ts";
import type { DiagramLanguage } from "./diagram-words.ts";
import { loadFlows, readFolder } from "./load.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";

/** `diagram NAME [--svg|--mermaid] [--language ru|en] [--out FILE]` */
export const diagramCommand: Subcommand = {
	name: "diagram",
	call: "diagram NAME [--svg|--mermaid] [--language ru|en] [--out FILE]",
	summary: "draws a flow: its steps, branches, waits and ends",
	run: diagram,
};

function diagram(args: readonly string[], terminal: Terminal): number {
	const asked = readArgs(args);
	if (!asked) {
		terminal.error(`write ${diagramCommand.call}`);
		return 2;
	}
	const { book, problems } = loadFlows(readFolder(terminal.folder), shopVocabulary);
	const found = book.flows.get(asked.name);
	if (!found) {
		const broken = problems.filter(
			({ file, severity }) => severity === "error" && file.endsWith(`/${asked.name}.flow.yaml`),
		);
		terminal.error(
			broken.length > 0
				? `${asked.name} is broken: npm run flows -- check says where.`
				: `There is no flow "${asked.name}"${didYouMean(nearest(asked.name, book.flows.keys()))}`,
		);
		return broken.length > 0 ? 1 : 2;
	}
	const language = asked.language ?? (book.settings.defaults.language === "en" ? "en" : "ru");
	const drawn = drawDiagram(found.flow, language);
	const picture = asked.mermaid ? diagramMermaid(drawn) : diagramSvg(layOutDiagram(drawn));
	if (asked.out !== undefined) return keep(picture, { ...asked, out: asked.out }, terminal);
	terminal.say(picture.trimEnd());
	return 0;
}

function keep(picture: string, { name, out }: { name: string; out: string }, terminal: Terminal): number {
	try {
		writeFileSync(out, picture);
	} catch (error) {
		terminal.error(`${out} cannot be written: ${error instanceof Error ? error.message : error}`);
		return 1;
	}
	terminal.say(`${name} → ${out}`);
	return 0;
}

type Asked = { name: string; mermaid: boolean; language?: DiagramLanguage; out?: string };

function readArgs(args: readonly string[]): Asked | undefined {
	const { values, positionals } = parsed(args) ?? { values: {}, positionals: [] };
	const [name, ...more] = positionals;
	if (name === undefined || more.length > 0 || (values.svg && values.mermaid)) return undefined;
	const { language } = values;
	if (language !== undefined && language !== "ru" && language !== "en") return undefined;
	return {
		name,
		mermaid: values.mermaid ?? false,
		...(language === undefined ? {} : { language }),
		...(values.out === undefined ? {} : { out: values.out }),
	};
}

function parsed(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				svg: { type: "boolean" },
				mermaid: { type: "boolean" },
				language: { type: "string" },
				out: { type: "string" },
			},
		});
	} catch {
		return undefined; // told by the caller, with how to call
	}
}

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHANNELS, type ChannelName } from "#core/channel-names.ts";
import { Chat } from "./chat.ts";
import { hearLine } from "./chat-words.ts";
import { chatWorld } from "./chat-world.ts";
import { type Loaded, loadFlows, readFolder } from "./load.ts";
import { didYouMean, nearest } from "./nearest.ts";
import { openBook } from "./open-book.ts";
import { languagesOf } from "./preview.ts";
import { SAMPLE_CUSTOMERS } from "./preview-samples.ts";
import type { Program, Start } from "./program.ts";
import { readOptions } from "./read-options.ts";
import { saveTalk } from "./save-talk.ts";
import { shopVocabulary } from "./shop-vocabulary.ts";
import type { Subcommand, Terminal } from "./subcommand.ts";
import type { TestGround } from "./test-files.ts";
import { readTestScript } from "./test-script.ts";

/** `chat NAME [--as CUSTOMER] [--channel CHANNEL] [--language CODE]` */
export const chatCommand: Subcommand = {
	name: "chat",
	call: "chat NAME [--as CUSTOMER] [--channel CHANNEL] [--language CODE]",
	summary: "lets you talk to a flow here, as a customer; /help tells what else can be typed",
	run: chat,
};

async function chat(args: readonly string[], terminal: Terminal): Promise<number> {
	const texts = readFolder(terminal.folder, terminal.folder);
	const loaded = loadFlows(texts, shopVocabulary);
	const ground = { open: openBook(loaded.book), loaded: loaded.book, vocabulary: shopVocabulary };
	const wish = readWish(args, ground, loaded, terminal.folder);
	if ("fault" in wish) {
		terminal.error(wish.fault);
		return 2;
	}
	if (!terminal.lines) {
		terminal.error("A chat needs a terminal or a pipe to read from.");
		return 2;
	}
	const { program, channel } = wish;
	const ownTests = texts.find(({ path }) => path === `${program.flow}.test.yaml`);
	const tests = ownTests && readTestScript(ownTests.name, ownTests.text);
	const given = tests && "script" in tests ? { given: tests.script.given } : {};
	const world = chatWorld({ ...wish, ...given }, shopVocabulary);
	const talk = new Chat(program.flow, { ...ground, given: world, channel });
	const save = (_: Chat, file = join(terminal.folder, `${program.flow}.test.yaml`)) => keep(talk, file, ground);

	terminal.say(`${program.title} — ${channel}, ${wish.language}, ${talk.clock()}. /help tells what can be typed.`);
	terminal.say(`It starts ${program.start.map(startWords).join("; ") || "when another flow calls or launches it"}.`);
	for await (const line of terminal.lines()) for (const said of hearLine(talk, line, save)) terminal.say(said);
	return 0;
}

type Wish = {
	readonly program: Program;
	readonly channel: ChannelName;
	readonly language: string;
	readonly as?: string;
};

function readWish(
	args: readonly string[],
	{ open }: TestGround,
	{ broken }: Loaded,
	folder: string,
): Wish | { readonly fault: string } {
	const read = readOptions(args, ["as", "channel", "language"]);
	if ("fault" in read) return { fault: `${read.fault} — write ${chatCommand.call}` };
	const [flow, ...more] = read.words;
	if (flow === undefined || more.length > 0) return { fault: `write ${chatCommand.call}` };
	if (broken.includes(`${flow}.flow.yaml`))
		return { fault: `${folder}/${flow}.flow.yaml is broken — see npm run flows -- check` };
	const program = open.book.newest.get(flow);
	if (!program)
		return { fault: `there is no ${folder}/${flow}.flow.yaml${didYouMean(nearest(flow, open.book.newest.keys()))}` };

	const asked = read.options.get("channel") ?? "telegram";
	const channel = CHANNELS.find((one) => one === asked);
	if (!channel) return { fault: `there is no channel "${asked}" — ${CHANNELS.join(", ")}` };
	const language = read.options.get("language") ?? open.settings.language;
	const languages = languagesOf(open);
	if (!languages.includes(language)) return { fault: `there are no texts in "${language}" — ${languages.join(", ")}` };
	const as = read.options.get("as");
	if (as !== undefined && !/^[\p{L}\d][\p{L}\d-]*$/u.test(as))
		return { fault: `--as takes a name, or one of ${SAMPLE_CUSTOMERS.join(", ")}` };
	return { program, channel, language, ...(as === undefined ? {} : { as }) };
}

function keep(chat: Chat, file: string, ground: TestGround): readonly string[] {
	if (!file.endsWith(".test.yaml")) return [`${file}: a test file's name ends with .test.yaml`];
	const text = existsSync(file) ? readFileSync(file, "utf8") : undefined;
	const saved = saveTalk(chat, { file, text }, ground);
	if ("fault" in saved) return [saved.fault];
	try {
		writeFileSync(file, saved.text);
	} catch (error) {
		return [`${file} cannot be written: ${error instanceof Error ? error.message : error}`];
	}
	return [`kept as the case «${saved.name}»: ${file}:${saved.line}`];
}

/** How a person at the terminal makes the flow start. */
function startWords(start: Start): string {
	switch (start.by) {
		case "says":
			return `when the customer writes «${start.says[0]}»`;
		case "command":
			return `by /${start.command}`;
		case "link":
			return `by the link ${start.link} (write it)`;
		case "event":
			return `by /event ${start.event}${(start.settle ?? start.wait) ? `, then /later ${start.settle ?? start.wait}` : ""}`;
		case "enters":
		case "leaves":
			return `by /${start.by} ${start.segment}`;
		case "date":
			return `on a day: ${start.date.formula} (/later 3 days)`;
		case "every":
			return `by /every ${start.segment ?? start.every}`;
	}
}

import { compileAlways, compileDefaults, compileFlow, compileSend, parseShare } from "./compile.ts";
import { textSource } from "./compile-values.ts";
import type { FlowBook, LoadedFlow } from "./flow-book.ts";
import type { DefaultsFile, DefaultTexts, HandoffWords } from "./flow-file.ts";
import type { FlowTranslation } from "./flow-translation.ts";
import { withForeignWords } from "./foreign-words.ts";
import type { Program, TextSource } from "./program.ts";
import type { Settings, TextName } from "./settings.ts";
import type { Book } from "./talk.ts";

/** What the engine reads at each turn. */
export type OpenBook = { readonly book: Book; readonly settings: Settings };

/**
 * Compiles a loaded folder. `older`: stored programs of logic that is no longer newest and still has running dialogs;
 * where a loaded flow has the same logic, its newest wording wins.
 */
export function openBook(
	loaded: FlowBook,
	{ older = [], paused = [] }: { older?: readonly Program[]; paused?: readonly string[] } = {},
): OpenBook {
	const newest = new Map<string, Program>();
	const byLogic = new Map<string, Map<string, Program>>();
	for (const program of older) keep(byLogic, withForeignWords(program, wordsFor(loaded, program.flow)));
	for (const [id, flow] of loaded.flows) {
		const program = withForeignWords(programOf(flow), wordsFor(loaded, id));
		newest.set(id, program);
		keep(byLogic, program);
	}
	const book: Book = {
		newest,
		program: (flow, logic) => byLogic.get(flow)?.get(logic),
		paused: new Set(paused),
	};
	return { book, settings: settingsFrom(loaded) };
}

/** A flow's words in the other languages of the shop. */
function wordsFor({ translations }: FlowBook, flow: string): FlowTranslation[] {
	return [...translations.values()].flatMap((flows) => flows.get(flow) ?? []);
}

/** Compiled once: a book is opened anew whenever one file of many changes. */
function programOf(loaded: LoadedFlow): Program {
	const { file, full, logic, flow } = loaded;
	const program = compiled.get(loaded) ?? compileFlow(flow, { file, full, logic });
	compiled.set(loaded, program);
	return program;
}

const compiled = new WeakMap<LoadedFlow, Program>();

function keep(byLogic: Map<string, Map<string, Program>>, program: Program): void {
	const versions = byLogic.get(program.flow) ?? new Map<string, Program>();
	byLogic.set(program.flow, versions.set(program.logic, program));
}

function settingsFrom(loaded: FlowBook): Settings {
	const { settings, always, translations } = loaded;
	const { defaults, phrases, stages, reasons } = settings;
	const { file, full, logic } = always;
	const program = compileAlways(always.always, { file, full, logic });
	const ownFile = file.replace("_always.yaml", "_defaults.yaml");
	const defaultsProgram = compileDefaults(defaults, { file: ownFile, full: "live", logic: "live" });
	const { silence } = defaultsProgram;
	if (!silence) throw new Error("_defaults.yaml has no silence.");
	return {
		zone: defaults.zone,
		language: defaults.language,
		currency: defaults.currency,
		country: COUNTRIES[defaults.currency] ?? "RU",
		team: defaults.team,
		send: compileSend(defaults.send),
		holdout: parseShare(defaults.holdout),
		live: defaults.live,
		answering: defaults.answering,
		joining: defaults.joining ?? JOINING,
		defaults: defaultsProgram,
		silence,
		retry: { times: defaults.retry.times, say: standing(defaults.retry.say, "retry.say") },
		handoff: handoffFrom(defaults.handoff),
		texts: textsFrom(defaults.texts),
		always: withForeignWords(program, wordsFor(loaded, program.flow)),
		phrases: standing(phrases, "phrases"),
		stages: stages.map(({ id }) => id),
		reasons: new Set(reasons.map(({ id }) => id)),
		translations: Object.fromEntries(
			[...translations].map(([language, flows]) => [language, Object.fromEntries(flows)]),
		),
	};
}

/** People who write in pieces pause for about as long. */
const JOINING = "2s";

/** Where phone numbers without a code belong, by the shop's currency. */
const COUNTRIES: Readonly<Record<string, string>> = {
	RUB: "RU",
	KZT: "KZ",
	BYN: "BY",
	UAH: "UA",
	USD: "US",
	EUR: "DE",
};

function handoffFrom(words: HandoffWords): Settings["handoff"] {
	const text = (name: string, written: string) => textSource(written, `handoff.${name}`, 1);
	const { say, closed, options, assign: _assign, after: _after, teams: _teams, ...told } = words;
	const spoken = Object.entries(told).map(([name, written]) => [name, text(name, written)]);
	const wishes = Object.entries(options ?? {}).map(([wish, written]) => [
		`option_${wish}`,
		text(`options.${wish}`, written),
	]);
	return { ...Object.fromEntries([...spoken, ...wishes]), say: text("say", say), closed: text("closed", closed) };
}

function textsFrom(texts: DefaultTexts): Record<TextName, TextSource> {
	const text = (written: string, id: string) => textSource(written, `texts.${id}`, 1);
	const { resume_options, yesno } = texts;
	return {
		sorry: text(texts.sorry, "sorry"),
		unknown: text(texts.unknown, "unknown"),
		outdated: text(texts.outdated, "outdated"),
		back_to: text(texts.back_to, "back_to"),
		resume: text(texts.resume, "resume"),
		resume_continue: text(resume_options.continue, "resume_options.continue"),
		resume_restart: text(resume_options.restart, "resume_options.restart"),
		resume_cancel: text(resume_options.cancel, "resume_options.cancel"),
		too_late: text(texts.too_late, "too_late"),
		yes: text(yesno.yes, "yesno.yes"),
		no: text(yesno.no, "yesno.no"),
		skip: text(texts.skip, "skip"),
		done: text(texts.done, "done"),
		more: text(texts.more, "more"),
		reply_with_number: text(texts.reply_with_number, "reply_with_number"),
		attachment: text(texts.attachment, "attachment"),
	};
}

function standing(texts: Readonly<Record<string, string>>, id: string): Record<string, TextSource> {
	return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, textSource(text, `${id}.${name}`, 1)]));
}

/** Whether a team serves at that wall clock: `working_hours`, by weekday 1…7. */
export function isOpen(
	{ working_hours }: Pick<DefaultsFile, "working_hours">,
	weekday: number,
	clock: string,
): boolean {
	return Object.entries(working_hours).some(([days, hours]) => {
		const [first = "", last = first] = days.split("-");
		const [opens = "", closes = ""] = hours.split("-");
		const within = DAYS.indexOf(first) + 1 <= weekday && weekday <= DAYS.indexOf(last) + 1;
		return within && clock >= opens.padStart(5, "0") && clock < closes.padStart(5, "0");
	});
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

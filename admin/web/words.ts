import { answerCardWords } from "./answer-card/words.ts";
import { catalogueWords } from "./catalogue/words.ts";
import { channelsWords } from "./channels/words.ts";
import { commandsWords } from "./commands/words.ts";
import { commonWords } from "./common-words.ts";
import { conversationsWords } from "./conversations/words.ts";
import { counterWords } from "./counter/words.ts";
import { customersWords } from "./customers/words.ts";
import { deskWords } from "./desk/words.ts";
import { flowsWords } from "./flows/words.ts";
import { healthWords } from "./health/words.ts";
import type { Language } from "./in-both.ts";
import { orderEditorWords } from "./order-editor/words.ts";
import { ordersWords } from "./orders/words.ts";
import { outcomesWords } from "./outcomes/words.ts";
import { presenceWords } from "./presence/words.ts";
import { reportsWords } from "./reports/words.ts";
import { sessionWords } from "./session/words.ts";
import { settingsWords } from "./settings/words.ts";
import { teamWords } from "./team/words.ts";
import { tipsWords } from "./tips/words.ts";
import { tryWords } from "./try/words.ts";
import { unmetDemandWords } from "./unmet-demand/words.ts";

/** Every word on the screens, in both languages: each area brings its own (`<area>/words.ts`), no key twice. */
export const AREAS = [
	commonWords,
	answerCardWords,
	catalogueWords,
	channelsWords,
	commandsWords,
	conversationsWords,
	counterWords,
	customersWords,
	deskWords,
	flowsWords,
	healthWords,
	orderEditorWords,
	ordersWords,
	outcomesWords,
	presenceWords,
	reportsWords,
	sessionWords,
	settingsWords,
	teamWords,
	tipsWords,
	tryWords,
	unmetDemandWords,
] as const;

type AreaWords = (typeof AREAS)[number]["ru"];
type KeysOf<Words> = Words extends unknown ? keyof Words : never;
export type Word = KeysOf<AreaWords>;

/** All words, by language. */
export const WORDS: Record<Language, Record<Word, string>> = {
	ru: merged("ru"),
	en: merged("en"),
};

/** Whether this text is a key: names that come from the server (states, purposes) are looked up by it. */
export function isWord(text: string): text is Word {
	return Object.hasOwn(WORDS.ru, text);
}

function merged(language: Language): Record<Word, string> {
	// The key types of all areas together are `Word`: TypeScript cannot see that through a spread of a list.
	return Object.assign({}, ...AREAS.map((area) => area[language]));
}

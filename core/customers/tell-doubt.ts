import { inLanguage } from "#core/in-language.ts";
import type { DoubtCode, LineDoubt } from "./read-customer-line.ts";

/** Why a line about a customer is not taken, to a person. */
export function tellDoubt({ code, words }: LineDoubt, language: string): string {
	const sentence = inLanguage(language, { ru: RUSSIAN, en: ENGLISH })[code];
	return words ? `${sentence}: «${words}»` : sentence;
}

const RUSSIAN: Readonly<Record<DoubtCode, string>> = {
	"no-csv": "строка не читается как CSV",
	nobody: "не по чему узнать человека: нет ни номера, ни чата, ни телефона",
	"bad-phone": "это не телефон",
	"bad-email": "это не почта",
	"bad-birthday": "это не день рождения",
	"bad-language": "это не язык",
	"too-long": "слишком длинно",
	"bad-telegram": "это не номер в Telegram (имя пользователя не годится)",
	"bad-whatsapp": "это не номер WhatsApp",
	"no-account": "этот канал ещё не подключён",
	"bad-consent": "непонятно, согласие это или отказ",
	"bad-consent-date": "непонятно, когда дано согласие",
	"bad-tag": "метка длиннее 60 букв",
	"bad-field": "в это поле такое не записать",
};

const ENGLISH: Readonly<Record<DoubtCode, string>> = {
	"no-csv": "the line is no CSV",
	nobody: "nothing to know the person by: no number, no chat, no phone",
	"bad-phone": "this is no phone",
	"bad-email": "this is no e-mail address",
	"bad-birthday": "this is no birthday",
	"bad-language": "this is no language",
	"too-long": "too long",
	"bad-telegram": "this is no number at Telegram (a username will not do)",
	"bad-whatsapp": "this is no WhatsApp number",
	"no-account": "this channel is not linked yet",
	"bad-consent": "it is unclear whether this is a consent or a refusal",
	"bad-consent-date": "it is unclear when the consent was given",
	"bad-tag": "a tag has at most 60 letters",
	"bad-field": "this field cannot hold that",
};

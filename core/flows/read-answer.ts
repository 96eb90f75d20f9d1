import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import { cutText } from "#core/cut-text.ts";
import { yesOrNo } from "./answer-words.ts";
import { LONGEST_ANSWER, normalise } from "./normalise.ts";
import { readDate } from "./read-date.ts";
import type { RecordValue, Value } from "./types.ts";

/** What the customer sent, as far as reading an answer goes. */
export type Said = {
	/** Text or caption, "" if none. */
	readonly text: string;
	/** Files that came along; `source` is what a variable of type `file` will hold. */
	readonly media?: readonly { readonly kind: string; readonly source: string }[];
	readonly location?: {
		readonly lat: number;
		readonly lon: number;
		readonly title?: string;
		readonly address?: string;
	};
	/** A shared contact; `own` if the messenger vouches that it is the sender's. */
	readonly contact?: { readonly phone: string; readonly own: boolean };
};

/** How a type is read, and for whom. */
export type Reading = {
	/** Country of the shop, ISO 3166: where numbers without a code belong. */
	readonly country: string;
	readonly now: Date;
	readonly zone: string;
	/** The bounds of a `scale`. */
	readonly scale?: { readonly from: number; readonly to: number };
	/** What a message without words counts as, `[вложение]`. */
	readonly attachment: string;
	/** More words for yes and no: the labels of the buttons. */
	readonly yes?: readonly string[];
	readonly no?: readonly string[];
};

/** The types an `ask` may have. */
export type AskType =
	| "text"
	| "address"
	| "int"
	| "number"
	| "scale"
	| "phone"
	| "email"
	| "date"
	| "time"
	| "yesno"
	| "location"
	| "photo"
	| "file";

/** Row 4: the value, if the message is exactly one of this type; undefined for free types. */
export function readTyped(said: Said, type: AskType, reading: Reading): Value | undefined {
	const text = said.text.slice(0, LONGEST_ANSWER).trim();
	switch (type) {
		case "int":
			return wholeNumber(text);
		case "number":
			return readNumber(text);
		case "scale":
			return within(wholeNumber(text), reading.scale);
		case "phone":
			return said.contact?.own ? phoneOf(said.contact.phone, reading.country) : readPhone(text, reading.country);
		case "email":
			return readEmail(text);
		case "date":
			return readDate(text, reading.now, reading.zone);
		case "time":
			return readTime(text);
		case "yesno":
			return readYesNo(text, reading);
		case "location":
			return said.location && placeOf(said.location);
		case "photo":
			return said.media?.find(({ kind }) => kind === "photo")?.source;
		case "file":
			return said.media?.[0]?.source;
		case "text":
		case "address":
			return undefined;
	}
}

/** Row 7: the value for the free types `text` and `address`. */
export function readFree(said: Said, type: AskType, reading: Reading): Value | undefined {
	const text = cutText(said.text.trim(), LONGEST_TEXT).normalize("NFC");
	if (type === "text") return text !== "" ? text : hasMore(said) ? reading.attachment : undefined;
	if (type !== "address") return undefined;
	if (said.location) return addressAt(said.location, text);
	return [...text].length >= SHORTEST_ADDRESS ? { id: text, text } : undefined;
}

/** Whether a message declines an optional question: its label, a bare no, or «-». */
export function declines(text: string, label: string): boolean {
	const said = normalise(text);
	if (said === "") return /^\s*[-–—]\s*$/.test(text);
	return said === normalise(label) || yesOrNo(text) === false;
}

const LONGEST_TEXT = 4000;
const SHORTEST_ADDRESS = 5;

function hasMore({ media = [], location, contact }: Said): boolean {
	return media.length > 0 || location !== undefined || contact !== undefined;
}

/** Digits with a sign, spaces between thousands, and pieces behind: `1 500`, `2 шт.`; number words are not read. */
function readNumber(text: string): number | undefined {
	// NFKC would make 52 of 5², and 1 of ①; full-width digits and the frame of 2️⃣ are fine.
	if (text.length > 40 || /\p{No}/u.test(text)) return undefined;
	const plain = text.normalize("NFKC").replace(/[\u20e3\ufe0f]/g, "");
	const match =
		/^([+\-−]?)\s?(\d{1,3}(?: \d{3})+|\d{1,15})(?:[.,](\d{1,6}))?\s*(?:шт(?:\.|ук[аи]?)?|pcs\.?|pieces?)?\.?$/i.exec(
			plain,
		);
	if (!match) return undefined;
	const [, sign = "", whole = "", fraction = ""] = match;
	const number = Number(`${whole.replaceAll(" ", "")}.${fraction || "0"}`);
	return sign === "" || sign === "+" || number === 0 ? number : -number;
}

function wholeNumber(text: string): number | undefined {
	const number = /\d[.,]\d/.test(text) ? undefined : readNumber(text);
	return Number.isSafeInteger(number) ? number : undefined;
}

function within(number: number | undefined, scale: Reading["scale"]): number | undefined {
	if (number === undefined || !scale) return number;
	return number >= scale.from && number <= scale.to ? number : undefined;
}

function readPhone(text: string, country: string): string | undefined {
	return /^\+?[\d\s().\-–—]{5,30}$/.test(text) ? phoneOf(text, country) : undefined;
}

/** E.164. Messengers leave out the plus of a shared contact. */
function phoneOf(written: string, country: string): string | undefined {
	const home = isSupportedCountry(country) ? parsePhoneNumberFromString(written, country) : undefined;
	if (home?.isValid()) return home.number;
	const abroad = /^\+/.test(written) || /^\d{11,15}$/.test(written) ? `+${written.replace(/\D/g, "")}` : undefined;
	const number = abroad === undefined ? undefined : parsePhoneNumberFromString(abroad);
	return number?.isValid() ? number.number : undefined;
}

function readEmail(text: string): string | undefined {
	const match = /^([^\s@<>()",;:\\]{1,64})@((?:[\p{L}\p{N}-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63})$/u.exec(text);
	return match ? `${match[1]}@${match[2]?.toLowerCase()}` : undefined;
}

function readTime(text: string): string | undefined {
	const match = /^(?:в\s+)?(\d{1,2})(?:[:.](\d{2}))?$/i.exec(text);
	const [hour, minute] = [Number(match?.[1]), Number(match?.[2] ?? 0)];
	return hour < 24 && minute < 60 ? `${pad(hour)}:${pad(minute)}` : undefined;
}

function readYesNo(text: string, { yes = [], no = [] }: Reading): boolean | undefined {
	const said = normalise(text);
	if (said !== "" && yes.some((label) => normalise(label) === said)) return true;
	if (said !== "" && no.some((label) => normalise(label) === said)) return false;
	return yesOrNo(text);
}

function placeOf({ lat, lon, title, address }: NonNullable<Said["location"]>): RecordValue {
	return {
		id: `${lat},${lon}`,
		lat,
		lon,
		...(title !== undefined && { title }),
		...(address !== undefined && { address }),
	};
}

/** Words that came with the place say how to get in. */
function addressAt(location: NonNullable<Said["location"]>, words: string): RecordValue {
	const { lat, lon, title, address } = location;
	const place = address ?? title ?? `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
	const text = words === "" ? place : `${place}, ${words}`;
	return { id: `${lat},${lon}`, text, location: placeOf(location) };
}

function pad(part: number): string {
	return String(part).padStart(2, "0");
}

import { cutText } from "#core/cut-text.ts";
import type { DiagramWords } from "./diagram-words.ts";
import type { Handler, HandoffStep, OfferStep, SayStep, Start, Step, StopLine, WaitStep } from "./flow-file.ts";

/** What a step does, short, in the file's own words: below its verb in a diagram. */
export function textOfStep(step: Step, words: DiagramWords): string {
	const what = cutText(whatItDoes(step, words), LONGEST, "…");
	return step.when === undefined ? what : `${words.when} ${shortFormula(step.when)}: ${what}`;
}

function whatItDoes(step: Step, words: DiagramWords): string {
	switch (step.verb) {
		case "say":
			return said(step, words);
		case "ask":
		case "choose":
			return plainLiquid(step.text);
		case "set":
			return Object.entries(step.set)
				.map(
					([name, value]) => `${name} = ${typeof value === "string" ? value.replace(/^=/, "") : JSON.stringify(value)}`,
				)
				.join(", ");
		case "do":
			return step.do;
		case "if":
			return step.if;
		case "switch":
			return "";
		case "split":
			return step.because ?? step.split;
		case "offer":
			return offered(step);
		case "wait":
			return waited(step, words);
		case "each":
			return `${step.each.name} in ${step.each.list}`;
		case "repeat":
			return `${words.until} ${step.until}`;
		case "goto":
			return `→ ${step.goto}`;
		case "change":
			return step.change === "last" ? words.last : step.change;
		case "call":
			return step.call;
		case "launch":
			return step.launch;
		case "handoff":
			return handed(step);
		case "end":
			return withReason(step.end, step.reason);
	}
}

/** One way in, as the start of a flow tells it. */
export function textOfStart(start: Start, words: DiagramWords): string {
	const when = start.if === undefined ? "" : `, ${words.when} ${shortFormula(start.if)}`;
	return `${occasion(start, words)}${when}`;
}

function occasion(start: Start, words: DiagramWords): string {
	const { says, command, link, event, enters, leaves, date } = start;
	const lasting = (written: string | undefined) => written && words.length(written);
	const between = [`, ${words.between} `, start.between] as const;
	if (says) return phrases(says);
	if (command !== undefined) return `/${command}`;
	if (link !== undefined) return `${words.link} ${link}`;
	if (event !== undefined)
		return joined(
			`${words.event} ${event}`,
			[`, ${words.quiet} `, lasting(start.settle)],
			[" + ", lasting(start.wait)],
			between,
		);
	if (enters !== undefined) return joined(`${words.enters} ${enters}`, [" + ", lasting(start.wait)], between);
	if (leaves !== undefined) return joined(`${words.leaves} ${leaves}`, [" + ", lasting(start.wait)], between);
	if (date !== undefined)
		return joined(
			`${words.day} ${date}`,
			[" − ", lasting(start.before)],
			[" + ", lasting(start.after)],
			[", ", start.at],
		);
	const day = start.day === undefined ? undefined : weekday(String(start.day), words);
	return joined(words.every[start.every ?? "day"], [", ", day], [", ", start.at], [", ", start.segment]);
}

/** A day of the week in the reader's words; one of the month is its number. */
function weekday(day: string, words: DiagramWords): string {
	return words.weekdays[day] ?? day;
}

/** Words, and those of the others that are there, each behind its mark. */
function joined(first: string, ...others: readonly (readonly [string, string | undefined])[]): string {
	return others.reduce((text, [mark, word]) => (word === undefined ? text : `${text}${mark}${word}`), first);
}

function phrases(says: readonly string[]): string {
	return `«${says.slice(0, PHRASES).join("», «")}»${says.length > PHRASES ? "…" : ""}`;
}

/** What ends a run from outside. */
export function textOfStop(line: StopLine, words: DiagramWords): string {
	const happens = [line.event, line.if && shortFormula(line.if)].filter((part) => part !== undefined);
	return `${happens.join(`, ${words.when} `)} → ${withReason(line.outcome, line.reason)}`;
}

/** What a customer may say while a question waits, and where that leads if it has no steps. */
export function textOfHandler(handler: Handler, words: DiagramWords): string {
	const said = phrases(handler.says);
	if (handler.change !== undefined)
		return `${said} ${words.backTo} ${handler.change === "last" ? words.last : handler.change}`;
	return handler.launch === undefined ? said : `${said} → ${handler.launch}`;
}

/** A text without Liquid: values by their name, of what depends on a condition the first way. */
export function plainLiquid(text: string): string {
	return firstWays(text)
		.replace(/\{%-?\s*phrase\s+"([^"]*)"\s*-?%\}/g, "‹$1›")
		.replace(/\{%.*?%\}/gs, " ")
		.replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (_whole, inside: string) => nameOf(inside))
		.replace(/\s+/g, " ")
		.trim();
}

/** Of `{% if %} … {% else %} … {% endif %}` what stands before the `else`, from the innermost outwards. */
function firstWays(text: string): string {
	const innermost = /\{%-?\s*(if|unless|case)\b(?:(?!\{%-?\s*(?:if|unless|case)\b).)*?\{%-?\s*end\1\s*-?%\}/gs;
	const shorter = text.replace(innermost, (block) =>
		(block.split(/\{%-?\s*(?:else|elsif)\b/)[0] ?? "").replace(/\{%.*?%\}/gs, ""),
	);
	return shorter === text ? text : firstWays(shorter);
}

/** `customer.first_name | default: "…"` → `‹first_name›`; of `plural` the form for many. */
function nameOf(inside: string): string {
	const [value = "", ...filters] = inside.split("|");
	const plural = filters.find((filter) => filter.trim().startsWith("plural"));
	const many = plural && [...plural.matchAll(/"([^"]*)"/g)].at(-1)?.[1];
	return many ?? `‹${value.trim().split(".").at(-1) ?? value}›`;
}

function said({ say }: SayStep, words: DiagramWords): string {
	const [first = "", ...others] = say.any ?? [say.text ?? ""];
	if (first === "") return words.picture;
	return others.length === 0 ? plainLiquid(first) : `${plainLiquid(first)} (+${others.length})`;
}

function offered({ offer, save }: OfferStep): string {
	return save === undefined ? offer : `${offer} → ${save}`;
}

function waited({ wait, for: events }: WaitStep, words: DiagramWords): string {
	const length =
		typeof wait === "string"
			? words.length(wait)
			: [
					`${words.until} ${wait.until}`,
					wait.after && `+ ${words.length(wait.after)}`,
					wait.days?.map((day) => weekday(day, words)).join(" "),
				]
					.filter(Boolean)
					.join(" ");
	return events === undefined ? length : `${length} ${words.waitsFor} ${[events].flat().join(", ")}`;
}

function handed({ handoff, note }: HandoffStep): string {
	return note === undefined ? handoff : `${handoff}: ${plainLiquid(note)}`;
}

function withReason(outcome: string, reason: string | undefined): string {
	return reason === undefined ? outcome : `${outcome}, ${reason.replace(/^=/, "")}`;
}

/** A condition beside other words. */
export function shortFormula(formula: string): string {
	return cutText(formula.replace(/\s+/g, " "), LONGEST_FORMULA, "…");
}

const LONGEST = 110;
const LONGEST_FORMULA = 48;
const PHRASES = 3;

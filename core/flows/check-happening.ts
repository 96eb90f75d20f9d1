import { TOLD_TO_FLOWS } from "#core/events.ts";
import type { Checking } from "./checking.ts";
import { HAPPENINGS, isOfNobody } from "./happenings.ts";
import { isPlainMap } from "./read-steps.ts";

/** On what a rule or a tip comes: one word says so, and what follows fits it. */
export function checkHappening(check: Checking): void {
	const { content, places } = check.file;
	const [word, second] = HAPPENINGS.filter((one) => content[one] !== undefined);
	if (!word) {
		if (!places.wasMeant(content, HAPPENINGS))
			check.error("F011", places.startOf(content), `one of these words — ${HAPPENINGS.join(", ")} — is missing here`);
		return;
	}
	if (second) check.error("F012", places.keyOf(content, second), `"${second}" does not go with ${word}`);
	checkEvent(check);
	if (content.to !== undefined && word !== "event")
		check.error("F012", places.keyOf(content, "to"), '"to" stands only beside "event"');
	if (isOfNobody(word, content.event) && content.to === undefined) checkOfNobody(check, word);
	if (isPlainMap(content.do)) checkDeeds(check, content.do);
}

/** Messages are not told one by one: a rule may not wait for what never comes. */
function checkEvent(check: Checking): void {
	const { content, places } = check.file;
	const { event } = content;
	if (typeof event !== "string" || !Object.hasOwn(check.vocabulary.events, event)) return; // told elsewhere
	if (!isTold(event))
		check.error("F042", places.valueOf(content, "event"), `"${event}" is no event for rules — write unanswered: 1m`);
}

function isTold(event: string): boolean {
	const names: ReadonlySet<string> = TOLD_TO_FLOWS;
	return names.has(event);
}

/** What concerns no customer can only be noted. */
function checkOfNobody(check: Checking, word: string): void {
	const { kind, content, places } = check.file;
	const concerns = `${word === "event" ? String(content.event) : word} concerns no customer`;
	if (kind === "tip") {
		const remedy = word === "event" ? " — say whom: to: interested_in(event.product)" : "";
		check.error("F012", places.keyOf(content, word), `${concerns}${remedy}`);
		return;
	}
	if (!isPlainMap(content.do)) return;
	for (const deed of Object.keys(content.do))
		if (deed !== "note") check.error("F012", places.keyOf(content.do, deed), `${concerns}, so only "note" can be done`);
}

function checkDeeds(check: Checking, deeds: Record<string, unknown>): void {
	const { content, places } = check.file;
	if (Object.keys(deeds).length === 0) check.error("F011", places.valueOf(content, "do"), "say what to do");
	if (deeds.pass !== undefined && deeds.give !== undefined)
		check.error("F012", places.keyOf(deeds, "give"), '"give" does not go with pass');
}

import { cutText } from "#core/cut-text.ts";
import { showMoney } from "#core/money.ts";
import { isoDay, wallClock } from "#core/zoned-time.ts";
import type { Counts, Rehearsal } from "./rehearse-flow.ts";
import { tellNobody } from "./why-nobody.ts";

/** A rehearsal for a person at a terminal: the sums, then the first messages, one a line. */
export function rehearsalReport(rehearsal: Rehearsal, zone: string, { most = 40 }: { most?: number } = {}): string {
	const { flow, from, until, people, concerned, messages } = rehearsal;
	const receivers = new Set(messages.map(({ customer }) => customer.id)).size;
	const billed = messages.filter((message) => message.billed).length;
	const minor = messages.reduce((sum, { cost }) => sum + cost, 0);
	const cost = minor > 0 ? `, ${showMoney({ minor, currency: rehearsal.currency })}` : "";
	const collisions = messages.filter(({ collides }) => collides.length > 0);
	const { nobody } = rehearsal;
	const head = [
		`${flow}: ${isoDay(from, zone)} … ${isoDay(until, zone)}, nothing was sent; times are of ${zone}`,
		`  customers    ${people}, of them concerned ${concerned}, would get something ${receivers}`,
		`  messages     ${messages.length}${channelsOf(messages)}`,
		`  billed       ${billed} WhatsApp templates${cost}`,
		nobody === undefined ? "" : `  why nobody   ${tellNobody(nobody)}`,
		line("held back", rehearsal.held),
		line("not started", rehearsal.refused),
		line("ended", rehearsal.outcomes),
		line("offers", rehearsal.offers),
		`  collisions   ${collisions.length}${collisions.length > 0 ? `: ${spelled(flowsOf(collisions))}` : ""}`,
	];
	const shown = messages.slice(0, most).map(({ at, channel, step, text, customer, collides }) => {
		const words = cutText(text.replaceAll(/\s+/g, " ").trim(), 60, "…");
		const beside = collides.length > 0 ? `  beside ${collides.join(", ")}` : "";
		return `  ${stamp(at, zone)}  ${channel.padEnd(12)}  ${cutText(customer.name, 18, "…").padEnd(18)}  ${step}: «${words}»${beside}`;
	});
	const left = messages.length - shown.length;
	return [...head.filter(Boolean), "", ...shown, left > 0 ? `  … and ${left} more (--json shows all)` : ""]
		.filter((one, at, all) => one !== "" || at < all.length - 1)
		.join("\n");
}

function line(word: string, counts: Counts): string {
	return Object.keys(counts).length === 0 ? "" : `  ${word.padEnd(11)}  ${spelled(counts)}`;
}

function spelled(counts: Counts): string {
	return Object.entries(counts)
		.sort(([, one], [, other]) => other - one)
		.map(([word, times]) => (/\d$/.test(word) ? `${word} × ${times}` : `${word} ${times}`))
		.join(", ");
}

function channelsOf(messages: Rehearsal["messages"]): string {
	const counts: Record<string, number> = {};
	for (const { channel } of messages) counts[channel] = (counts[channel] ?? 0) + 1;
	return messages.length > 0 ? `: ${spelled(counts)}` : "";
}

function flowsOf(messages: Rehearsal["messages"]): Counts {
	const counts: Record<string, number> = {};
	for (const flow of messages.flatMap(({ collides }) => collides)) counts[flow] = (counts[flow] ?? 0) + 1;
	return counts;
}

function stamp(at: Date, zone: string): string {
	const { hour, minute } = wallClock(at, zone);
	return `${isoDay(at, zone)} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

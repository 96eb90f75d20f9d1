import type { Checking } from "./checking.ts";
import type { Start, Step } from "./flow-file.ts";
import { type Edge, type FlowGraph, type Node, seconds } from "./flow-graph.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
/** Longer than any limit that is asked about. */
const EVER = 1000 * DAY;

/** What may leave late: templates on WhatsApp, the weekly cap, and what reaches those who are held out. */
export function checkMessages(check: Checking): void {
	const { graph } = check;
	checkTemplates(check, graph);
	if (check.flow.purpose !== "marketing") return;
	checkCap(check, graph);
	checkHeldOut(check, graph);
}

/** Whether something other than the customer's own word can start the flow. */
export function startsByItself(start: readonly Start[]): boolean {
	return start.some(({ says, command, link }) => says === undefined && command === undefined && link === undefined);
}

/** The largest amount with which each node may be reached; amounts grow along the ways until nothing changes. */
function spread(
	graph: FlowGraph,
	first: number,
	along: (amount: number, edge: Edge, from: Node) => number,
): Map<Node, number> {
	const amounts = new Map<Node, number>();
	const open: [Node, number][] = graph.entry ? [[graph.entry, first]] : [];
	for (const node of graph.handlers) open.push([node, 0]);
	for (let at = open.pop(); at; at = open.pop()) {
		const [node, amount] = at;
		if ((amounts.get(node) ?? -1) >= amount) continue;
		amounts.set(node, amount);
		for (const edge of node.next) open.push([edge.to, along(amount, edge, node)]);
	}
	return amounts;
}

/** WhatsApp lets nobody write freely later than 24 hours after the customer did. */
function checkTemplates(check: Checking, graph: FlowGraph): void {
	if (!onWhatsapp(check)) return;
	const first = startsByItself(check.flow.start) ? EVER : 0;
	const late = spread(graph, first, (since, { takes }) => (takes === "answered" ? 0 : Math.min(since + takes, EVER)));
	for (const [node, since] of late) {
		if (!node.says) continue;
		const { step } = node;
		if (since >= DAY && !hasTemplate(step)) warnOf(check, startOf(check, step));
		const nudge = nudgeOf(step);
		if (nudge && since + nudge.after >= DAY) warnOf(check, check.file.places.valueOf(nudge.object, "nudge"));
	}
}

function warnOf(check: Checking, at: number): void {
	check.warn(
		"F062",
		at,
		"may be sent more than 24 hours after the customer wrote: WhatsApp Cloud needs an approved template — add whatsapp: {template: …}, or the run ends there",
	);
}

function onWhatsapp(check: Checking): boolean {
	const channels = [check.flow.send?.channel ?? check.defaults?.send.channel ?? "preferred"].flat();
	return channels.some((channel) => ["preferred", "last_active", "whatsapp"].includes(channel));
}

function hasTemplate(step: Step): boolean {
	const words = step.verb === "say" ? step.say : step;
	if (!("whatsapp" in words) || words.whatsapp === undefined) return false;
	return words.whatsapp.template !== undefined || words.whatsapp.skip === true;
}

function nudgeOf(step: Step): { after: number; object: object } | undefined {
	if (step.verb !== "ask" && step.verb !== "choose") return undefined;
	return step.silence?.nudge === undefined ? undefined : { after: seconds(step.silence.after), object: step.silence };
}

/** More messages on one path than the cap lets through in a week: the last of them would never leave. */
function checkCap(check: Checking, graph: FlowGraph): void {
	const cap = weeklyCap(check.defaults?.caps.marketing ?? []);
	if (cap === undefined || !startsByItself(check.flow.start)) return;
	const before = spread(graph, 0, (sent, { takes }, from) => {
		if (takes === "answered" || takes >= WEEK) return 0;
		return Math.min(sent + textsOf(from), cap + 1);
	});
	for (const [node, sent] of before)
		if (node.says && sent <= cap && sent + textsOf(node) > cap)
			check.warn(
				"F070",
				startOf(check, node.step),
				`message ${sent + 1} on this way without an answer: the cap lets ${cap} through in a week`,
			);
}

function textsOf(node: Node): number {
	if (!node.says) return 0;
	return nudgeOf(node.step) ? 2 : 1;
}

const DAYS_OF = new Map([
	["day", 1],
	["week", 7],
	["month", 30],
]);

/** The fewest that the caps let through in seven days. */
function weeklyCap(caps: readonly string[]): number | undefined {
	const weekly = caps.flatMap((cap) => {
		const found = /^(\d+) per (?:(\d+) )?(day|week|month)s?$/.exec(cap);
		if (!found) return [];
		const days = Number(found[2] ?? 1) * (DAYS_OF.get(found[3] ?? "") ?? 1);
		return days >= 7 ? [Number(found[1])] : [Math.floor((Number(found[1]) * 7) / days)];
	});
	return weekly.length === 0 ? undefined : Math.min(...weekly);
}

/** Until the first message the held-out go the same way: nothing there may reach them. */
const HARMLESS = ["set", "if", "switch", "split", "wait", "goto", "end"];

function checkHeldOut(check: Checking, graph: FlowGraph): void {
	if (check.hasUnknownSteps || !startsByItself(check.flow.start) || !graph.entry) return;
	const reached = new Set([graph.entry]);
	for (const node of reached) {
		const { step } = node;
		if (step.verb === "say" || step.verb === "ask" || step.verb === "choose" || step.verb === "offer") continue;
		const reads = step.verb === "do" && [undefined, "read"].includes(check.vocabulary.actions[step.do]?.effect);
		if (!HARMLESS.includes(step.verb) && !reads) {
			check.error(
				"F060",
				startOf(check, step),
				`"${step.verb}" before the first message would reach those who are held out — put it behind the message`,
			);
			continue;
		}
		for (const { to } of node.next) reached.add(to);
	}
}

function startOf(check: Checking, step: Step): number {
	return check.file.places.startOf(step);
}

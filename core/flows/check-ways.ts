import type { Checking } from "./checking.ts";
import { faceOf } from "./face.ts";
import type { Step } from "./flow-file.ts";
import { type FlowGraph, longestSilence, longestWait, type Node } from "./flow-graph.ts";
import type { ReadFile } from "./read-file.ts";
import type { Shelf } from "./shelf.ts";
import type { Nest } from "./where.ts";

const DAY = 86_400;

/** Where a flow can and cannot go: steps never reached, circles that never wait, jumps into the middle of things. */
export function checkWays(check: Checking): void {
	const { graph } = check;
	checkReached(check, graph);
	checkCircles(check, graph);
	checkJumps(check);
	checkEventsThatNeverCome(check);
	checkIdsOfWaits(check);
	checkCorrections(check, graph);
}

/** All nodes that a way from these leads to. */
export function reachedFrom(starts: readonly Node[]): Set<Node> {
	const reached = new Set(starts);
	for (const node of reached) for (const { to } of node.next) reached.add(to);
	return reached;
}

function checkReached(check: Checking, graph: FlowGraph): void {
	const reached = reachedFrom([...(graph.entry ? [graph.entry] : []), ...graph.handlers]);
	const steps = new Set([...reached].map(({ step }) => step));
	const isReached = (step: Step) => steps.has(step);
	const isLost = hasLostJump(check);
	for (const list of listsOf(check)) {
		for (const [at, step] of list.entries()) {
			const above = list[at - 1];
			// Only the first of a row, and only where what stands above is reached: one mistake, one message.
			if (!above || isReached(step) || !isReached(above)) continue;
			if (mayBeMeant(step, above, isLost)) continue;
			check.warn("F051", startOf(check, step), `this step can never run — the step above always leaves${how(above)}`);
		}
	}
}

/** A jump to nowhere may have been meant to come here, and a choice without options was meant to go on. */
function mayBeMeant(step: Step, above: Step, isLost: boolean): boolean {
	return (isLost && !step.key.includes("[")) || isWithoutOptions(above);
}

function how({ verb }: Step): string {
	return verb === "end" || verb === "goto" || verb === "handoff" ? ` with ${verb}` : "";
}

function hasLostJump({ file }: Checking): boolean {
	const keys = new Set(file.steps.map(({ step }) => step.key));
	return file.leaves.some(({ lang, text }) => lang === "step" && !keys.has(text));
}

function isWithoutOptions(step: Step): boolean {
	return step.verb === "choose" && step.from === undefined && step.options.length === 0;
}

/** Every list of steps in the file. */
function listsOf(check: Checking): Step[][] {
	const lists = new Map<string, Step[]>();
	for (const { step } of check.file.steps) {
		const list = step.path.slice(0, step.path.lastIndexOf("["));
		const others = lists.get(list);
		if (others) others.push(step);
		else lists.set(list, [step]);
	}
	return [...lists.values()].map((steps) => steps.sort((a, b) => a.line - b.line));
}

function checkCircles(check: Checking, graph: FlowGraph): void {
	for (const circle of circlesOf(graph.nodes)) {
		const [first] = circle.map(({ step }) => step).sort((a, b) => a.line - b.line);
		if (first)
			check.error(
				"F052",
				startOf(check, first),
				"this goes round in a circle and never waits — add a question, a wait, or a way out",
			);
	}
	const round = flowsLeadingRound(check.shelf);
	for (const { step } of check.file.steps) {
		if (step.verb === "call" && round.has(step.call) && callsItself(check, step.call))
			check.error(
				"F052",
				check.file.places.valueOf(step, "call"),
				`"${step.call}" calls this flow again: it would never end`,
			);
	}
}

/** The circles among nodes that do not wait: each its nodes. */
function circlesOf(nodes: readonly Node[]): Node[][] {
	const circles: Node[][] = [];
	const told = new Set<Node>();
	const ways = nodes.flatMap((node) => (node.waits ? [] : [[node, nextOf(node)] as const]));
	for (const node of leadingRound(new Map(ways))) {
		if (told.has(node)) continue;
		const onward = onwardFrom(node);
		if (!onward.has(node)) continue;
		const circle = [...onward].filter((other) => onwardFrom(other).has(node));
		for (const other of circle) told.add(other);
		circles.push(circle);
	}
	return circles;
}

/** What is left when those are taken away from which every way comes to an end, again and again: mostly nothing. */
function leadingRound<Place>(ways: ReadonlyMap<Place, readonly Place[]>): ReadonlySet<Place> {
	const left = new Map([...ways].map(([place, onward]) => [place, onward.length]));
	const from = comingFrom(ways);
	const ended = [...ways].flatMap(([place, onward]) => (onward.length === 0 ? [place] : []));
	for (let place = ended.pop(); place !== undefined; place = ended.pop()) {
		left.delete(place);
		for (const before of from.get(place) ?? []) {
			const open = (left.get(before) ?? 0) - 1;
			left.set(before, open);
			if (open === 0) ended.push(before);
		}
	}
	return new Set(left.keys());
}

function comingFrom<Place>(ways: ReadonlyMap<Place, readonly Place[]>): ReadonlyMap<Place, readonly Place[]> {
	const from = new Map<Place, Place[]>();
	for (const [place, onward] of ways)
		for (const to of onward) {
			const before = from.get(to);
			if (before) before.push(place);
			else from.set(to, [place]);
		}
	return from;
}

/** What is reached from a node without waiting and without the counted way back of a loop. */
function onwardFrom(node: Node): Set<Node> {
	const onward = new Set(nextOf(node));
	for (const at of onward) for (const to of nextOf(at)) onward.add(to);
	return onward;
}

function nextOf(node: Node): Node[] {
	return node.next.flatMap(({ to, loop }) => (loop || to.waits ? [] : [to]));
}

/** The flows whose calls may lead back to them. Worked out once for all files of a folder, which ask one after the other. */
function flowsLeadingRound(shelf: Shelf): ReadonlySet<string> {
	const known = leadingRoundIn.get(shelf);
	if (known) return known;
	const calls = (file: ReadFile) => faceOf(file).calls.filter((flow) => shelf.flows.has(flow));
	const round = leadingRound(new Map([...shelf.flows].map(([id, file]) => [id, calls(file)])));
	leadingRoundIn.set(shelf, round);
	return round;
}

const leadingRoundIn = new WeakMap<Shelf, ReadonlySet<string>>();

function callsItself(check: Checking, flow: string): boolean {
	const seen = new Set<string>();
	const open = [flow];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		if (at === check.id) return true;
		if (seen.has(at)) continue;
		seen.add(at);
		const called = check.shelf.flows.get(at);
		if (called) open.push(...faceOf(called).calls);
	}
	return false;
}

/** A `goto` may not enter a loop, a branch of an option or a handler from outside. */
function checkJumps(check: Checking): void {
	const byKey = new Map(check.file.steps.map((node) => [node.step.key, node]));
	for (const leaf of check.file.leaves) {
		const { step, within } = leaf.where;
		if (leaf.lang !== "step" || step === undefined) continue;
		const target = byKey.get(leaf.text);
		const from = enclosuresOf(step as Step, within);
		const entered = target && enclosuresOf(target.step, target.within).find((one) => !from.includes(one));
		if (entered !== undefined)
			check.error(
				"F056",
				leaf.node.start,
				`"${leaf.text}" stands inside ${nounOf(entered)}: a goto cannot jump into it`,
			);
	}
}

function enclosuresOf(step: Step, within: readonly Nest[]): string[] {
	const handler = /^(during\[\d+\]|silence)/.exec(step.path)?.[0];
	const loops = within.flatMap(({ step: outer, words }) => {
		const { path, verb } = outer as Step;
		if (verb === "each" || verb === "repeat") return [`loop ${path}`];
		return words[0] === "options" ? [`option ${path}.${words[1]}`] : [];
	});
	return [...(handler?.startsWith("during") ? [`handler ${handler}`] : []), ...loops];
}

function nounOf(enclosure: string): string {
	const [kind] = enclosure.split(" ");
	return kind === "loop" ? "a loop" : kind === "option" ? "an option's branch" : "a handler";
}

/** `stop_when` is looked at before any wait, so an event named in both ends the run. */
function checkEventsThatNeverCome(check: Checking): void {
	const stopping = check.flow.stop_when.filter((line) => line.if === undefined).map(({ event }) => event);
	for (const leaf of check.file.leaves)
		if (leaf.lang === "event" && leaf.where.words[0] === "for" && stopping.includes(leaf.text))
			check.warn("F055", leaf.node.start, `"${leaf.text}" never comes here: stop_when ends the run first`);
}

/** Runs that stand at a step without an id cannot be moved to a new version, which matters where they stand for long. */
function checkIdsOfWaits(check: Checking): void {
	const steps = check.file.steps.map(({ step }) => step);
	const lasting = steps.reduce((sum, step) => sum + lastingOf(step), 0);
	if (lasting + (check.flow.silence ? longestSilence(check.flow.silence) : 0) <= DAY) return;
	for (const step of steps) {
		const stands = step.verb === "wait" || (step.verb === "handoff" && step.after === "resume");
		if (stands && step.id === undefined)
			check.warn(
				"F067",
				startOf(check, step),
				"give this step an id: without one, runs that wait here cannot be moved to a new version",
			);
	}
}

function lastingOf(step: Step): number {
	if (step.verb === "wait") return longestWait(step);
	return (step.verb === "ask" || step.verb === "choose") && step.silence ? longestSilence(step.silence) : 0;
}

/** What was done once cannot be done again with another answer. */
function checkCorrections(check: Checking, graph: FlowGraph): void {
	const done = graph.nodes.filter(
		({ step }) => step.verb === "do" && check.vocabulary.actions[step.do]?.effect === "once",
	);
	const after = reachedFrom(done.flatMap((node) => node.next.map(({ to }) => to)));
	const asksAfter = [...after].some(({ waits, step }) => waits && (step.verb === "ask" || step.verb === "choose"));
	for (const leaf of check.file.leaves) {
		if (leaf.lang !== "variable" || leaf.where.path.at(-1) !== "change") continue;
		const step = leaf.where.step as Step | undefined;
		const late = step ? graph.nodesOf(step).some((node) => after.has(node)) : asksAfter;
		const [first] = done;
		if (late && first)
			check.warn(
				"F068",
				leaf.node.start,
				`by then "${doneBy(first.step)}" may have been done, and cannot be undone: the customer would get a person`,
			);
	}
}

function doneBy(step: Step): string {
	return step.verb === "do" ? step.do : step.key;
}

function startOf(check: Checking, step: Step): number {
	return check.file.places.startOf(step);
}

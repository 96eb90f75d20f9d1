import { cutText } from "#core/cut-text.ts";
import { DialogPlayer, spaced } from "./dialog-player.ts";
import { explainRow } from "./row-words.ts";
import { messageLines } from "./show-message.ts";
import { type Shown, Simulation, type Stage } from "./simulate.ts";
import { clockOf } from "./simulated-planner.ts";
import { spellMoments } from "./spell-moments.ts";
import type { Run } from "./talk.ts";
import type { DialogStep } from "./test-script.ts";

/** One talk of one customer with the bot, in virtual time: every line typed becomes a step of a test case. */
export class Chat {
	readonly flow: string;
	readonly stage: Stage;
	readonly simulation: Simulation;
	/** What was done and said so far, as a test case has it. */
	readonly dialog: DialogStep[] = [];
	readonly #player: DialogPlayer;
	#seen: readonly Shown[] = [];
	#routes = 0;
	#traced = 0;

	constructor(flow: string, stage: Stage) {
		this.flow = flow;
		this.stage = stage;
		this.simulation = new Simulation(stage);
		this.#player = new DialogPlayer(this.simulation, flow);
	}

	/** Does a step, notes it with all that is said in return, and gives that as lines to print. */
	act(step: DialogStep): readonly string[] {
		const { routes, trace } = this.simulation;
		[this.#routes, this.#traced] = [routes.length, trace.length];
		const fault = this.#player.play(step, undefined);
		if (fault !== undefined) return [fault];
		const { shown } = this.simulation;
		const timed = step.later !== undefined;
		const said = shown.slice(this.#seen.length).map((message) => this.#asRead(message, timed));
		const replies: DialogStep[] = said.length > 0 ? said : [{ bot: null }];
		for (const reply of replies) this.#player.play(reply, undefined);
		this.dialog.push(step, ...replies);
		const changed = shown.filter((message, at) => this.#seen[at] !== message);
		this.#seen = [...shown];
		return changed.flatMap((message) => this.#printed(message, timed));
	}

	/** Presses the button with this number under the last message that has buttons, if there is one. */
	press(number: string): DialogStep | undefined {
		const buttons = this.simulation.shown.findLast(({ content }) => content.buttons)?.content.buttons ?? [];
		// Where labels are numbers themselves (a scale, a quantity) the number is the answer, not a place in the list.
		if (buttons.every(({ label }) => /^\d+$/.test(label))) return undefined;
		const button = buttons[Number(number) - 1];
		return button && "token" in button ? { press: spaced(button.label) } : undefined;
	}

	/** Why the last thing done had the effect it had: the row that took it, and the steps it went through. */
	why(): readonly string[] {
		const { routes, trace, talk } = this.simulation;
		const steps = trace.slice(this.#traced).map(({ at, kind, step, decision, result, file, line, lookedAt = [] }) => {
			const told = [decision, result === undefined ? undefined : JSON.stringify(spaced(result)), ...lookedAt];
			const known = told.filter((one) => one !== undefined).map((one) => cutText(one, LONGEST_VALUE, "…"));
			const words = spellMoments(known.join(", "), (moment) => this.clock(moment));
			return `${clockOf(at, talk.zone)}  ${step}  ${kind}${words === "" ? "" : `: ${words}`}  (${file}:${line})`;
		});
		const lines = [...routes.slice(this.#routes).map(explainRow), ...steps];
		return lines.length > 0 ? lines : ["nothing has happened"];
	}

	/** The variables of the runs that go on, or of the last one. */
	vars(): readonly string[] {
		const runs = [...this.simulation.runs.values()];
		const live = runs.filter(({ status }) => status !== "ended" && status !== "failed");
		const shown = live.length > 0 ? live : runs.slice(-1);
		return shown.length > 0 ? shown.flatMap(varLines) : ["no flow has started"];
	}

	/** Date and time at the customer's place, of now if nothing else is asked. */
	clock(at = this.simulation.now): string {
		const { zone } = this.simulation.talk;
		const day = at.toLocaleDateString("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
		return `${day} ${clockOf(at, zone)}`;
	}

	#asRead({ content, at }: Shown, timed: boolean): DialogStep {
		const buttons = content.buttons?.map(({ label }) => spaced(label));
		return {
			bot: spaced(content.text),
			...(buttons ? { buttons } : {}),
			...(timed ? { at: clockOf(at, this.simulation.talk.zone) } : {}),
		};
	}

	#printed({ content, at, by, say }: Shown, timed: boolean): string[] {
		const clock = timed ? `${clockOf(at, this.simulation.talk.zone)} ` : "";
		const isOther = say?.flow !== undefined && say.flow !== this.flow;
		const mark = by === "operator" ? "(colleague) " : isOther ? `(${say.flow}) ` : "";
		return messageLines(content).map((line, number) => (number === 0 ? `${clock}${mark}${line}` : line));
	}
}

/** A whole order has thousands of letters; its beginning says which it is. */
const LONGEST_VALUE = 240;

function varLines({ flow, status, outcome, frames }: Run): string[] {
	const lines = frames.flatMap(({ vars }) => Object.entries(vars)).filter(([, value]) => value !== null);
	const told = lines.map(([name, value]) => `  ${name} = ${cutText(JSON.stringify(value), LONGEST_VALUE, "…")}`);
	return [`${flow} (${outcome ?? status})`, ...(told.length > 0 ? told : ["  all variables are empty"])];
}

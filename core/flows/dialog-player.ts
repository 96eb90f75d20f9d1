import { isoDay, nextTimeOfDay } from "#core/zoned-time.ts";
import { addDuration } from "./durations.ts";
import { translationOf } from "./flow-translation.ts";
import { lengthOf } from "./lengths.ts";
import { DONE } from "./render.ts";
import type { Shown, Simulation } from "./simulate.ts";
import { clockOf } from "./simulated-planner.ts";
import { expectationFaults } from "./test-expectations.ts";
import type { DialogStep } from "./test-script.ts";
import { whySilent } from "./why-silent.ts";

/** Plays the lines of a dialog, and says what is not as the test expects. */
export class DialogPlayer {
	readonly #simulation: Simulation;
	readonly #flow: string;
	#read = 0;
	/** First of two messages that are one answer. */
	#held = "";

	constructor(simulation: Simulation, flow: string) {
		this.#simulation = simulation;
		this.#flow = flow;
	}

	play(step: DialogStep, next: DialogStep | undefined): string | undefined {
		if (step.bot !== undefined) return this.#bot(step, step.bot);
		if (step.expect) return expectationFaults(this.#simulation, this.#flow, step.expect);
		const unread = this.unread();
		if (unread) return unread;
		if (step.user !== undefined) return this.#user(step.user, next);
		if (step.press !== undefined) return this.#press([step.press].flat(), step.of);
		if (step.later !== undefined) return this.#later(step.later);
		if (step.operator !== undefined) return this.#operator(step.operator);
		if (step.event !== undefined) this.#simulation.happen(step.event, step.with ?? {});
		if (step.enters !== undefined) this.#simulation.occur("enters", step.enters);
		if (step.leaves !== undefined) this.#simulation.occur("leaves", step.leaves);
		if (step.every !== undefined) this.#simulation.occur("every", step.every);
		return undefined;
	}

	/** A message that nobody has read is a fault: nothing is said unnoticed. */
	unread(): string | undefined {
		const message = this.#simulation.shown[this.#read];
		return message && `expected nothing more, got ${this.#said(message)}`;
	}

	#bot(step: DialogStep, text: string | null): string | undefined {
		const message = this.#simulation.shown[this.#read];
		if (text === null) return message && `expected nothing, got ${this.#said(message)}`;
		if (!message) return `expected ${quoted(text)}, got nothing${whySilent(this.#simulation, this.#flow)}`;
		this.#read += 1;
		if (!spaced(message.content.text).includes(spaced(text))) {
			return `expected ${quoted(text)}, got ${this.#said(message)}`;
		}
		return this.#buttonsOf(step, message) ?? this.#wayOf(step, message);
	}

	/** A message with where it comes from: a test meets those of other flows too. */
	#said({ content, say }: Shown): string {
		const sender = say?.flow === undefined ? undefined : this.#simulation.talk.book.newest.get(say.flow);
		const line = sender?.steps.find(({ key }) => key === say?.step)?.line;
		const place = sender && (line === undefined ? sender.file : `${sender.file}:${line}`);
		return `${quoted(content.text)}${sender ? ` (from ${sender.flow}, ${place})` : ""}`;
	}

	#buttonsOf({ buttons }: DialogStep, message: Shown): string | undefined {
		if (!buttons) return undefined;
		const got = (message.content.buttons ?? []).map(({ label }) => spaced(label));
		const same = got.length === buttons.length && buttons.every((label, at) => spaced(label) === got[at]);
		return same ? undefined : `expected buttons [${buttons.join(", ")}], got [${got.join(", ")}]`;
	}

	#wayOf({ at, channel, template }: DialogStep, message: Shown): string | undefined {
		const { zone } = this.#simulation.talk;
		const clock = clockOf(message.at, zone);
		const shownAt = at?.includes(" ") ? `${isoDay(message.at, zone)} ${clock}` : clock;
		if (at !== undefined && at !== shownAt) return `expected at ${at}, got ${shownAt}`;
		if (channel && channel !== message.channel) return `expected on ${channel}, got ${message.channel}`;
		const name = message.say?.template?.name;
		if (template !== undefined && template !== name) return `expected template ${template}, got ${name ?? "none"}`;
		return undefined;
	}

	#user(user: NonNullable<DialogStep["user"]>, next: DialogStep | undefined): undefined {
		const said = typeof user === "string" ? { text: user } : user;
		const text = this.#held === "" ? (said.text ?? "") : `${this.#held}\n${said.text ?? ""}`;
		this.#held = "";
		if (typeof user === "string" && typeof next?.user === "string" && this.#simulation.waitsForWords()) {
			this.#held = text;
			return undefined;
		}
		const media = [
			...(said.photo === undefined ? [] : [{ kind: "photo" as const, ref: said.photo }]),
			...(said.file === undefined ? [] : [{ kind: "document" as const, ref: said.file }]),
		];
		const [lat, lon] = said.location ?? [];
		this.#simulation.write(
			{
				text,
				media,
				...(lat === undefined || lon === undefined ? {} : { location: { lat, lon } }),
				...(said.phone === undefined ? {} : { contact: { phone: said.phone, name: "", own: true } }),
			},
			said.channel,
		);
		return undefined;
	}

	#press(labels: readonly string[], of: string | undefined): string | undefined {
		for (const label of labels) {
			const fault = this.#pressOne(label, of);
			if (fault) return fault;
		}
		const done = this.#doneLabel();
		return labels.length > 1 && labels.at(-1) !== done ? this.#pressOne(done, of) : undefined;
	}

	#pressOne(label: string, of: string | undefined): string | undefined {
		const message = this.#simulation.shown.findLast(
			({ content }) => content.buttons && (of === undefined || spaced(content.text).includes(spaced(of))),
		);
		if (!message) return `expected a message with buttons${of === undefined ? "" : ` that says ${quoted(of)}`}`;
		const buttons = message.content.buttons ?? [];
		const button = buttons.find((one) => spaced(one.label) === spaced(label));
		if (!button) return `expected a button ${quoted(label)}, got [${buttons.map((one) => one.label).join(", ")}]`;
		if ("token" in button) this.#simulation.press(button.token, message);
		return undefined;
	}

	/** `many` ends with its own button. */
	#doneLabel(): string {
		const { settings, language } = this.#simulation.talk;
		const done = settings.texts[DONE];
		const translation = settings.translations[language]?._defaults;
		return ((translation && translationOf(translation, done)) ?? done).text;
	}

	#later(later: string): undefined {
		const { now, talk } = this.#simulation;
		const isClock = /^\d{1,2}:\d\d$/.test(later);
		const end = isClock
			? nextTimeOfDay(new Date(now.getTime() + 1000), later, talk.zone)
			: addDuration(now, lengthOf(later), talk.zone);
		this.#simulation.passTo(end);
		return undefined;
	}

	#operator(operator: NonNullable<DialogStep["operator"]>): undefined {
		if (operator === "take") this.#simulation.take();
		else if (operator === "close") this.#simulation.close();
		else {
			if (operator.say !== undefined) this.#simulation.say(operator.say);
			if (operator.close) this.#simulation.close(definite(operator.close));
		}
		return undefined;
	}
}

function definite({ at, facts }: { at?: string | undefined; facts?: Record<string, unknown> | undefined }) {
	return { ...(at === undefined ? {} : { at }), ...(facts === undefined ? {} : { facts }) };
}

/** Every kind of white space counts as one space; markup and its backslashes are as the customer sees them. */
export function spaced(text: string): string {
	return text
		.replace(/\\([\\*_~`[\]])/g, "$1")
		.replace(/\s+/gu, " ")
		.trim();
}

function quoted(text: string): string {
	return JSON.stringify(spaced(text));
}

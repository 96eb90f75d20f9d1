import type { z } from "zod";
import type { trace } from "#admin/contract/flows.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { Empty } from "../states.tsx";

export type TraceStep = z.infer<typeof trace>["steps"][number];

/** A line a step: what was decided, what it looked at, the wording of that moment, and the line of the file. */
export function TraceLines({ steps, here }: { steps: readonly TraceStep[]; here?: TraceStep | undefined }) {
	const { t, time, when, name } = useSpeech();
	if (steps.length === 0) return <Empty />;
	return (
		<ol className="trace">
			{keyed(steps, ({ at, step }) => `${at} ${step}`).map(({ key, item: step }) => (
				<li key={key} aria-current={step === here ? "step" : undefined}>
					<time dateTime={step.at}>{time(step.at)}</time>
					<span className="kind">{kindOf(step.kind, name)}</span>
					<span>
						<strong>{step.step}</strong> {decisionOf(step, name, when)} {step.result && <q>{step.result}</q>}
						{step.why && (
							<small className="faint">
								{" "}
								{t("why")}: {whyOf(step.why, name)}
							</small>
						)}
						{step.lookedAt.length > 0 && (
							<small className="faint"> {spellMoments(step.lookedAt.join(", "), when)}</small>
						)}
					</span>
					<code>
						{step.file.split("/").at(-1)}:{step.line}
					</code>
				</li>
			))}
		</ol>
	);
}

/** What was decided; of what was held by which rule, and until when by the shop's clock. */
function decisionOf({ kind, decision }: TraceStep, name: (word: string) => string, when: (at: string) => string) {
	if (!decision) return decision;
	const told = kind === "held" ? decision.replace(/^\w+/, (rule) => heldBy(rule, name)) : decision;
	return spellMoments(told, when);
}

function heldBy(rule: string, name: (word: string) => string): string {
	const word = `held_by_${rule}`;
	const shown = name(word);
	return shown === word ? rule : shown;
}

/** Moments that the trace keeps as computers do: `until 2026-03-13T07:00:00.000Z` is `→ 13 мар., 10:00`. */
function spellMoments(text: string, when: (at: string) => string): string {
	return text.replace(MOMENT, (_, until: string | undefined, at: string) => `${until ? "→ " : ""}${when(at)}`);
}

const MOMENT = /\b(until )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/g;

/** `row 4: label «1»` with what row 4 of the routing table is. */
function whyOf(why: string, name: (word: string) => string): string {
	return why.replace(/^row (\d+)(?=:)/, (row, number: string) => {
		const word = `row_${number}`;
		const shown = name(word);
		return shown === word ? row : shown;
	});
}

/** What the step did, in the reader's words; `split cart-first-touch` keeps its name. */
function kindOf(kind: string, name: (word: string) => string): string {
	const word = `did_${kind}`;
	const shown = name(word);
	return shown === word ? kind : shown;
}

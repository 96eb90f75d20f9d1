import { z } from "zod";
import {
	clock,
	dashedId,
	duration,
	formula,
	label,
	media,
	note,
	offerRows,
	onTelegram,
	onWhatsapp,
	outcome,
	phrases,
	reason,
	reference,
	type Steps,
	sideText,
	silence,
	stage,
	text,
	UNDERSCORED,
	underscoredId,
	value,
	WEEKDAYS,
	words,
} from "./schema-shared.ts";

/**
 * The words of each step, by its verb. `steps` is how nested steps appear in it: in full for editors, as a leaf for the
 * checker, so that a mistake inside a branch is told about the step it belongs to, and once.
 */
export function stepSchemas(steps: Steps) {
	const message = z.strictObject({
		text: text().optional(),
		any: z
			.array(text())
			.min(1)
			.meta({ wording: true, description: "One of these, the same for the whole run" })
			.optional(),
		image: media().optional(),
		file: media().optional(),
		video: media().optional(),
		buttons: z
			.array(
				z.strictObject({
					label: label(),
					short: sideText().optional(),
					url: sideText().optional(),
					launch: reference("flow").optional(),
				}),
			)
			.min(1)
			.optional(),
		telegram: onTelegram().optional(),
		whatsapp: onWhatsapp().optional(),
	});

	const question = {
		text: text(),
		optional: label().meta({ description: "Label of the button that leaves this empty" }).optional(),
		retry: z
			.strictObject({
				say: sideText().optional(),
				times: z.number().int().min(0).max(10).optional(),
				then: steps.optional(),
			})
			.optional(),
		silence: silence(steps).optional(),
		save: z
			.string()
			.regex(/^customer\./)
			.meta({ lang: "field", description: "Where the answer is kept: customer.first_name" })
			.optional(),
		keep: z.boolean().meta({ description: "No other flow may take the message" }).optional(),
		image: media().optional(),
		telegram: onTelegram().optional(),
		whatsapp: onWhatsapp().optional(),
	};

	const option = z.strictObject({
		label: label(),
		short: sideText().optional(),
		also: phrases("also").optional(),
		when: formula("yesno").optional(),
		say: sideText().optional(),
		goto: reference("step").optional(),
		change: reference("variable").optional(),
		launch: reference("flow").optional(),
		steps: steps.optional(),
	});

	const variant = z.strictObject({ weight: z.number().min(0).max(100), steps: steps.optional() });
	const input = () => z.record(z.string(), value());

	return {
		say: step({ say: z.union([text(), message]).meta({ shorthand: "text", description: "Says one message" }) }),
		ask: step({
			ask: reference("variable").meta({ description: "Asks; the answer goes to this variable" }),
			type: reference("type").optional(),
			suggest: z.union([formula("list"), z.array(z.union([text(), z.number()])).meta({ wording: "omit" })]).optional(),
			reject: z.array(z.strictObject({ if: formula("yesno"), say: text() })).optional(),
			from: z.number().int().optional(),
			to: z.number().int().optional(),
			labels: z
				.record(z.string().regex(/^-?\d+$/), sideText())
				.meta({ wording: "omit" })
				.optional(),
			...question,
		}),
		choose: step({
			choose: reference("variable").meta({ description: "Offers a choice; it goes to this variable" }),
			options: z
				.record(z.string().regex(UNDERSCORED), z.union([label(), option]).meta({ shorthand: "label" }))
				.meta({ ordered: true })
				.optional(),
			from: formula("list").optional(),
			value: formula().optional(),
			label: label().optional(),
			item_image: media().optional(),
			page: z.number().int().min(1).max(50).optional(),
			if_none: steps.optional(),
			many: z.boolean().optional(),
			...question,
		}),
		set: step({ set: z.record(z.string(), value()).meta({ ordered: true, description: "Fills variables" }) }),
		do: step({
			do: reference("action").meta({ description: "Does something in the shop" }),
			with: input().optional(),
			save: reference("variable").optional(),
			on_error: steps.optional(),
		}),
		if: step({
			if: formula("yesno").meta({ description: "Goes one way or the other" }),
			then: steps,
			else: steps.optional(),
		}),
		switch: step({
			switch: z
				.array(
					z.strictObject({
						if: formula("yesno").optional(),
						then: steps.optional(),
						else: steps.optional(),
					}),
				)
				.min(1)
				.meta({ description: "Takes the first branch that is true" }),
		}),
		split: step({
			split: dashedId().meta({ description: "Shares customers out for an experiment" }),
			variants: z
				.record(
					z.string().regex(UNDERSCORED),
					z.union([z.number().min(0).max(100), variant]).meta({ shorthand: "weight" }),
				)
				.meta({ ordered: true }),
			because: words().optional(),
			measure: z.enum(["reaction", "margin"]).meta({ lang: "plain" }).optional(),
			expect: z
				.string()
				.regex(/^[+-]?\d+(\.\d+)?%$/)
				.meta({ lang: "plain" })
				.optional(),
			learn: z.boolean().optional(),
			save: reference("variable").optional(),
		}),
		offer: step({
			offer: reference("offer").meta({ description: "Holds an incentive of offers/" }),
			pick: offerRows().optional(),
			learn: z.boolean().optional(),
			save: reference("variable").optional(),
			if_none: steps.optional(),
		}),
		wait: step({
			wait: z
				.union([
					duration(),
					z.strictObject({
						until: clock(),
						after: duration().optional(),
						days: z
							.array(z.enum(WEEKDAYS).meta({ lang: "plain" }))
							.min(1)
							.optional(),
					}),
				])
				.meta({ description: "Waits for time, or for an event" }),
			for: z.union([reference("event"), z.array(reference("event")).min(1)]).optional(),
			if: formula("yesno").optional(),
			then: steps.optional(),
			else: steps.optional(),
		}),
		each: step({
			each: z.string().meta({ lang: "each", description: "For each element: x in list" }),
			steps,
			at_most: z.number().int().min(1).max(1000).optional(),
		}),
		repeat: step({
			repeat: steps,
			until: formula("yesno"),
			at_most: z.number().int().min(1).max(1000).optional(),
		}),
		goto: step({ goto: reference("step").meta({ description: "Goes on at that step" }) }),
		change: step({ change: reference("variable").meta({ description: "Asks that question again, then goes on" }) }),
		call: step({
			call: reference("flow").meta({ description: "Runs another flow here, then goes on" }),
			with: input().optional(),
			save: reference("variable").optional(),
		}),
		launch: step({
			launch: reference("flow").meta({ description: "Starts another flow of its own" }),
			with: input().optional(),
		}),
		handoff: step({
			handoff: reference("team").meta({ description: "Asks for a person of this team" }),
			priority: z.enum(["low", "normal", "high", "urgent"]).meta({ lang: "plain" }).optional(),
			note: note().optional(),
			say: text().optional(),
			closed: steps.optional(),
			after: z.enum(["end", "resume"]).meta({ lang: "plain" }).optional(),
			outcome: outcome().optional(),
			reason: reason().optional(),
		}),
		end: step({ end: outcome().meta({ description: "Ends with this outcome" }), reason: reason().optional() }),
	};
}

/** The verbs in the order of the language's page. */
export const VERBS = [
	"say",
	"ask",
	"choose",
	"set",
	"do",
	"if",
	"switch",
	"split",
	"offer",
	"wait",
	"each",
	"repeat",
	"goto",
	"change",
	"call",
	"launch",
	"handoff",
	"end",
] as const;

/** What every step may carry stands beside the words of its verb, whose name editors show for the step. */
function step<Words extends z.ZodRawShape>(shape: Words) {
	const [verb] = Object.keys(shape);
	return z
		.strictObject({
			id: underscoredId().meta({ description: "Name of the step: for goto, tests and traces" }).optional(),
			when: formula("yesno").meta({ description: "The step is skipped unless this formula holds" }).optional(),
			about: words().meta({ description: "A note for colleagues" }).optional(),
			stage: stage().optional(),
			...shape,
		})
		.meta({ title: verb });
}

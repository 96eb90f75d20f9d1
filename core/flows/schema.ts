import { z } from "zod";
import { CHANNELS } from "#core/channel-names.ts";
import { CUSTOM_FIELD_TYPES } from "#core/customers/custom-field.ts";
import {
	clock,
	DASHED,
	dashedId,
	duration,
	formula,
	goal,
	hours,
	label,
	note,
	offerRows,
	outcome,
	PURPOSES,
	phrases,
	reason,
	reference,
	type Steps,
	sendRules,
	share,
	silence,
	stage,
	text,
	UNDERSCORED,
	underscoredId,
	WEEKDAYS,
	words,
} from "./schema-shared.ts";
import { stepSchemas } from "./schema-steps.ts";
import { testSchema } from "./schema-test.ts";

/** The kinds of files in `flows/`, each with its schema and its JSON Schema for editors. */
export const FILE_KINDS = [
	"flow",
	"flow-test",
	"always",
	"defaults",
	"phrases",
	"stages",
	"reasons",
	"segment",
	"offer",
	"reply",
	"rule",
	"tip",
	"i18n",
] as const;

export type FileKind = (typeof FILE_KINDS)[number];

/** The schema of every kind of file; `steps` is how nested steps appear in it. */
function fileSchemas(steps: Steps): Record<FileKind, z.ZodType> {
	return {
		flow: flowSchema(steps),
		"flow-test": testSchema(),
		always: alwaysSchema(steps),
		defaults: defaultsSchema(steps),
		phrases: z.strictObject({ phrases: z.record(z.string().regex(UNDERSCORED), text()) }),
		stages: z.strictObject({
			stages: z.record(z.string().regex(UNDERSCORED), titled(stageWords())).meta({ ordered: true }),
		}),
		reasons: z.strictObject({ lost: reasonList(), won: reasonList() }),
		segment: z.strictObject({
			segment: dashedId(),
			title: words(),
			about: words().optional(),
			if: formula("yesno"),
			goal: goal().optional(),
		}),
		offer: z.strictObject({
			offer: dashedId(),
			title: words(),
			about: words().optional(),
			budget: z
				.string()
				.regex(/^\d+(\.\d+)? per (day|week|month|year)$/)
				.meta({ lang: "budget", description: "30000 per month" }),
			limits: z
				.strictObject({
					per_customer: perTime().optional(),
					floor_margin: share().optional(),
					stack: z.boolean().optional(),
				})
				.optional(),
			pick: offerRows(),
			learn: z.boolean().optional(),
			valid: duration(),
		}),
		reply: z.strictObject({
			reply: dashedId(),
			title: words(),
			text: text().optional(),
			do: z
				.strictObject({
					tag: z.array(words()).min(1).optional(),
					untag: z.array(words()).min(1).optional(),
					pass: reference("team").optional(),
					note: words().optional(),
					close: z.boolean().optional(),
				})
				.optional(),
		}),
		rule: z.strictObject({
			rule: dashedId(),
			title: words(),
			about: words().optional(),
			...happening(),
			do: z.strictObject({
				tag: z.array(words()).min(1).optional(),
				untag: z.array(words()).min(1).optional(),
				pass: reference("team").optional(),
				give: memberEmail().optional(),
				note: note().optional(),
				priority: z.enum(["low", "normal", "high", "urgent"]).optional(),
			}),
		}),
		tip: z.strictObject({
			tip: dashedId(),
			title: words(),
			about: words().optional(),
			author: memberEmail().optional(),
			...happening(),
			evidence: note(),
			draft: z.record(z.string().regex(/^[a-z]{2,3}$/), text()),
		}),
		i18n: z.record(z.string(), z.union([text(), z.array(z.string().meta({ lang: "phrase" }))])),
	};
}

/** On what a rule or a tip comes: exactly one of the first six words, told of by `check-happening.ts`. */
function happening() {
	return {
		event: reference("event").optional(),
		unanswered: duration().optional(),
		unpacked: duration().optional(),
		late: duration().optional(),
		due: duration().optional(),
		stock_under: z.number().int().min(1).optional(),
		to: formula("list").optional(),
		if: formula("yesno").optional(),
	};
}

/** Of somebody of the shop, as they sign in. */
const memberEmail = () =>
	z
		.string()
		.regex(/^[^@\s]+@[^@\s]+$/)
		.meta({ lang: "plain", description: "The e-mail of a colleague" });

const shallowSteps = () => z.array(z.unknown()).meta({ lang: "steps" });

/** For checking, hashing and reading: nested steps are a leaf. */
export const shallow = fileSchemas(shallowSteps());
/** By verb: the words of one step, nested steps a leaf. */
export const shallowStep = stepSchemas(shallowSteps());

/** For editors: nested steps in full. */
export function deepSchemas(): Record<FileKind, z.ZodType> {
	const step: z.ZodType = z.lazy(() => z.union(Object.values(stepSchemas(steps)))).meta({ id: "step" });
	const steps = z.array(step);
	return fileSchemas(steps);
}

function flowSchema(steps: Steps) {
	return z.strictObject({
		flow: dashedId(),
		title: words(),
		about: words().optional(),
		purpose: z.enum(PURPOSES).meta({ lang: "plain", description: "Decides consent, hours, caps and hold-out" }),
		stage: stage().optional(),
		start: z.array(trigger()).meta({ apart: true, description: "When it starts; [] if it is only called or launched" }),
		audience: z
			.strictObject({ if: formula("yesno").optional(), again: duration().meta({ apart: true }).optional() })
			.optional(),
		stop_when: z
			.array(
				z.strictObject({
					event: reference("event").optional(),
					if: formula("yesno").optional(),
					outcome: outcome(),
					reason: reason().optional(),
				}),
			)
			.optional(),
		send: sendRules().optional(),
		goal: goal().meta({ apart: true }).optional(),
		guard: z
			.strictObject({ opt_out: share().optional(), complaints: share().optional() })
			.meta({ apart: true })
			.optional(),
		family: dashedId().meta({ apart: true }).optional(),
		holdout: share().meta({ apart: true }).optional(),
		vars: z.record(z.string(), reference("type")).optional(),
		during: z
			.array(
				z.strictObject({
					says: phrases(),
					when: formula("yesno").optional(),
					id: underscoredId().optional(),
					...handling(steps),
				}),
			)
			.optional(),
		always: z.record(z.string(), z.literal("off")).meta({ lang: "handler" }).optional(),
		silence: silence(steps).optional(),
		migrate: z
			.array(
				z.strictObject({
					from: z
						.string()
						.regex(/^([0-9a-f]{4,64}|all)$/)
						.meta({ lang: "plain" }),
					steps: z.record(z.string(), reference("step")).optional(),
					else: z.enum(["keep", "restart", "end"]).meta({ lang: "plain" }).optional(),
				}),
			)
			.meta({ apart: true })
			.optional(),
		steps,
	});
}

/** One occasion; the checker sees to it that exactly one of the first words stands there. */
function trigger() {
	return z.strictObject({
		says: phrases().optional(),
		command: underscoredId().optional(),
		link: z
			.string()
			.regex(/^[A-Za-z0-9_-]{1,64}$/)
			.meta({ lang: "plain" })
			.optional(),
		event: reference("event").optional(),
		enters: reference("segment").optional(),
		leaves: reference("segment").optional(),
		date: formula().optional(),
		every: z.enum(["day", "week", "month"]).meta({ lang: "plain" }).optional(),
		before: duration().optional(),
		after: duration().optional(),
		at: clock().optional(),
		day: z
			.union([z.enum(WEEKDAYS).meta({ lang: "plain" }), z.number().int().min(1).max(28)])
			.meta({ instead: "mon, tue, wed, thu, fri, sat or sun; with every: month a number from 1 to 28" })
			.optional(),
		segment: reference("segment").optional(),
		settle: duration().optional(),
		wait: duration().optional(),
		between: hours().optional(),
		if: formula("yesno").optional(),
		key: formula().optional(),
		to: formula("list").optional(),
	});
}

function handling(steps: Steps) {
	return {
		steps: steps.optional(),
		change: reference("variable").optional(),
		launch: reference("flow").optional(),
	};
}

function alwaysSchema(steps: Steps) {
	const handler = z.strictObject({
		says: phrases().optional(),
		command: underscoredId().optional(),
		when: formula("yesno").optional(),
		...handling(steps),
	});
	return z.strictObject({
		always: z.object({ stop: z.strictObject({ says: phrases(), say: text() }), operator: handler }).catchall(handler),
	});
}

function defaultsSchema(steps: Steps) {
	return z.strictObject({
		zone: z.string().meta({ lang: "plain" }),
		language: z
			.string()
			.regex(/^[a-z]{2,3}$/)
			.meta({ lang: "plain" }),
		currency: z
			.string()
			.regex(/^[A-Z]{3}$/)
			.meta({ lang: "plain" }),
		country: z
			.string()
			.regex(/^[A-Z]{2}$/)
			.meta({ lang: "plain" })
			.optional(),
		teams: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), words()),
		team: reference("team"),
		// Fields of a customer that this shop has thought of itself.
		fields: z
			.record(
				z.string().regex(UNDERSCORED),
				z.strictObject({ title: words(), type: z.enum(CUSTOM_FIELD_TYPES).meta({ lang: "plain" }).optional() }),
			)
			.optional(),
		working_hours: z.record(
			z.string().regex(/^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/),
			hours(),
		),
		send: sendRules().required({ channel: true, quiet: true, stale: true, spread: true }),
		caps: z.strictObject({ marketing: z.array(perTime()).min(1), service: z.array(perTime()).optional() }),
		nationwide: z.boolean().meta({ lang: "plain" }).optional(),
		worth: worth()
			.extend({
				families: z.record(z.string().regex(DASHED), worth().partial()).optional(),
				/** Of `year`: what billed marketing to one person may cost in a year. */
				contact: share().optional(),
			})
			.optional(),
		prices: z.partialRecord(z.enum(CHANNELS), price()).optional(),
		holdout: share(),
		live: duration(),
		answering: duration(),
		joining: duration().optional(),
		silence: silence(steps),
		retry: z.strictObject({ times: z.number().int().min(0).max(10), say: z.object({ any: text() }).catchall(text()) }),
		handoff: handoffWords(),
		texts: z.strictObject({
			sorry: text(),
			unknown: text(),
			outdated: text(),
			back_to: text(),
			resume: text(),
			resume_options: z.strictObject({ continue: label(), restart: label(), cancel: label() }),
			too_late: text(),
			yesno: z.strictObject({ yes: label(), no: label() }),
			skip: label(),
			done: label(),
			more: label(),
			reply_with_number: text(),
			attachment: text(),
		}),
		ordinary_answers: z.array(z.string().meta({ lang: "phrase" })),
		deadline_words: z.array(z.string().meta({ lang: "phrase" })),
	});
}

/** How the shop's people come in: words, times and turns. */
function handoffWords() {
	const times = { late: duration().optional(), silent: duration().optional(), idle: duration().optional() };
	const service = { first: duration().optional(), next: duration().optional(), resolution: duration().optional() };
	return z.strictObject({
		say: text(),
		closed: text(),
		late: text().optional(),
		shut: text().optional(),
		options: z.strictObject({ wait: label(), call_back: label(), go_on: label() }).optional(),
		wait_said: text().optional(),
		call_back_said: text().optional(),
		taken: text().optional(),
		again: text().optional(),
		facts: text().optional(),
		assign: z.enum(["turns", "queue"]).optional(),
		after: z.strictObject(times).optional(),
		teams: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), z.strictObject({ ...times, ...service })).optional(),
	});
}

/** What a message is expected to bring (marketing.md §7): shares, and sums in the shop's currency. */
function worth() {
	const sum = z.number().min(0).meta({ lang: "plain" });
	return z.strictObject({
		order: share(),
		lift: share(),
		margin: sum,
		incentive: sum.optional(),
		opt_out: share(),
		year: sum,
		after_reaction: share(),
	});
}

/** Of one message that the messenger bills. */
function price() {
	const sum = z.number().min(0).meta({ lang: "plain" });
	return z.union([sum, z.strictObject({ marketing: sum, utility: sum })]);
}

/** `1 per day`, `2 per 7 days`. */
function perTime() {
	return z
		.string()
		.regex(/^\d+ per (\d+ )?(day|days|week|weeks|month|months)$/)
		.meta({ lang: "cap", description: "2 per 7 days" });
}

function stageWords() {
	return { owner: z.string().meta({ lang: "plain" }).optional(), lost_after: duration().optional() };
}

function reasonList() {
	const more = { stages: z.array(reference("stage")).min(1).optional(), mendable: share().optional() };
	return z.record(z.string().regex(UNDERSCORED), titled(more)).meta({ ordered: true });
}

/** A title, or a map with a title and more. */
function titled(more: z.ZodRawShape) {
	return z.union([words(), z.strictObject({ title: words(), ...more })]).meta({ shorthand: "title" });
}

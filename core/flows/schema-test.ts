import { z } from "zod";
import { duration, reference, UNDERSCORED, words } from "./schema-shared.ts";

/** A file of scripted conversations (§16). */
export function testSchema() {
	return z.strictObject({
		test: reference("flow"),
		given: given().optional(),
		cases: z
			.array(
				z.strictObject({
					name: words(),
					given: given().optional(),
					channel: channel().optional(),
					dialog: z.array(turn()).min(1),
				}),
			)
			.min(1),
	});
}

/** The words that a line of a dialog may begin with; exactly one of them stands in it. */
export const TURN_WORDS = [
	"user",
	"press",
	"event",
	"enters",
	"leaves",
	"every",
	"later",
	"operator",
	"bot",
	"expect",
] as const;

function given() {
	const world = z.record(z.string(), anything());
	return z.strictObject({
		now: plain().optional(),
		zone: plain().optional(),
		customer: world.optional(),
		cart: world.optional(),
		catalogue: world.optional(),
		shop: world.optional(),
		functions: z.record(z.string(), anything()).optional(),
		actions: z.record(reference("action"), z.union([outcome(), z.array(outcome()).min(1)])).optional(),
		splits: z.record(z.string(), plain()).optional(),
		holdout: z.boolean().optional(),
		no_budget: z
			.array(reference("offer"))
			.meta({
				description: "Offers whose budget is spent: [cart-rescue]",
				instead: "a list of offers, e.g. [cart-rescue],",
			})
			.optional(),
		closed: z.boolean().optional(),
		assistant: z.record(z.string(), anything()).optional(),
	});
}

function outcome() {
	return z.strictObject({
		returns: anything().optional(),
		fails: plain().optional(),
		then: z.record(z.string(), anything()).optional(),
	});
}

function turn() {
	return z.strictObject({
		user: z
			.union([
				plain(),
				z.strictObject({
					text: plain().optional(),
					photo: plain().optional(),
					file: plain().optional(),
					location: z.tuple([z.number(), z.number()]).optional(),
					phone: plain().optional(),
					channel: channel().optional(),
				}),
			])
			.optional(),
		press: z.union([plain(), z.array(plain()).min(1)]).optional(),
		of: plain().optional(),
		event: reference("event").optional(),
		with: z.record(z.string(), anything()).optional(),
		enters: reference("segment").optional(),
		leaves: reference("segment").optional(),
		every: plain().optional(),
		later: z
			.union([duration(), z.string().regex(/^([01]?\d|2[0-3]):[0-5]\d$/)])
			.meta({ lang: "plain" })
			.optional(),
		operator: z
			.union([
				z.enum(["take", "close"]).meta({ lang: "plain" }),
				z.strictObject({
					say: plain().optional(),
					close: z
						.strictObject({
							at: reference("step").optional(),
							facts: z.record(z.string(), anything()).optional(),
						})
						.optional(),
				}),
			])
			.optional(),
		bot: z.union([plain(), z.null()]).optional(),
		buttons: z.array(plain()).optional(),
		at: plain().optional(),
		channel: channel().optional(),
		template: plain().optional(),
		expect: expectation().optional(),
	});
}

function expectation() {
	const called = z.strictObject({
		times: z.number().int().min(0).optional(),
		with: z.record(z.string(), anything()).optional(),
	});
	const notCalled = z.literal(false).meta({ instead: "false, or {times: 1}" });
	return z.strictObject({
		flow: reference("flow").optional(),
		outcome: z.union([z.string().regex(UNDERSCORED).meta({ lang: "plain" }), z.null()]).optional(),
		reason: z.union([plain(), z.null()]).optional(),
		stage: reference("stage").optional(),
		goal: z.boolean().optional(),
		refused: z
			.enum(["if", "flow_off", "flow_paused", "no_consent", "not_in_audience", "again"])
			.meta({ lang: "plain" })
			.optional(),
		status: plain().optional(),
		vars: z.record(z.string(), anything()).optional(),
		called: z
			.record(reference("action").meta({ examples: CALLED }), z.union([notCalled, called]))
			.meta({
				description: "What was called: {order.create: {times: 1, with: {…}}}, {handoff: {times: 1}}; false: it was not",
			})
			.optional(),
	});
}

/** Beside the shop's actions a test looks at whether a person was called. */
const CALLED = ["handoff", "order.create"];

const plain = () => z.string().meta({ lang: "plain" });
const anything = () => z.unknown();
const channel = () => z.enum(["telegram", "whatsapp", "linked-phone", "console"]).meta({ lang: "channel" });

import { z } from "zod";
import { instant, money } from "./shared.ts";

const day = z.iso.date();

/** GET /api/customers/:id/next-step: what is best done next for a customer, with what speaks for it; null: nothing. */
export const nextStepAnswer = z.object({
	step: z
		.discriminatedUnion("is", [
			z.object({ is: z.literal("promise"), text: z.string(), dueAt: instant }),
			z.object({ is: z.literal("answer"), since: instant }),
			z.object({ is: z.literal("late-order"), number: z.number().int(), dueAt: instant }),
			z.object({ is: z.literal("tip"), title: z.string(), evidence: z.string() }),
			z.object({ is: z.literal("cart"), count: z.number(), total: money, since: instant }),
			z.object({
				is: z.literal("reorder"),
				dueAt: instant,
				cycleDays: z.number().nullable(),
				favourite: z.string().nullable(),
			}),
			z.object({ is: z.literal("birthday"), day }),
			z.object({ is: z.literal("consent") }),
		])
		.nullable(),
});
export type NextStepView = NonNullable<z.infer<typeof nextStepAnswer>["step"]>;

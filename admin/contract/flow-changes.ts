import { z } from "zod";
import { flowProblem } from "./flows.ts";

const standing = z.object({
	logic: z.string(),
	runs: z.number(),
	at: z.array(z.object({ step: z.string(), runs: z.number() })),
	movable: z.number(),
	/** `migrate` of the file says so. */
	moves: z.boolean(),
});

/** What the files would do that lie in the folder and are not in use yet. */
export const flowChanges = z.object({
	flows: z.array(
		z.object({
			flow: z.string(),
			file: z.string(),
			change: z.enum(["new", "wording", "logic", "gone"]),
			was: z.string().nullable(),
			is: z.string().nullable(),
			edits: z.array(z.object({ sign: z.enum(["+", "-", "~"]), what: z.string(), line: z.number() })),
			standing: z.array(standing),
		}),
	),
	/** Files that all dialogs read live. */
	live: z.array(z.object({ path: z.string(), change: z.enum(["new", "changed", "gone"]) })),
	/** With an error among them nothing can be applied. */
	problems: z.array(flowProblem),
});
export type FlowChangesView = z.infer<typeof flowChanges>;
export type FlowChangeView = FlowChangesView["flows"][number];

import { checkApproved } from "./check-approved.ts";
import { Checking } from "./checking.ts";
import type { Problem } from "./problem.ts";
import { inOrder } from "./report.ts";
import type { Shelved } from "./shelf.ts";
import type { TemplateSpec, Vocabulary } from "./vocabulary.ts";

/**
 * What only the shop's list of approved templates tells of files that were read: F045 and F041 at their templates. Never asked when
 * files are loaded: a messenger that withdraws a template must not take a flow out of use.
 */
export function checkTemplates(
	read: readonly Shelved[],
	vocabulary: Vocabulary,
	templates: readonly TemplateSpec[],
): Problem[] {
	const alone = { files: [], flows: new Map(), segments: new Map(), offers: new Map() };
	return inOrder(
		read.flatMap((shelved) => {
			if (shelved.file.kind !== "flow" || !shelved.file.readable) return [];
			const check = new Checking(shelved, alone, { ...vocabulary, templates });
			checkApproved(check);
			return check.problems;
		}),
	);
}

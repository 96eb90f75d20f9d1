import { approvedTemplates } from "#core/delivery/templates.ts";
import { checkTemplates } from "#core/flows/check-templates.ts";
import type { Problem } from "#core/flows/problem.ts";
import type { Shop } from "#core/shop.ts";
import type { FlowFiles } from "./flow-files.ts";

/** What is said of templates that WhatsApp has not approved, for people who look: the flows run on without it. */
export async function templateProblems(
	shop: Shop,
	{ loaded, vocabulary }: Pick<FlowFiles, "loaded" | "vocabulary">,
): Promise<readonly Problem[]> {
	const templates = await approvedTemplates(shop);
	return templates ? checkTemplates(loaded().read, vocabulary, templates) : [];
}

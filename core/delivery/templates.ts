import type { TemplateState } from "#core/conversations/heard.ts";
import type { Shop } from "#core/shop.ts";
import type { ChannelTemplate } from "./channel.ts";

/** Keeps the messenger's list of templates as it is now; what is not on it any more is forgotten. */
export async function keepTemplates(
	shop: Shop,
	{ account, templates }: { account: string; templates: readonly ChannelTemplate[] },
): Promise<void> {
	const at = shop.now();
	await shop.atomically(async (inside) => {
		await inside.db.channelTemplate.deleteMany({ where: { account } });
		const rows = templates.map((template) => ({ ...template, params: [...template.params], account, at }));
		await inside.db.channelTemplate.createMany({ data: rows, skipDuplicates: true });
	});
}

/** The messenger has judged one: it counts from now on, without waiting for the next look at the list. */
export async function noteTemplate(
	shop: Shop,
	{ account, name, language, state }: { account: string; name: string; language: string; state: TemplateState },
): Promise<void> {
	await shop.db.channelTemplate.updateMany({ where: { account, name, language }, data: { state, at: shop.now() } });
}

/** A template that may be sent, with the languages in which it may. */
export type ApprovedTemplate = {
	readonly name: string;
	readonly category: string;
	readonly languages: readonly string[];
	/** How many places it has; the fewest over its languages. */
	readonly places: number;
};

/**
 * The templates that may be sent, for the checker of flow files (F045) and for people who choose one. Undefined: no list
 * has ever been read, so nothing can be said.
 */
export async function approvedTemplates(shop: Shop): Promise<readonly ApprovedTemplate[] | undefined> {
	const rows = await shop.db.channelTemplate.findMany({ orderBy: [{ name: "asc" }, { language: "asc" }] });
	if (rows.length === 0) return undefined;
	const byName = new Map<string, ApprovedTemplate>();
	for (const { name, category, language, params, state } of rows) {
		if (state !== "approved") continue;
		const known = byName.get(name);
		const languages = [...new Set([...(known?.languages ?? []), language])];
		byName.set(name, { name, category, languages, places: Math.min(known?.places ?? params.length, params.length) });
	}
	return [...byName.values()];
}

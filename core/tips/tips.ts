import type { TipFile } from "#core/flows/flow-file.ts";
import { primaryLanguage } from "#core/in-language.ts";
import { type ConversationRow, isFirstTime, type Occurrence } from "#core/rules/occurrence.ts";
import { askingOf, type RuleParts } from "#core/rules/rule-parts.ts";
import type { Watcher } from "#core/rules/watcher.ts";
import type { Shop } from "#core/shop.ts";
import { isOnline } from "#core/team/presence.ts";

/** The tips of `flows/tips`, as they are now. */
export function tipsOf({ book }: Pick<RuleParts, "book">): Watcher[] {
	return [...book().tips].map(([id, file]) => ({
		name: `tip ${id}`,
		file,
		act: (shop, parts, occurrence, at) => show(shop, parts, { id, file, occurrence, at }),
	}));
}

type Showing = {
	readonly id: string;
	readonly file: TipFile;
	readonly occurrence: Occurrence;
	readonly at: ConversationRow | null;
};

/** A tip is there for whoever spoke with the customer last, if they are at work, else for the team; a tip that is off is silent. */
async function show(shop: Shop, parts: RuleParts, { id, file, occurrence, at }: Showing): Promise<void> {
	if (!at) return;
	const { cause } = occurrence;
	const asking = await askingOf(shop, parts, occurrence, at);
	const evidence = await asking.text(file.evidence);
	const { defaults } = parts.book().settings;
	const draft = await asking.text(draftIn(file, [at.who.language, defaults.language]));
	const shown = await shop.atomically(async (inside) => {
		if (!(await isFirstTime(inside, { name: `tip ${id}`, cause }))) return false;
		if ((await inside.db.tipSwitch.findUnique({ where: { tip: id } }))?.isOff) return false;
		const { lastHolderId, team } = at;
		await inside.db.tip.create({
			data: {
				...{ tip: id, title: file.title, cause, conversationId: at.id, evidence, draft, shownAt: inside.now() },
				ownerId: lastHolderId && (await isOnline(inside, lastHolderId)) ? lastHolderId : null,
				team: team ?? defaults.team,
			},
		});
		return true;
	});
	if (shown) parts.told("tip", at.id);
}

/** The customer's language, else the shop's, else the first that was written. */
function draftIn({ draft }: TipFile, languages: readonly string[]): string {
	for (const language of languages) {
		const text = draft[primaryLanguage(language)];
		if (text !== undefined) return text;
	}
	return Object.values(draft)[0] ?? "";
}

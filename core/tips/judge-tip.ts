import { noteAudit } from "#core/note-audit.ts";
import type { Shop } from "#core/shop.ts";
import { COUNTED, isMostlyWrong, type Score, scoreOf, type TipState } from "./score.ts";

/** Switches a tip off that is mostly wrong; gives whether it just did. Its author hears of it at the desk. */
export async function judgeTip(inside: Shop, tip: string): Promise<boolean> {
	const score = await readScore(inside, tip);
	if (!isMostlyWrong(score)) return false;
	const at = inside.now();
	const known = await inside.db.tipSwitch.findUnique({ where: { tip } });
	if (known?.isOff) return false;
	const off = { isOff: true, at, postedAt: null };
	await inside.db.tipSwitch.upsert({ where: { tip }, create: { tip, ...off }, update: off });
	await noteAudit(inside, { actor: "tips", act: "tip.off", thing: `tip:${tip}`, after: score });
	return true;
}

/** Counted since a lead has last switched it on. */
export async function readScore(shop: Shop, tip: string): Promise<Score> {
	const since = await shop.db.tipSwitch.findUnique({ where: { tip } });
	const rows = await shop.db.tip.findMany({
		where: { tip, NOT: { state: "open" }, ...(since && !since.isOff && { shownAt: { gte: since.at } }) },
		orderBy: { shownAt: "desc" },
		take: COUNTED,
		select: { state: true },
	});
	return scoreOf(rows.map(({ state }) => stateOf(state)));
}

/** As the column holds it. */
export function stateOf(state: string): TipState {
	return STATES.find((one) => one === state) ?? "missed";
}

const STATES: readonly TipState[] = ["open", "sent", "edited", "wrong", "missed"];

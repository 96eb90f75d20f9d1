import { drawDays } from "#core/insights/draw-days.ts";
import { takeDigest } from "#core/insights/make-digest.ts";
import { type PocketSpan, readPocket } from "#core/insights/pocket.ts";
import { type InsightLine, pocketLines } from "#core/insights/pocket-text.ts";
import type { Shop } from "#core/shop.ts";
import { may } from "#core/team/may.ts";
import { isoDay } from "#core/zoned-time.ts";
import { putCard } from "./cards.ts";
import type { DeskTools } from "./desk-tools.ts";
import { linked } from "./html.ts";
import type { Colleague } from "./people.ts";
import { deskWords } from "./words.ts";

/** The numbers of a day or a week as they stand, each with last week's and a link to the list behind it. */
export async function pocketText(
	desk: DeskTools,
	{ span, colleague, isPrivate }: { span: PocketSpan; colleague: Colleague; isPrivate: boolean },
): Promise<string> {
	const { shop, account, insights } = desk;
	const own = may(colleague.role, "see-money");
	const seesMoney = own && (isPrivate || (await allSeeMoney(shop, account)));
	const pocket = await readPocket(shop, { span, seesMoney, rules: insights() });
	const { words, language } = colleague;
	return [`<b>${words.pocket[span]}</b>`, ...linesOf(pocketLines(pocket, language), desk.webAddress)].join("\n");
}

/** The morning's digest with its picture, once over all processes and restarts. */
export async function postDigest(desk: DeskTools): Promise<void> {
	const { shop, account, zone, webAddress } = desk;
	const group = await shop.db.deskGroup.findUnique({ where: { account } });
	const day = isoDay(shop.now(), zone);
	if (!group || group.trouble !== null || group.digestDay === day) return;
	if ((await shop.db.digest.count({ where: { day, postedAt: null } })) === 0) return;
	const seesMoney = await allSeeMoney(shop, account);
	await shop.atomically(async (inside) => {
		const digest = await takeDigest(inside, { day });
		if (!digest) return;
		const language = group.language === "en" ? "en" : "ru";
		const words = deskWords(language);
		const lines = digest[language].filter(({ money }) => seesMoney || !money);
		await inside.db.deskGroup.update({ where: { account }, data: { digestDay: day } });
		if (digest.quiet) return;
		const card = { account, kind: "saying", urgency: "digest" } as const;
		// A picture takes a quarter of the words that a message takes.
		const picture = drawDays(digest.days, { currency: digest.currency, language, seesMoney });
		await putCard(inside, {
			...{ ...card, picture, key: `digest picture ${day}` },
			drawn: { text: `<b>${words.digest}</b>`, keyboard: [] },
		});
		const text = linesOf(lines, webAddress).join("\n") || words.digest;
		await putCard(inside, { ...card, key: `digest ${day}`, drawn: { text, keyboard: [] } });
	});
}

/** What stands in the group is read by all of it. */
async function allSeeMoney(shop: Shop, account: string): Promise<boolean> {
	const bound = await shop.db.deskMember.findMany({ where: { account }, select: { memberId: true } });
	const members = await shop.db.member.findMany({
		where: { id: { in: bound.map(({ memberId }) => memberId) }, banned: false },
		select: { role: true },
	});
	return members.every(({ role }) => may(role, "see-money"));
}

function linesOf(lines: readonly Pick<InsightLine, "text" | "list">[], webAddress: string | undefined): string[] {
	return lines.map(({ text, list }) => `• ${linked(text, list && webAddress ? webAddress + list : undefined)}`);
}

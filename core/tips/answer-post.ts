import type { StaffTurn } from "#core/conversations/staff-turn.ts";
import { inLanguage } from "#core/in-language.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { isTheirs, may } from "#core/team/may.ts";
import { refuseTip, sendTip } from "./answer-tip.ts";
import { type PostingParts, postTip } from "./post-tips.ts";
import { TIP_WORDS, WRONG_REASONS } from "./tip-words.ts";

type PostAnswer = {
	readonly key: string;
	readonly memberId: string;
	readonly by: { readonly act: string } | { readonly words: string };
};

type Words = (typeof TIP_WORDS)["ru"];

/**
 * Somebody answered a tip at the desk. Words go to the customer only from whoever has pressed "edit" before: what is written
 * under a tip in passing is no message. Undefined: the post is no tip.
 */
export async function answerTipPost(
	shop: Shop,
	parts: PostingParts & { readonly turn: StaffTurn },
	{ key, memberId, by }: PostAnswer,
): Promise<string | undefined> {
	if (!key.startsWith("tip ")) return undefined;
	const tipId = key.slice("tip ".length);
	const member = await shop.db.member.findUniqueOrThrow({ where: { id: memberId } });
	const words = inLanguage(member.language, TIP_WORDS);
	const tip = await shop.db.tip.findUnique({ where: { id: tipId } });
	if (tip?.state !== "open") return words.over;
	if (!may(member.role, "write-to-customers") || !isTheirs(member, tip.team)) return words.mayNot;
	const staff = { id: memberId, leads: may(member.role, "lead-team") };
	const asked = tip.asksId === memberId ? tip.asks : null;
	try {
		if ("words" in by) return await byWords(shop, parts, { tipId, staff, asked, text: by.words, words });
		return await byPress(shop, parts, { tipId, staff, act: by.act, words });
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		return words[REFUSED.get(error.code) ?? "failed"];
	}
}

/** What the desk is told of a refusal, by its code. */
const REFUSED: ReadonlyMap<string, "taken" | "over"> = new Map([
	["taken", "taken"],
	["stale", "over"],
]);

type Answering = {
	readonly tipId: string;
	readonly staff: { readonly id: string; readonly leads: boolean };
	readonly words: Words;
};

async function byPress(
	shop: Shop,
	parts: PostingParts & { readonly turn: StaffTurn },
	{ tipId, staff, act, words }: Answering & { act: string },
): Promise<string> {
	switch (act) {
		case "send":
			await sendTip(shop, parts.turn, { tipId, staff });
			return words.sent;
		case "edit":
			await shop.db.tip.update({ where: { id: tipId }, data: { asks: "edit", asksId: staff.id } });
			return words.editHow;
		case "wrong":
			await shop.db.tip.update({ where: { id: tipId }, data: { asks: "wrong", asksId: staff.id } });
			await postTip(shop, parts, { id: tipId, asking: true });
			return words.wrongHow;
		default: {
			const reason = WRONG_REASONS.find((one) => act === `because-${one}`);
			if (!reason) return words.over;
			await refuseTip(shop, { tipId, staff, reason });
			return words.thanks;
		}
	}
}

async function byWords(
	shop: Shop,
	{ turn }: { readonly turn: StaffTurn },
	{ tipId, staff, asked, text, words }: Answering & { asked: string | null; text: string },
): Promise<string> {
	if (asked === "edit") {
		await sendTip(shop, turn, { tipId, staff, text });
		return words.sent;
	}
	if (asked !== "wrong") return words.chooseFirst;
	await refuseTip(shop, { tipId, staff, reason: text });
	return words.thanks;
}

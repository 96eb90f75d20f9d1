import { offerWaiting } from "#core/conversations/offer-waiting.ts";
import type { Staff } from "#core/conversations/staff-turn.ts";
import type { Shop } from "#core/shop.ts";
import { type Act, isTheirs, may, type RoleName } from "#core/team/may.ts";
import { noteAlive } from "#core/team/presence.ts";
import type { DeskNews } from "./parts.ts";
import { refuse } from "./told.ts";
import { type DeskWords, deskWords } from "./words.ts";

/** A member at the desk. */
export type Colleague = {
	readonly id: string;
	readonly name: string;
	readonly role: RoleName;
	readonly teams: readonly string[];
	readonly language: string;
	readonly staff: Staff;
	readonly words: DeskWords;
};

/** Which member somebody in Telegram is, by their user id alone: names can be anybody's. Undefined: a stranger. */
export async function colleagueOf(
	shop: Shop,
	{ account, nativeId }: { account: string; nativeId: string },
): Promise<Colleague | undefined> {
	const bound = await shop.db.deskMember.findUnique({ where: { account_nativeId: { account, nativeId } } });
	const member = bound && (await shop.db.member.findUnique({ where: { id: bound.memberId } }));
	if (!member || member.banned) return undefined;
	const { id, name, role, teams, language } = member;
	const staff = { id, leads: may(role, "lead-team") };
	return { id, name, role, teams, language, staff, words: deskWords(language) };
}

/** What somebody does at the desk shows that they are there. */
export async function noteAtDesk(shop: Shop, news: DeskNews, { id }: Colleague): Promise<void> {
	if (!(await noteAlive(shop, { memberId: id, device: "desk" }))) return;
	news.tell("team", id);
	await offerWaiting(shop);
}

/** Who talks to a customer now. */
export async function holderOf(shop: Shop, conversationId: string): Promise<string | undefined> {
	const conversation = await shop.db.conversation.findUnique({
		where: { id: conversationId },
		select: { holderId: true },
	});
	const id = conversation?.holderId;
	const member = id ? await shop.db.member.findUnique({ where: { id }, select: { name: true } }) : null;
	return member?.name;
}

/** The same rules as behind the counter: the role, and whose team's the conversation is. */
export async function refuseUnlessMay(
	shop: Shop,
	colleague: Colleague,
	{ act, conversationId }: { act: Act; conversationId?: string },
): Promise<void> {
	const { role, words } = colleague;
	if (!may(role, act)) refuse("not-allowed", words.mayNot);
	if (conversationId === undefined) return;
	const conversation = await shop.db.conversation.findUnique({
		where: { id: conversationId },
		select: { team: true },
	});
	if (!isTheirs(colleague, conversation?.team ?? null)) refuse("not-allowed", words.otherTeam);
}

import { passOn } from "#core/conversations/pass-on.ts";
import { take } from "#core/conversations/take.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import { refuse } from "./told.ts";

/** Takes the conversation; from a colleague with the reason that is written behind the command, as a lead may. */
export async function takeFor(
	{ staffTurn }: DeskTools,
	{ colleague, conversationId }: Act,
	reason: string,
): Promise<string> {
	await take(staffTurn, { conversationId, staff: colleague.staff, ...(reason && { reason }) });
	return colleague.words.taken;
}

/** Passes the conversation on: `Лена спросите про торт`, `support`. The first word says to whom, the others are for them to read. */
export async function passAlong(
	{ shop, staffTurn, teams, news }: DeskTools,
	{ colleague, conversationId }: Act,
	written: string,
): Promise<string> {
	const { words, staff } = colleague;
	const [whom = "", ...others] = written.trim().split(/\s+/);
	const note = others.join(" ");
	const isMeant = (name: string) => name.toLowerCase() === whom.toLowerCase();
	const team = Object.entries(teams()).find(([id, title]) => isMeant(id) || isMeant(title));
	if (team) {
		const [id, title] = team;
		await passOn(staffTurn, { conversationId, staff, to: { team: id }, ...(note && { note }) });
		return words.passedTo(title);
	}
	const members = await shop.db.member.findMany({
		where: { banned: false, role: { in: ["owner", "lead", "operator"] } },
		select: { id: true, name: true },
	});
	const [member, namesake] = members.filter(({ name }) => isMeant(name.split(" ")[0] ?? "") || isMeant(name));
	if (!member || namesake) refuse("not-found", words.passHow(Object.values(teams()).join(", ")));
	await passOn(staffTurn, { conversationId, staff, to: { memberId: member.id }, ...(note && { note }) });
	news.tell("mention", member.id);
	return words.passedTo(member.name);
}

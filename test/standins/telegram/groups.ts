import type { Service } from "./service.ts";
import type { Group, GroupFacts } from "./world.ts";

/** A group as a person makes one: a title, its members, and the bots that were invited. */
export interface GroupPlan extends GroupFacts {
	members?: number[];
	/** Bots by number; they become administrators unless told otherwise. */
	bots?: number[];
	as?: "administrator" | "member";
}

/** Makes a group, and tells its bots. */
export function makeGroup(service: Service, plan: GroupPlan): Group {
	const group = service.world.addGroup(plan);
	for (const id of plan.members ?? []) group.members.set(service.person(id).id, true);
	const host = service.world.people.get(plan.members?.[0] ?? 0)?.user;
	for (const id of plan.bots ?? [service.bot().id]) {
		const bot = service.bot(id);
		group.bots.set(id, plan.as ?? "administrator");
		if (host) tell(service, group, id, host, "left", plan.as ?? "administrator");
		service.journal.deed({ kind: "deed", at: service.clock.now(), bot: bot.id, chat: group.chat.id, words: "group" });
	}
	return group;
}

/** A person throws a bot out. */
export function kickBot(service: Service, groupId: number, botId: number): void {
	const group = groupOf(service, groupId);
	const was = group.bots.get(botId) ?? "left";
	group.bots.set(botId, "kicked");
	const host = [...group.members.keys()].flatMap((id) => service.world.people.get(id)?.user ?? [])[0];
	if (host) tell(service, group, botId, host, was, "kicked");
}

/** A small group becomes a supergroup: the old chat is closed, and says where the new one is. */
export function upgradeGroup(service: Service, groupId: number): Group {
	const old = groupOf(service, groupId);
	const group = service.world.addGroup({ title: old.chat.title ?? "" });
	for (const [id, is] of old.members) group.members.set(id, is);
	for (const [id, standing] of old.bots) group.bots.set(id, standing);
	old.movedTo = group.chat.id;
	const host = [...old.members.keys()].flatMap((id) => service.world.people.get(id)?.user ?? [])[0];
	for (const id of old.bots.keys()) {
		const bot = service.bot(id);
		const moved = service.write(old, bot, host ?? bot.user, { migrate_to_chat_id: group.chat.id });
		service.push(bot, "message", moved, `chat/${old.chat.id}`);
		const came = service.write(group, bot, host ?? bot.user, { migrate_from_chat_id: old.chat.id });
		service.push(bot, "message", came, `chat/${group.chat.id}`);
	}
	return group;
}

function groupOf(service: Service, id: number): Group {
	const group = service.world.groups.get(id);
	if (!group) throw new Error(`The stand-in knows no group ${id}.`);
	return group;
}

function tell(service: Service, group: Group, botId: number, from: unknown, was: string, is: string): void {
	const bot = service.bot(botId);
	const member = (status: string) => memberShape(status, bot.user);
	const change = {
		chat: group.chat,
		from,
		date: service.date(),
		old_chat_member: member(was),
		new_chat_member: member(is),
	};
	service.push(bot, "my_chat_member", change, `member/${group.chat.id}`);
}

function memberShape(status: string, user: unknown): unknown {
	if (status === "kicked") return { status, user, until_date: 0 };
	return status === "administrator" ? administrator(user) : { status, user };
}

const rights = (
	"can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members " +
	"can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages can_manage_topics"
).split(" ");
const denied = new Set(["can_be_edited", "is_anonymous", "can_promote_members"]);

/** A bot as administrator, with the rights that a desk needs. */
export function administrator(user: unknown): unknown {
	return { status: "administrator", user, ...Object.fromEntries(rights.map((right) => [right, !denied.has(right)])) };
}

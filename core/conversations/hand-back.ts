import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { dropOpenEnds, type OpenEnd, openEnds } from "./open-ends.ts";
import { type Packet, refuseButHolder, refuseStale, type Staff, type StaffAct, type StaffTurn } from "./staff-turn.ts";
import { writeControlLine } from "./write-control-line.ts";

export type { Packet } from "./staff-turn.ts";

type HandingBack = StaffAct & {
	readonly packet?: Packet;
	/** One line for the next reader. */
	readonly brief?: string | undefined;
	/** Drops what is open; a lead's right. */
	readonly force?: boolean;
};

/**
 * The holder gives the conversation back to the bot, which goes on where it was, or where the packet says. Packet and
 * release are one commit. Not over an open question or promise: the bot cannot keep a person's word.
 */
export function handBack(turn: StaffTurn, handing: HandingBack): Promise<void> {
	const { conversationId, staff, lease, packet = {}, brief = "", force = false } = handing;
	return turn({
		conversationId,
		staff,
		async decide(inside, held) {
			if (held.control.by === "bot") throw new Refusal("stale", "The bot is leading this conversation already.");
			refuseStale(held, lease);
			if (held.control.by !== "asked") await refuseButHolder(inside, held, { staff });
			const dropped = await refuseOpenEnds(inside, { conversationId, staff, force });
			const text = [brief, ...dropped.map((end) => `— ${end.text}`)].filter(Boolean).join("\n");
			await writeControlLine(inside, { conversationId, staff, from: held.control.by, to: "bot", text });
			await inside.record({
				name: "conversation.handed_back",
				customerId: held.customer,
				conversationId,
				actor: `operator:${staff.id}`,
				data: { by: staff.id, human: held.control.by !== "asked" },
			});
			return { tell: { cause: "hand-back", why: "hand-back", ...packet } };
		},
	});
}

/** Gives what force has dropped; without it, names what stands in the way. */
export async function refuseOpenEnds(
	inside: Shop,
	{ conversationId, staff, force }: { conversationId: string; staff: Staff; force: boolean },
): Promise<readonly OpenEnd[]> {
	const open = await openEnds(inside, { conversationId });
	if (open.length === 0) return [];
	const named = open.map(({ text }) => `«${text}»`).join(", ");
	if (!force) throw new Refusal("not-allowed", `Still open: ${named}. Answer, pass it on, or let a lead drop it.`);
	if (!staff.leads) throw new Refusal("not-allowed", `Only a lead may drop what is open: ${named}.`);
	await dropOpenEnds(inside, { conversationId });
	return open;
}

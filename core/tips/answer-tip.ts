import { replyInside } from "#core/conversations/reply-as-operator.ts";
import type { Staff, StaffTurn } from "#core/conversations/staff-turn.ts";
import { noteAudit } from "#core/note-audit.ts";
import { Refusal } from "#core/refusal.ts";
import type { Shop } from "#core/shop.ts";
import { judgeTip } from "./judge-tip.ts";

type Sending = {
	readonly tipId: string;
	readonly staff: Staff;
	/** As edited; absent: as it was drafted. */
	readonly text?: string | undefined;
};

/**
 * Sends what a tip advises, as the member's own reply: it takes control like any other, and is refused where a colleague leads.
 * Sent twice it is one.
 */
export async function sendTip(shop: Shop, turn: StaffTurn, { tipId, staff, text }: Sending): Promise<void> {
	const tip = await openTip(shop, tipId);
	const words = text ?? tip.draft;
	if (words.trim() === "") throw new Refusal("invalid", "There is nothing to send.");
	const state = words.trim() === tip.draft.trim() ? "sent" : "edited";
	const { conversationId } = tip;
	await turn({
		conversationId,
		staff,
		async decide(inside, held) {
			await settle(inside, tipId, { state, answeredBy: staff.id });
			return replyInside(inside, held, { conversationId: held.conversation, staff, text: words, key: `tip ${tipId}` });
		},
	});
}

type Refusing = { readonly tipId: string; readonly staff: Staff; readonly reason: string };

/** The tip was wrong, because …; a tip that mostly is switches itself off. */
export async function refuseTip(shop: Shop, { tipId, staff, reason }: Refusing): Promise<void> {
	if (reason.trim() === "") throw new Refusal("invalid", "Say why the tip is wrong.");
	const { tip } = await openTip(shop, tipId);
	await shop.atomically(async (inside) => {
		await settle(inside, tipId, { state: "wrong", answeredBy: staff.id, reason: reason.trim().slice(0, 300) });
		await judgeTip(inside, tip);
	});
}

/** Nobody has answered within a day: they are over, and count. Gives whether there were any. */
export async function missTips(shop: Shop): Promise<boolean> {
	const before = new Date(shop.now().getTime() - DAY_MS);
	const late = await shop.db.tip.findMany({
		where: { state: "open", shownAt: { lte: before } },
		select: { id: true, tip: true },
		take: 200,
	});
	if (late.length === 0) return false;
	await shop.atomically(async (inside) => {
		await inside.db.tip.updateMany({
			where: { id: { in: late.map(({ id }) => id) }, state: "open" },
			data: { state: "missed", settledAt: inside.now() },
		});
		for (const tip of new Set(late.map((one) => one.tip))) await judgeTip(inside, tip);
	});
	return true;
}

const DAY_MS = 86_400_000;

/** A tip that was switched off is shown again, and judged by what it does from now on. */
export async function switchTipOn(shop: Shop, { tip, staff }: { tip: string; staff: Staff }): Promise<void> {
	if (!staff.leads) throw new Refusal("not-allowed", "Only a lead switches a tip on again.");
	await shop.atomically(async (inside) => {
		const { count } = await inside.db.tipSwitch.updateMany({
			where: { tip, isOff: true },
			data: { isOff: false, at: inside.now() },
		});
		if (count === 0) throw new Refusal("stale", "This tip is not switched off.");
		await noteAudit(inside, { actor: `operator:${staff.id}`, act: "tip.on", thing: `tip:${tip}` });
	});
}

async function openTip(shop: Shop, id: string) {
	const tip = await shop.db.tip.findUnique({ where: { id } });
	if (!tip) throw new Refusal("not-found", "There is no such tip.");
	if (tip.state !== "open") throw new Refusal("stale", "Somebody has answered this tip already.");
	return tip;
}

/** Of two who answer one is first. */
async function settle(
	inside: Shop,
	id: string,
	data: { state: "sent" | "edited" | "wrong"; answeredBy: string; reason?: string },
): Promise<void> {
	const { count } = await inside.db.tip.updateMany({
		where: { id, state: "open" },
		data: { ...data, settledAt: inside.now() },
	});
	if (count === 0) throw new Refusal("stale", "Somebody has answered this tip already.");
}

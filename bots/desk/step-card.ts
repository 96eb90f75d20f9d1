import { pushStep } from "#core/conversations/push-step.ts";
import { readPacket } from "#core/flows/read-packet.ts";
import { aboutOf, type Card, closeCard, putCard } from "./cards.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import { refuse } from "./told.ts";

const MOST_FLOWS = 10;

/** Offers the small flows that the holder may have the customer walk through. */
export async function openSteps(desk: DeskTools, { conversationId, colleague }: Act, lease: number): Promise<void> {
	const { flows } = await readPacket(desk.shop, { conversationId, flows: desk.openBook() });
	const offered = flows.slice(0, MOST_FLOWS);
	const { words } = colleague;
	await putCard(desk.shop, {
		...{ account: desk.account, conversationId, kind: "step", key: `step ${conversationId}` },
		// Names of flows may be longer than what a button carries: it brings back their place.
		about: { flows: offered.map(({ flow }) => flow) },
		drawn: {
			text: words.chooseStep,
			keyboard: [
				...offered.map(({ title }, place) => [{ text: title, data: `push.${lease}.${place}` }]),
				[{ text: words.cancel, data: "drop" }],
			],
		},
	});
}

/** The holder has chosen one; they keep the lease. */
export async function push(
	{ shop, staffTurn }: DeskTools,
	{ card, act, lease, place }: { card: Card; act: Act; lease: number; place: number },
): Promise<void> {
	const { flows } = aboutOf(card);
	const flow: unknown = Array.isArray(flows) ? flows[place] : undefined;
	if (typeof flow !== "string") return refuse("stale", act.colleague.words.notHere);
	const { conversationId, colleague } = act;
	await pushStep(staffTurn, { conversationId, staff: colleague.staff, flow, lease });
	await closeCard(shop, card);
}

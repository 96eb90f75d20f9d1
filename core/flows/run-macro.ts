import { closeInside } from "#core/conversations/close-conversation.ts";
import { note } from "#core/conversations/note.ts";
import { passInside } from "#core/conversations/pass-on.ts";
import { replyInside } from "#core/conversations/reply-as-operator.ts";
import {
	refuseOtherHolder,
	type StaffAct,
	type StaffDecision,
	type StaffTurn,
} from "#core/conversations/staff-turn.ts";
import { addTag, removeTag } from "#core/customers/tag-customer.ts";
import type { Actor } from "#core/events.ts";
import type { Shop } from "#core/shop.ts";
import type { FlowBook } from "./flow-book.ts";
import { findReply, type RootsOf } from "./list-replies.ts";

type Macro = StaffAct & {
	readonly book: FlowBook;
	readonly rootsOf: RootsOf;
	/** Name of the file in flows/replies. */
	readonly macro: string;
	/** One per press. */
	readonly key: string;
	/** As edited before it was sent. */
	readonly text?: string | undefined;
};

/** Does all that a macro says in one commit: tags, answers, notes, and then passes on or closes. All of it, or nothing. */
export function runMacro(
	turn: StaffTurn,
	{ conversationId, staff, macro, key, lease, ...with_ }: Macro,
): Promise<void> {
	return turn({
		conversationId,
		staff,
		async decide(inside, held): Promise<StaffDecision> {
			await refuseOtherHolder(inside, held, { staff, lease });
			const reply = await findReply(inside, { ...with_, key: macro, conversationId });
			const { does } = reply;
			const text = with_.text ?? reply.text;
			const tagging = { customerId: held.customer, actor: `operator:${staff.id}` } as const;
			await retag(inside, does, tagging);
			if (does.note) await note(inside, { conversationId, staff, text: does.note });
			const said: StaffDecision =
				text.trim() === "" ? {} : await replyInside(inside, held, { conversationId, staff, text, key });
			if (does.passTo) {
				const to = { team: does.passTo };
				return { ...said, tell: await passInside(inside, held, { conversationId, staff, to }) };
			}
			if (!does.close) return said;
			// Who answers leads, so that what closes is a person's episode.
			const led = said.tell?.cause === "control" ? { ...held, control: said.tell.control } : held;
			return { ...said, ...(await closeInside(inside, led, { conversationId, staff })) };
		},
	});
}

async function retag(
	inside: Shop,
	{ tags, untags }: { readonly tags: readonly string[]; readonly untags: readonly string[] },
	tagging: { readonly customerId: string; readonly actor: Actor },
): Promise<void> {
	for (const tag of tags) await addTag(inside, { ...tagging, tag });
	for (const tag of untags) await removeTag(inside, { ...tagging, tag });
}

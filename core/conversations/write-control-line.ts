import type { Shop } from "#core/shop.ts";
import type { Staff } from "./staff-turn.ts";

/** A line of the thread that says who leads from here on, and why: for staff, and for whoever reads the thread for them. */
export async function writeControlLine(
	inside: Shop,
	{ conversationId, staff, from, to, given, text }: ControlLine,
): Promise<void> {
	const now = inside.now();
	await inside.db.message.create({
		data: {
			conversationId,
			channel: "note",
			direction: "said",
			author: staff ? `note:${staff.id}` : "note",
			text,
			kind: "control",
			content: { from, to, ...(given && { given }) },
			status: "sent",
			at: now,
			createdAt: now,
		},
	});
}

type ControlLine = {
	readonly conversationId: string;
	readonly staff?: Staff | undefined;
	readonly from: string;
	readonly to: string;
	/** To whom it is given, where that is not whoever did it. */
	readonly given?: string | undefined;
	readonly text: string;
};

import { z } from "zod";

/** POST /api/conversations/:id/proposal: words that a member may send, change or leave; nothing is sent by it. */
export const proposalWish = z.strictObject({ wish: z.enum(["reply", "summary"]) });
export type ProposalWish = z.infer<typeof proposalWish>["wish"];
export const proposal = z.object({ text: z.string() });

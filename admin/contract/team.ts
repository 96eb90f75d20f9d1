import { z } from "zod";
import { roles } from "./session.ts";

export const teamMember = z.object({
	id: z.string(),
	name: z.string(),
	role: z.enum(roles),
	teams: z.array(z.string()),
	/** Online: a device was heard of in the last minutes, and they have not said that they are away. */
	presence: z.enum(["online", "away", "offline"]),
	/** Conversations they hold, and how many are given to them at most. */
	load: z.number().int(),
	loadLimit: z.number().int(),
});

/** GET /api/team: who is there. `teams`: ids of _defaults.yaml with their titles. */
export const team = z.object({ members: z.array(teamMember), teams: z.record(z.string(), z.string()) });

/** POST /api/team/presence: this device is alive (repeat it every 45 seconds), and whether its owner is at work. */
export const presenceBeat = z.strictObject({
	device: z.string().regex(/^[\w-]{1,40}$/),
	/** Absent: as before. */
	away: z.boolean().optional(),
});

/** PUT /api/team/:id/work: a lead sets somebody's teams and limit. */
export const workBody = z.strictObject({
	teams: z.array(z.string().max(40)).max(20),
	loadLimit: z.number().int().min(0).max(500),
});

import { z } from "zod";
import { roles } from "./session.ts";
import { instant, typedText } from "./shared.ts";

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

/** GET /api/members: everybody, also who is switched off, for those who look after the team. */
export const members = z.object({
	members: z.array(
		teamMember.extend({
			email: z.string(),
			state: z.enum(["on", "off"]),
			secondFactor: z.boolean(),
			/** Devices that are signed in now. */
			sessions: z.number().int(),
			seenAt: instant.nullable(),
		}),
	),
	teams: z.record(z.string(), z.string()),
	invitations: z.array(
		z.object({ id: z.uuid(), email: z.string(), role: z.enum(roles), expiresAt: instant, password: z.boolean() }),
	),
	/** Roles that must have a second factor. */
	secondFactorRoles: z.array(z.enum(roles)),
});
export type MembersView = z.infer<typeof members>;
export type MemberView = MembersView["members"][number];

/** POST /api/invitations: a one-time link for somebody new. */
export const invitationBody = z.strictObject({
	email: z.email().max(200),
	role: z.enum(roles),
	teams: z.array(z.string().max(40)).max(20),
});
/** The link is made on the page's own address: `/join/<token>`. It is shown this once. */
export const invitationMade = z.object({ token: z.string() });

/** GET /api/invitations/:token: whom the link invites. */
export const invitation = z.object({
	email: z.string(),
	role: z.enum(roles),
	/** `join`: somebody new, who says their name; `password`: a member who chooses a new one. */
	opens: z.enum(["join", "password"]),
	shop: z.string(),
});

/** POST /api/invitations/:token */
export const joining = z.strictObject({
	name: typedText(80).trim().min(1),
	password: z.string().min(10).max(128),
});
export type Joining = z.infer<typeof joining>;

export const roleBody = z.strictObject({ role: z.enum(roles) });
export const memberSwitch = z.strictObject({ state: z.enum(["on", "off"]) });
export const secondFactorRoles = z.strictObject({ roles: z.array(z.enum(roles)).max(roles.length) });

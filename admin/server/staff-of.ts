import type { FastifyRequest } from "fastify";
import type { Staff } from "#core/conversations/staff-turn.ts";
import { may } from "#core/team/may.ts";
import { askerOfRoute } from "./guard.ts";

/** Who asks, as a member who acts in conversations. */
export function staffOf(request: FastifyRequest): Staff {
	const { id, role } = askerOfRoute(request);
	return { id, leads: may(role, "lead-team") };
}

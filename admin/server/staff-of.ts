import type { FastifyRequest } from "fastify";
import type { Staff } from "#core/conversations/staff-turn.ts";
import { askerOfRoute } from "./guard.ts";

/** Who asks, as a member who acts in conversations. */
export function staffOf(request: FastifyRequest): Staff {
	const { id, can } = askerOfRoute(request);
	return { id, leads: can("lead-team") };
}

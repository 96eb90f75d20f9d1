import { z } from "zod";
import { type BackDoor, clockRoutes, faultRoutes, openBackDoor, type Routes, route } from "../back-door.ts";
import type { OpenAiStandin } from "./server.ts";

/** The back door, for a stand-in in a process of its own: script answers and faults, move the clock, read the journal. */
export function controlDoor(standin: OpenAiStandin): BackDoor {
	return openBackDoor(routesOf(standin));
}

function routesOf(standin: OpenAiStandin): Routes {
	return {
		"POST script": route(z.array(answers), (script) => standin.script(...script)),
		"POST obey": route(z.strictObject({ on: z.boolean().default(true) }), ({ on }) => standin.obey(on)),
		"GET journal": () => ({ calls: standin.calls, violations: standin.violations }),
		...faultRoutes(standin.faults),
		...clockRoutes(standin.clock),
	};
}

const answers = z.union([
	z.object({ says: z.string() }),
	z.object({ calls: z.array(z.object({ name: z.string(), arguments: z.string() })) }),
]);

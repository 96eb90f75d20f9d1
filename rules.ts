import { parseCap } from "#core/delivery/caps.ts";
import type { Channel } from "#core/delivery/channel.ts";
import type { PlannerRules } from "#core/delivery/plan.ts";
import { parseQuietHours } from "#core/delivery/quiet-hours.ts";
import type { SendingRules } from "#core/delivery/sending-rules.ts";
import type { FlowFolder } from "#core/flows/keep-folder.ts";
import { milliseconds, writtenRules } from "#core/flows/sending-rules.ts";

/** What the planner goes by, of the flow files as they are now. */
export function plannerRules(folder: FlowFolder, channels: readonly Channel[]): PlannerRules {
	const { caps, live } = sendingRules(folder, "UTC");
	const { nationwide, money, familyOf } = writtenRules(folder.loaded().book, folder.current());
	return {
		...{ caps, live, nationwide, familyOf },
		...money,
		length: milliseconds,
		windowHours: (name) => channels.find((channel) => channel.name === name)?.abilities.windowHours,
	};
}

/** What the outbox asks again when a row is claimed. `zone` is the shop's. */
export function sendingRules(folder: FlowFolder, zone: string): SendingRules {
	const written = writtenRules(folder.loaded().book, folder.current());
	return {
		zone,
		live: written.live,
		nationwide: written.nationwide,
		caps: written.caps.flatMap((cap) => parseCap(cap) ?? []),
		of(flow) {
			const { quiet, urgent } = written.of(flow);
			const hours = quiet ? parseQuietHours(quiet) : undefined;
			return { urgent, ...(hours && { quiet: hours }) };
		},
	};
}

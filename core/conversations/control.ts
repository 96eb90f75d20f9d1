import type { Control } from "#core/flows/talk.ts";

/** The columns in which a conversation keeps who may speak. */
export type ControlColumns = {
	readonly control: Control["by"];
	readonly holder_id: string | null;
	readonly control_since: Date;
	readonly parked_until: Date | null;
	readonly promise_id: string | null;
	readonly team: string | null;
	readonly ask_reason: string | null;
	readonly meanwhile: string | null;
};

/** Who may speak, from the conversation's row. */
export function readControl(row: ControlColumns): Control {
	switch (row.control) {
		case "bot":
			return { by: "bot" };
		case "asked":
			return {
				by: "asked",
				since: row.control_since,
				team: row.team ?? "",
				reason: row.ask_reason ?? "",
				meanwhile: row.meanwhile === "bot" ? "bot" : "silence",
			};
		case "human":
			return { by: "human", holder: row.holder_id ?? "", since: row.control_since };
		case "parked":
			return {
				by: "parked",
				holder: row.holder_id ?? "",
				until: row.parked_until ?? row.control_since,
				promise: row.promise_id ?? "",
			};
	}
}

/** The same, to be written. */
export function controlColumns(control: Control, now: Date): ControlColumns {
	return {
		control: control.by,
		holder_id: "holder" in control ? control.holder : null,
		control_since: "since" in control ? control.since : now,
		parked_until: control.by === "parked" ? control.until : null,
		promise_id: control.by === "parked" ? control.promise : null,
		team: control.by === "asked" ? control.team : null,
		ask_reason: control.by === "asked" ? control.reason : null,
		meanwhile: control.by === "asked" ? control.meanwhile : null,
	};
}

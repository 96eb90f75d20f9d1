import pg from "pg";

/** A node of a plan as it was run. */
export type PlanNode = {
	readonly "Node Type": string;
	readonly "Relation Name"?: string;
	readonly "Index Name"?: string;
	readonly "Actual Rows"?: number;
	readonly "Actual Loops"?: number;
	readonly "Rows Removed by Filter"?: number;
	readonly "Rows Removed by Index Recheck"?: number;
	readonly "Shared Hit Blocks"?: number;
	readonly "Shared Read Blocks"?: number;
	readonly "Actual Total Time"?: number;
	readonly Plans?: readonly PlanNode[];
};

export type Plan = { readonly text: string; readonly root: PlanNode };

/** Plans of what was asked since the last look, as they were run: of written statements and of Prisma's alike. */
export type Plans = { taken(): readonly Plan[] };

/** The address under which the server tells a plan of each statement, with what was read, as a notice to whoever asked. */
export function tellingPlans(url: string): string {
	const address = new URL(url);
	const settings = ["timezone=UTC", "session_preload_libraries=auto_explain", ...TELLING];
	address.searchParams.set("options", settings.map((setting) => `-c ${setting}`).join(" "));
	return address.href;
}

const TELLING = ["log_min_duration=0", "log_level=notice", "log_analyze=on", "log_buffers=on", "log_format=json"].map(
	(setting) => `auto_explain.${setting}`,
);

/** Hears the notices of each connection that is opened from now on: Prisma's adapter hands its own to nobody. */
export function hearPlans(): Plans {
	let heard: Plan[] = [];
	const connect: (this: pg.Client, ...values: unknown[]) => unknown = pg.Client.prototype.connect;
	pg.Client.prototype.connect = function listening(this: pg.Client, ...values: never[]) {
		this.on("notice", ({ message = "" }) => {
			if (!message.includes("plan:\n")) return;
			const { "Query Text": text, Plan: root } = JSON.parse(message.slice(message.indexOf("{")));
			heard.push({ text, root });
		});
		return connect.apply(this, values);
	} as typeof pg.Client.prototype.connect;
	return {
		taken() {
			const taken = heard;
			heard = [];
			return taken;
		},
	};
}

import type { FlowState } from "#admin/contract/flows.ts";

/** How a flow stands: a mistake in its file comes first, since somebody has to mend it. */
export function flowState({
	paused,
	loaded,
	problems,
}: {
	paused: boolean;
	/** A good version of it is in use. */
	loaded: boolean;
	problems: readonly { readonly severity: string }[];
}): FlowState {
	if (!loaded) return "off";
	if (problems.some(({ severity }) => severity === "error")) return "broken";
	return paused ? "paused" : "live";
}

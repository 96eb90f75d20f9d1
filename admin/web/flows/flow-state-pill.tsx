import type { FlowState } from "#admin/contract/flows.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import type { Word } from "../words.ts";

const SHOWN: Record<FlowState, { readonly word: Word; readonly tone: "good" | "warn" | "bad" }> = {
	live: { word: "flowLive", tone: "good" },
	paused: { word: "paused", tone: "warn" },
	broken: { word: "flowBroken", tone: "bad" },
	off: { word: "flowOff", tone: "bad" },
};

/** How a flow stands, in a word. */
export function FlowStatePill({ state }: { state: FlowState }) {
	const { t } = useSpeech();
	const { word, tone } = SHOWN[state];
	return <Pill tone={tone}>{t(word)}</Pill>;
}

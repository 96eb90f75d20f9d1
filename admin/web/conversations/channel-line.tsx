import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { channelLine } from "#admin/contract/sending.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";

/** Over the composer: where a reply goes and why, how long free text is taken there, what was agreed to, what it costs. */
export function ChannelLine({ conversationId, channel }: { conversationId: string; channel: string | null }) {
	const { t, name } = useSpeech();
	const line = useQuery({
		queryKey: ["thread", conversationId, "channels"],
		queryFn: () => get(`/api/conversations/${conversationId}/channels`, channelLine),
	});
	if (!line.data) return null;
	const { preferred, channels } = line.data;
	const here = channels.find((one) => one.channel === channel) ?? channels[0];
	if (!here) return <p className="channel-line">{t("noChannel")}</p>;
	return (
		<p className="channel-line">
			{/* The reason names the channel. */}
			{preferred?.channel === here.channel ? <span>{preferred.why}</span> : <strong>{name(here.channel)}</strong>}
			<Marks state={here} />
			{preferred && preferred.channel !== here.channel && (
				<small>
					{t("prefers")}: {preferred.why}
				</small>
			)}
		</p>
	);
}

function Marks({ state }: { state: z.infer<typeof channelLine>["channels"][number] }) {
	const { t, when } = useSpeech();
	return (
		<>
			{!state.reachable && <Pill tone="bad">{t("unreachableHere")}</Pill>}
			{!state.working && <Pill tone="bad">{t("accountDown")}</Pill>}
			{state.window.state === "open" && (
				<Pill>
					{t("windowUntil")} {when(state.window.until)}
				</Pill>
			)}
			{state.window.state === "closed" && <Pill tone="warn">{t("windowClosed")}</Pill>}
			{state.cost === "template" && <Pill tone="warn">{t("costsTemplate")}</Pill>}
			<Pill tone={state.advertising ? "good" : "plain"}>{t(state.advertising ? "adsAllowed" : "adsForbidden")}</Pill>
		</>
	);
}

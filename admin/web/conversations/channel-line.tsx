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

type ChannelState = z.infer<typeof channelLine>["channels"][number];

function Marks({ state }: { state: ChannelState }) {
	const { t } = useSpeech();
	return (
		<>
			{!state.reachable && <Pill tone="bad">{t("unreachableHere")}</Pill>}
			{!state.working && <Pill tone="bad">{t("accountDown")}</Pill>}
			{state.window.state === "closed" && <Pill tone="warn">{t("windowClosed")}</Pill>}
			<Cost state={state} />
			<Pill tone={state.advertising ? "good" : "plain"}>{t(state.advertising ? "adsAllowed" : "adsForbidden")}</Pill>
		</>
	);
}

/** As the send planner counts it; channels that never bill say nothing. */
function Cost({ state: { cost, window } }: { state: ChannelState }) {
	const { t, when, money } = useSpeech();
	// What the files give no price for is billed all the same.
	if (cost.is === "billed" && cost.service.minor === 0) return <Pill tone="warn">{t("costsSomething")}</Pill>;
	if (cost.is === "billed")
		return (
			<Pill tone="warn" title={`${t("costsMarketing")} ${money(cost.marketing)}`}>
				{t("costsTemplate")} {money(cost.service)}
			</Pill>
		);
	if (!cost.until) return null;
	return (
		<Pill>
			{t(window.state === "open" ? "freeInWindow" : "freeTemplate")} {when(cost.until)}
		</Pill>
	);
}

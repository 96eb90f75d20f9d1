import { useQuery } from "@tanstack/react-query";
import { type ChannelView, channels } from "#admin/contract/channels.ts";
import { get } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Empty, Loaded, Pill } from "../states.tsx";
import { ChannelReports } from "./channel-reports.tsx";
import { LinkedPhone } from "./linked-phone.tsx";

/** The shop's accounts at the messengers: how each stands, and what a person has to do. */
export function Channels() {
	const { t } = useSpeech();
	const found = useQuery({ queryKey: ["channels"], queryFn: () => get("/api/channels", channels) });
	return (
		<Loaded query={found}>
			{(accounts) => (
				<section className="screen">
					<header>
						<h1>{t("channels")}</h1>
					</header>
					{accounts.length === 0 && <Empty>{t("noChannels")}</Empty>}
					<div className="panels">
						{accounts.map((account) => (
							<Account key={account.id} account={account} />
						))}
					</div>
					{accounts.length > 0 && <ChannelReports />}
				</section>
			)}
		</Loaded>
	);
}

function Account({ account }: { account: ChannelView }) {
	const { t, name, when } = useSpeech();
	const { id, channel, state, detail, since, heardAt, linking } = account;
	return (
		<section className="panel channel">
			<h2>{name(channel)}</h2>
			<p className="line">
				<span className="faint">{id}</span>
				{!linking && <Pill tone={state === "ok" ? "good" : "bad"}>{name(state)}</Pill>}
			</p>
			{!linking && detail && <p className="faint">{detail}</p>}
			{linking && <LinkedPhone account={account} linking={linking} />}
			<p className="faint">
				{since && `${t("sinceWhen")} ${when(since)} · `}
				{heardAt ? `${t("lastHeard")} ${when(heardAt)}` : t("neverHeard")}
			</p>
		</section>
	);
}

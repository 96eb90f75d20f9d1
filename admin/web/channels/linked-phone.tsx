import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import type { ChannelView, LinkingView, linkingWish } from "#admin/contract/channels.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Pill } from "../states.tsx";
import type { Word } from "../words.ts";
import { QrCode } from "./qr-code.tsx";

type Wish = z.infer<typeof linkingWish>;

const STATE: Record<LinkingView["state"], { word: Word; tone: "good" | "warn" | "bad" }> = {
	starting: { word: "linkStarting", tone: "warn" },
	scan: { word: "linkScan", tone: "bad" },
	linked: { word: "linkLinked", tone: "good" },
	away: { word: "linkAway", tone: "warn" },
	stopped: { word: "linkStopped", tone: "bad" },
	banned: { word: "linkBanned", tone: "bad" },
};

/** A phone that is linked like a computer: its state, the codes to link it by, and the risk in plain words. */
export function LinkedPhone({ account, linking }: { account: ChannelView; linking: LinkingView }) {
	const { t, when, trouble } = useSpeech();
	const wishing = useMutation({
		mutationFn: (wish: Wish) => send("POST", `/api/channels/${encodeURIComponent(account.id)}/wish`, wish),
	});
	const { word, tone } = STATE[linking.state];
	return (
		<div className="linked">
			<p className="line">
				<span role="status">
					<Pill tone={tone}>{t(word)}</Pill>
				</span>
				{linking.state === "linked" && <strong>+{linking.number}</strong>}
			</p>
			{"why" in linking && <p className="faint">{linking.why}</p>}
			{linking.state === "scan" && <Scan linking={linking} wishing={wishing} />}
			{linking.state === "linked" && <LogOut wishing={wishing} />}
			{(linking.state === "stopped" || linking.state === "banned" || linking.state === "away") && (
				<button type="button" disabled={wishing.isPending} onClick={() => wishing.mutate({ wish: "again" })}>
					{t("again")}
				</button>
			)}
			{wishing.isError && <p role="alert">{trouble(wishing.error)}</p>}
			<p className="notice">{t("linkUnofficial")}</p>
			<p className="faint">
				{t("linkWarmUp")}
				{account.linkedAt && ` ${t("linkedFirst")} ${when(account.linkedAt)}.`}
			</p>
		</div>
	);
}

type Wishing = { readonly isPending: boolean; mutate(wish: Wish): void };

function Scan({ linking, wishing }: { linking: Extract<LinkingView, { state: "scan" }>; wishing: Wishing }) {
	const { t } = useSpeech();
	const [phone, setPhone] = useState("");
	const digits = phone.replace(/\D/g, "");
	return (
		<>
			<p>{t("linkHow")}</p>
			<QrCode text={linking.qr} label={t("linkQr")} />
			{linking.code ? (
				<p>
					{t("linkCode")} <strong className="pairing">{`${linking.code.slice(0, 4)}-${linking.code.slice(4)}`}</strong>
				</p>
			) : (
				<form
					className="by-number"
					onSubmit={(event) => {
						event.preventDefault();
						wishing.mutate({ wish: "code", phone: digits });
					}}
				>
					<label>
						{t("linkByCode")}
						<input
							type="tel"
							autoComplete="tel"
							value={phone}
							placeholder="+7 999 123-45-67"
							onChange={(event) => setPhone(event.target.value)}
						/>
					</label>
					<button type="submit" disabled={wishing.isPending || digits.length < 7 || digits.length > 15}>
						{t("linkGetCode")}
					</button>
				</form>
			)}
		</>
	);
}

/** The customers' chats stay; the phone is asked for a scan before anything is heard or sent again. So it is asked twice. */
function LogOut({ wishing }: { wishing: Wishing }) {
	const { t } = useSpeech();
	const [asks, setAsks] = useState(false);
	if (!asks)
		return (
			<button type="button" className="quiet" onClick={() => setAsks(true)}>
				{t("linkEnd")}
			</button>
		);
	return (
		<p className="line">
			<span>{t("linkEndSure")}</span>
			<button type="button" disabled={wishing.isPending} onClick={() => wishing.mutate({ wish: "log-out" })}>
				{t("linkEnd")}
			</button>
			<button type="button" className="quiet" onClick={() => setAsks(false)}>
				{t("linkKeep")}
			</button>
		</p>
	);
}

import { Link } from "wouter";
import type { RehearsalResult } from "#admin/contract/rehearsal.ts";
import { useSpeech } from "../language.tsx";

/** The flow would have concerned nobody: why, and what would change that. */
export function Nobody({ nobody }: { nobody: NonNullable<RehearsalResult["nobody"]> }) {
	const { t, name } = useSpeech();
	const events = "events" in nobody ? nobody.events.map((event) => `«${name(event)}»`).join(", ") : "";
	return (
		<div className="state nobody">
			<p>
				<strong>{t("rehearsalNobody")}</strong>
			</p>
			<p>
				{t(`nobody_${nobody.why}`)} {events}
				{nobody.why === "unwanted" && ` · ${nobody.happened}`}
			</p>
			<p className="faint">{t(`remedy_${nobody.why}`)}</p>
			{nobody.why === "no-chats" && (
				<Link href="/channels" className="button">
					{t("channels")}
				</Link>
			)}
		</div>
	);
}

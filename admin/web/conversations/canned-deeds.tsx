import type { z } from "zod";
import type { cannedReply } from "#admin/contract/conversations.ts";
import { useSpeech } from "../language.tsx";
import { useTeam } from "../presence/use-team.ts";
import { Pill } from "../states.tsx";

type Canned = z.infer<typeof cannedReply>;

/** Whether it does more than answer. */
export function doesMore({ does }: Canned): boolean {
	return does.close || does.passTo !== null || does.note !== null || does.tags.length + does.untags.length > 0;
}

/** What a macro does beside answering, before anybody presses it. */
export function CannedDeeds({ does }: Pick<Canned, "does">) {
	const { t } = useSpeech();
	const team = useTeam();
	return (
		<p className="pills">
			{does.tags.map((tag) => (
				<Pill key={`+${tag}`} tone="good">
					+ {tag}
				</Pill>
			))}
			{does.untags.map((tag) => (
				<Pill key={`-${tag}`}>− {tag}</Pill>
			))}
			{does.passTo && <Pill tone="info">→ {team.data?.teams[does.passTo] ?? does.passTo}</Pill>}
			{does.note && (
				<Pill tone="warn">
					{t("noteMode")}: {does.note}
				</Pill>
			)}
			{does.close && <Pill tone="info">{t("closeIt")}</Pill>}
		</p>
	);
}

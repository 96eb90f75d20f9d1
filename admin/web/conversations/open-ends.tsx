import type { z } from "zod";
import type { packet } from "#admin/contract/conversations.ts";
import { keyed } from "../keyed.ts";
import { useSpeech } from "../language.tsx";
import { useMay } from "../session/behind-the-counter.tsx";
import { Pill } from "../states.tsx";

/** What a person has begun and the bot cannot end: answered, passed on, or dropped by a lead. */
export function OpenEnds({ ends, force, drop }: OpenEndsParts) {
	const { t } = useSpeech();
	const leads = useMay("lead-team");
	if (ends.length === 0) return null;
	return (
		<fieldset className="open-ends">
			<legend>{t("openEnds")}</legend>
			<ul className="plain">
				{keyed(ends, ({ kind, id, text }) => `${kind} ${id} ${text}`).map(({ key, item: { kind, text } }) => (
					<li key={key}>
						<Pill tone="warn">{t(KINDS[kind])}</Pill> {text}
					</li>
				))}
			</ul>
			{leads ? (
				<label className="tick">
					<input type="checkbox" checked={force} onChange={({ target }) => drop(target.checked)} />
					{t("dropOpenEnds")}
				</label>
			) : (
				<p className="faint">{t("openEndsHint")}</p>
			)}
		</fieldset>
	);
}

const KINDS = { question: "endQuestion", promise: "endPromise", planned: "endPlanned" } as const;

type OpenEndsParts = {
	readonly ends: z.infer<typeof packet>["openEnds"];
	readonly force: boolean;
	readonly drop: (force: boolean) => void;
};

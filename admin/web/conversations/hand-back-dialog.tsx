import { useState } from "react";
import type { z } from "zod";
import type { packet } from "#admin/contract/conversations.ts";
import { send } from "../api.ts";
import { useSpeech } from "../language.tsx";
import { Loaded } from "../states.tsx";
import { ActForm } from "./act-form.tsx";
import type { DialogParts } from "./dialogs.tsx";
import { FactFields } from "./fact-fields.tsx";
import { OpenEnds } from "./open-ends.tsx";
import { ResumeField } from "./resume-field.tsx";
import { useAct } from "./use-act.ts";
import { usePacket } from "./use-packet.ts";

/** The packet: where the bot goes on, what has changed, one line for the next reader, and what is still open. */
export function HandBackDialog(parts: DialogParts) {
	const packet = usePacket(parts.conversation.id);
	return <Loaded query={packet}>{(filled) => <Packet key={filled.lease} {...parts} filled={filled} />}</Loaded>;
}

function Packet({ conversation: { id }, close, filled }: DialogParts & { filled: z.infer<typeof packet> }) {
	const { t } = useSpeech();
	const { waiting } = filled.resume;
	const [resume, setResume] = useState(waiting ? "waiting" : "menu");
	const [facts, setFacts] = useState<Readonly<Record<string, string>>>({});
	const [brief, setBrief] = useState("");
	const [force, drop] = useState(false);
	const acting = useAct(id, {
		act: () =>
			send("POST", `/api/conversations/${id}/hand-back`, {
				...{ lease: filled.lease, force, resume: placeOf(resume) },
				facts: changedFacts(filled.facts, facts),
				...(brief.trim() && { brief }),
			}),
		done: close,
		quiet: true,
	});
	return (
		<ActForm
			title={t("handBack")}
			does={t("handBack")}
			danger={force}
			isReady={filled.openEnds.length === 0 || force}
			{...{ acting, close }}
		>
			<OpenEnds ends={filled.openEnds} force={force} drop={drop} />
			<ResumeField resume={filled.resume} value={resume} change={setResume} />
			<FactFields facts={filled.facts} values={facts} change={setFacts} />
			<label>
				{t("brief")}
				<input value={brief} maxLength={300} onChange={({ target }) => setBrief(target.value)} />
			</label>
		</ActForm>
	);
}

/** `waiting`, `menu`, `step:address`, `flow:order`. */
function placeOf(chosen: string) {
	const [at, which = ""] = chosen.split(/:(.*)/s);
	if (at === "step") return { at, step: which };
	return at === "flow" ? { at, flow: which } : { at };
}

/** Only what was changed, each as the kind of value that it was. */
function changedFacts(facts: z.infer<typeof packet>["facts"], typed: Readonly<Record<string, string>>) {
	return Object.fromEntries(
		facts.flatMap(({ variable, was, label }) => {
			const now = typed[variable]?.trim();
			if (now === undefined || now === String(was ?? label)) return [];
			const number = typeof was === "number" ? Number(now.replace(",", ".")) : Number.NaN;
			return [[variable, Number.isFinite(number) ? number : now] as const];
		}),
	);
}

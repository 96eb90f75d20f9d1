import { z } from "zod";
import type { TimelineEntry } from "#admin/contract/customers.ts";
import type { Speech } from "../speech.ts";

/** What an entry of the diary says beyond its name, for a person: never ids, never fields by their names in code. */
export function describeEntry({ name, data }: TimelineEntry, speech: Speech): string {
	const facts = known.parse(data);
	if (facts.order) return `№ ${facts.order.number} · ${speech.money({ ...facts.order, minor: facts.order.total })}`;
	return TOLD[name]?.(facts, speech) ?? speech.name(TELLING.map((part) => facts[part]).find(Boolean) ?? "");
}

type Facts = z.infer<typeof known>;

const TOLD: Partial<Record<string, (facts: Facts, speech: Speech) => string>> = {
	"search.made": ({ words, found }, { t }) => `«${words ?? ""}» · ${t("found")} ${found ?? 0}`,
	"cart.changed": ({ count }, { t }) => `${count ?? 0} ${t("pieces")}`,
	"flow.started": ({ flow }, speech) => speech.flow(flow ?? ""),
	"flow.ended": ({ flow, outcome, reason }, speech) =>
		[speech.flow(flow ?? ""), speech.name(outcome ?? ""), reason].filter(Boolean).join(" · "),
	"stage.reached": ({ stage }, speech) => speech.stage(stage ?? ""),
	"control.changed": ({ from, to }, { name }) => `${name(from ?? "")} → ${name(to ?? "")}`,
	"profile.changed": ({ field, was }, { name, t }) =>
		[name(field ?? ""), was && `${t("factWas")} ${was}`].filter(Boolean).join(" · "),
	// Which question it answers: nps, order, csat.
	"feedback.given": ({ kind, score }, { name }) => [name(kind ?? ""), score].filter((part) => part != null).join(" · "),
	"message.reacted": ({ emojis }) => (emojis ?? []).join(" "),
};

/** Of the other entries the first of these that is there. */
const TELLING = ["title", "label", "tag", "field", "purpose", "channel"] as const;

/** The parts that are told; an entry of an older shape is told by its name alone. */
const text = z.string().nullish().catch(null);
const known = z.object({
	order: z
		.object({ number: z.coerce.string(), total: z.number(), currency: z.string().length(3) })
		.optional()
		.catch(undefined),
	emojis: z.array(z.string()).optional().catch(undefined),
	found: z.number().optional().catch(undefined),
	count: z.number().optional().catch(undefined),
	score: z.number().nullish().catch(null),
	kind: text,
	words: text,
	title: text,
	label: text,
	tag: text,
	field: text,
	was: text,
	purpose: text,
	channel: text,
	flow: text,
	outcome: text,
	reason: text,
	stage: text,
	from: text,
	to: text,
});

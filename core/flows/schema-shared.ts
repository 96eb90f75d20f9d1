import { z } from "zod";

/**
 * What a leaf of a flow file holds. Whatever walks a file together with its schema (checker, hashes, `fix`, text ids)
 * decides by this word, never by the name of a key: a split's variant called `short` is no label.
 */
export type Lang =
	| "action"
	| "budget"
	| "cap"
	| "channel"
	| "clock"
	| "duration"
	| "each"
	| "event"
	| "field"
	| "flow"
	| "formula"
	| "handler"
	| "id"
	| "label"
	| "note"
	| "offer"
	| "outcome"
	| "phrase"
	| "plain"
	| "reason"
	| "segment"
	| "share"
	| "stage"
	| "step"
	| "steps"
	| "team"
	| "template"
	| "text"
	| "type"
	| "value"
	| "variable"
	| "window"
	| "words";

declare module "zod" {
	interface GlobalMeta {
		lang?: Lang;
		/**
		 * The leaf is wording: an edit reaches running dialogs (§12). `true` leaves a mark in the logic hash, as an
		 * `optional:` that comes or goes is a change of logic; `"omit"` leaves nothing, as a first synonym is not.
		 */
		wording?: true | "omit";
		/** Running dialogs do not read it: left out of the logic hash. */
		apart?: true;
		/** The word that a value written short stands for: `ok: Верно` is `ok: {label: Верно}`. */
		shorthand?: string;
		/** What a formula must give. */
		yields?: "yesno" | "list" | "any";
		/** The order of this map's keys counts. */
		ordered?: true;
		/** For leaves whose value begins with `=` when it is a formula. */
		ids?: "dashed" | "underscored";
		/** What a person is told to write where something else stands. */
		instead?: string;
	}
}

/** How nested steps appear: in full for editors, or as a leaf that the checker takes up by itself. */
export type Steps = z.ZodType;

/** A Liquid text for customers. */
export const text = () => z.string().meta({ lang: "text", wording: true });
/** A text whose presence does not change what the engine does. */
export const sideText = () => z.string().meta({ lang: "text", wording: "omit" });
/** A label of a button or an option. */
export const label = () => z.string().meta({ lang: "label", wording: true });
/** Words for colleagues; no Liquid. */
export const words = () => z.string().meta({ lang: "words", wording: "omit" });
/** A Liquid text for colleagues. */
export const note = () => z.string().meta({ lang: "note", wording: "omit" });
/** Phrases and synonyms that customers write. */
export const phrases = (is: "says" | "also" = "says") =>
	z
		.array(z.string().meta({ lang: "phrase" }))
		.min(1)
		.meta({
			wording: "omit",
			description: is === "says" ? "Phrases that the customer writes" : "Other words for this option",
		});

export const formula = (yields: "yesno" | "list" | "any" = "any") =>
	z.union([z.string(), z.number(), z.boolean()]).meta({ lang: "formula", yields });
/** A picture or a file: a formula, and wording. */
export const media = () => z.string().meta({ lang: "formula", yields: "any", wording: "omit" });
/** A literal, a Liquid text, or a formula behind `=`. */
export const value = () => z.unknown().meta({ lang: "value" });

const UNITS =
	"s|m|h|d|w|sec|secs|second|seconds|min|mins|minute|minutes|hour|hours|day|days|week|weeks" +
	"|сек|секунда|секунды|секунд|мин|минута|минуты|минуту|минут|ч|час|часа|часов|д|день|дня|дней|нед|неделя|неделю|недели|недель";
export const duration = () =>
	z
		.string()
		.regex(new RegExp(`^\\d+ ?(?:${UNITS})$`))
		.meta({ lang: "duration", description: "A length of time: 30m, 2h, 3 days, 3 дня" });
export const share = () =>
	z
		.string()
		.regex(/^\d+(\.\d+)?%$/)
		.meta({ lang: "share", description: "A share: 10%" });
/** `"11:00"`. */
export const clock = () =>
	z
		.string()
		.regex(/^([01]?\d|2[0-3]):[0-5]\d$/)
		.meta({ lang: "clock", description: 'A time of the day: "11:00"' });
/** `21:00-10:00`. */
export const hours = () =>
	z
		.string()
		.regex(/^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-4]):[0-5]\d$/)
		.meta({ lang: "window", description: "From and to: 21:00-10:00" });

export const DASHED = /^[a-z][a-z0-9-]{0,39}$/;
export const UNDERSCORED = /^[a-z][a-z0-9_]{0,39}$/;
export const VARIABLE = /^[\p{L}_][\p{L}\p{N}_]{0,39}$/u;

/** The name of a flow, segment, offer, split, family or team where it is given. */
export const dashedId = () => z.string().regex(DASHED).meta({ lang: "id", ids: "dashed" });
/** The name of a step, option, outcome, … where it is given. */
export const underscoredId = () => z.string().regex(UNDERSCORED).meta({ lang: "id", ids: "underscored" });

/** A name of something that stands elsewhere. */
export const reference = (lang: Lang) => z.string().meta({ lang });
export const outcome = () => z.string().regex(UNDERSCORED).meta({ lang: "outcome" });
/** An id of `_reasons.yaml`, or a formula behind `=`. */
export const reason = () => z.string().meta({ lang: "reason", description: "A word of _reasons.yaml, or =formula" });
export const stage = () => z.string().meta({ lang: "stage", apart: true, description: "A stage of _stages.yaml" });

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const PURPOSES = ["transactional", "service", "marketing"] as const;

/** Whether the flow is on this channel told differently. */
export const onTelegram = () =>
	z.strictObject({ text: sideText().optional(), image: media().optional(), skip: z.boolean().optional() });
export const onWhatsapp = () =>
	z.strictObject({
		text: sideText().optional(),
		image: media().optional(),
		template: z.string().meta({ lang: "template", description: "The name of an approved template" }).optional(),
		params: z.array(value()).optional(),
		skip: z.boolean().optional(),
	});

export const silence = (steps: Steps) =>
	z
		.strictObject({ after: duration(), nudge: text().optional(), steps: steps.optional() })
		.meta({ description: "What happens when the customer does not answer" });

export const goal = () =>
	z.strictObject({ event: reference("event"), if: formula("yesno").optional(), within: duration().optional() });

/** Channels as `send.channel` names them. */
export const channels = () => {
	const one = z
		.enum(["preferred", "last_active", "telegram", "whatsapp", "linked-phone", "console"])
		.meta({ lang: "channel" });
	return z.union([one, z.array(one).min(1)]);
};

export const sendRules = () =>
	z.strictObject({
		channel: channels().optional(),
		quiet: hours().optional(),
		stale: duration().optional(),
		spread: duration().optional(),
		urgent: z.boolean().optional(),
	});

/** The rows of an offer, in its own file or replaced by a step. */
export const offerRows = () =>
	z
		.array(
			z.strictObject({
				if: formula("yesno").optional(),
				title: sideText().optional(),
				give: z.strictObject({
					discount: z.union([share(), z.number().positive()]).optional(),
					gift: words().optional(),
					free_delivery: z.literal(true).optional(),
					points: z.number().int().positive().optional(),
					membership: z.string().meta({ lang: "plain" }).optional(),
				}),
			}),
		)
		.min(1);

import { z } from "zod";
import { instant, typedText } from "./shared.ts";

export const roles = ["owner", "lead", "operator", "marketer", "cashier", "observer"] as const;

/** What somebody may do here; the words of core/team/may.ts. */
export const acts = [
	"read-conversations",
	"write-to-customers",
	"write-notes",
	"lead-team",
	"read-customers",
	"see-phones",
	"read-orders",
	"move-orders",
	"serve-counter",
	"read-flows",
	"pause-flows",
	"apply-flows",
	"read-reports",
	"see-money",
	"read-health",
	"mend-health",
	"link-phones",
	"erase-people",
	"read-events",
	"read-audit",
	"manage-team",
	"manage-keys",
	"move-demo-clock",
] as const;
export type ActName = (typeof acts)[number];

/** Who is signed in, what they may do, and where. */
export const session = z.object({
	member: z.object({
		id: z.string(),
		name: z.string(),
		email: z.string(),
		role: z.enum(roles),
		language: z.enum(["ru", "en"]),
		/** `missing`: the role must have one, and until then nothing else is open. */
		secondFactor: z.enum(["on", "off", "missing"]),
	}),
	/** Of what somebody has to hear on any screen; only those who can mend it are told. */
	troubles: z.array(z.enum(["webhooks-failed"])),
	/** What the screens offer; the server asks again. */
	may: z.array(z.enum(acts)),
	/** The shop's time, which the demo moves. */
	now: instant,
	/** What ids of the flow files mean, in the words of whoever wrote them. */
	titles: z.object({ stages: z.record(z.string(), z.string()), flows: z.record(z.string(), z.string()) }),
	shop: z.object({ name: z.string(), currency: z.string(), zone: z.string() }),
	/** The demo shop: phones to chat from, and a clock that can be moved. */
	demo: z.boolean(),
	/** An assistant proposes replies and summaries. */
	proposes: z.boolean(),
});
export type SessionView = z.infer<typeof session>;

/** First visit: the one-time token of the link that was printed, and the password to be. */
export const welcome = z.strictObject({
	token: z.string().min(10).max(200),
	email: z.email(),
	password: z.string().min(10).max(128),
	name: typedText(80).trim().min(1),
});
export type Welcome = z.infer<typeof welcome>;

export const languageChoice = z.strictObject({ language: z.enum(["ru", "en"]) });

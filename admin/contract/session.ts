import { z } from "zod";

export const roles = ["owner", "lead", "operator", "marketer", "cashier", "observer"] as const;

/** Who is signed in, and where. */
export const session = z.object({
	member: z.object({
		id: z.string(),
		name: z.string(),
		email: z.string(),
		role: z.enum(roles),
		language: z.enum(["ru", "en"]),
	}),
	shop: z.object({ name: z.string(), currency: z.string(), zone: z.string() }),
	/** The demo shop: phones to chat from, and a clock that can be moved. */
	demo: z.boolean(),
});
export type SessionView = z.infer<typeof session>;

/** First visit: the one-time token of the link that was printed, and the password to be. */
export const welcome = z.object({
	token: z.string().min(10),
	email: z.email(),
	password: z.string().min(10).max(128),
	name: z.string().trim().min(1).max(80),
});
export type Welcome = z.infer<typeof welcome>;

export const languageChoice = z.object({ language: z.enum(["ru", "en"]) });

import { z } from "zod";
import { dayNumber, isZone } from "#core/zoned-time.ts";
import { parsePhone } from "./parse-phone.ts";

/** A place as a customer gives it. */
export const address = z.object({
	text: z.string().trim().min(1).max(500),
	lat: z.number().min(-90).max(90).optional(),
	lon: z.number().min(-180).max(180).optional(),
	note: z.string().trim().max(500).optional(),
});
export type Address = z.output<typeof address>;

/** Fields of the profile that can be written, and what each takes. */
export function profileFields(country: string) {
	const name = z.string().trim().min(1).max(100);
	return {
		first_name: name,
		last_name: name,
		phone: z.string().transform((written, context) => {
			const phone = parsePhone(written, country);
			if (phone) return phone;
			context.addIssue("is no phone number");
			return z.NEVER;
		}),
		email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
		birthday: z
			.string()
			.refine((day) => dayNumber(day) !== undefined && day >= "1900-01-01", "is no day")
			.transform((day) => new Date(`${day}T00:00:00Z`)),
		language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
		zone: z.string().refine(isZone, "is no time zone"),
		city: name,
		likes: z.array(z.string().min(1).max(100)).max(100),
		last_address: address,
		said_channel: z.string().min(1).max(40),
		note: z.string().trim().max(2000),
	};
}

export type ProfileField = keyof ReturnType<typeof profileFields>;

import type { Health, HealthWords } from "../health.ts";
import type { Answer } from "./call.ts";

/** What the log says of each state. */
export const CLOUD_HEALTH: HealthWords = {
	ok: ["info", "WhatsApp serves us"],
	connecting: ["info", "Asking WhatsApp"],
	conflict: ["warn", "Somebody else receives this number's messages"],
	down: ["warn", "WhatsApp does not serve us; trying again"],
	unauthorized: ["error", "WhatsApp refuses this token or number: see WHATSAPP_TOKEN and WHATSAPP_PHONE_ID"],
};

/** What an answer says about the account. An unknown number, and a token without its rights, come as 400. */
export function reportAnswer(health: Health, answer: Answer): boolean {
	switch (answer.kind) {
		case "yes":
			health.report("ok");
			return true;
		case "no": {
			const isRefused = answer.status === 401 || answer.code === 190 || answer.code === 100 || answer.code === 10;
			health.report(isRefused ? "unauthorized" : "down", answer.reason);
			return false;
		}
		case "unsent":
		case "unanswered":
			health.report("down", answer.reason);
			return false;
	}
}

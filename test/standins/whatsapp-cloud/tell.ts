import type { GraphError } from "./graph-error.ts";
import type { Service } from "./service.ts";
import type { Delivery, DeliveryState, Template } from "./shapes.ts";
import type { Person } from "./world.ts";

/** Tells the program that a customer did something. `message` is a message's own part. */
export function tellMessage(service: Service, person: Person, message: Record<string, unknown>): void {
	service.webhook.tell({
		field: "messages",
		held: `message ${String(message.id)}`,
		value: {
			...common(service),
			contacts: [contactOf(person)],
			messages: [
				{
					...(person.hidesPhone ? {} : { from: person.waId }),
					from_user_id: person.bsuid,
					timestamp: seconds(service),
					...message,
				},
			],
		},
	});
}

/** Tells how a message of the business stands. Meta leaves "delivered" out where "read" follows at once. */
export function tellStatus(service: Service, delivery: Delivery, state: DeliveryState, error?: GraphError): void {
	const person = service.world.people.get(delivery.person);
	if (!person || service.omits(state)) return;
	service.webhook.tell({
		field: "messages",
		held: `status ${delivery.wamid} ${state}`,
		value: {
			...common(service),
			statuses: [
				{
					id: delivery.wamid,
					status: state,
					timestamp: seconds(service),
					...(person.hidesPhone ? {} : { recipient_id: person.waId }),
					recipient_user_id: person.bsuid,
					...(delivery.callbackData !== undefined && { biz_opaque_callback_data: delivery.callbackData }),
					...(state !== "failed" && { pricing: delivery.pricing }),
					...(error && { errors: [error.report] }),
				},
			],
		},
	});
}

/** Tells that a customer stopped the business's marketing in WhatsApp's own settings, or lets it through again. */
export function tellPreference(service: Service, person: Person): void {
	const value = person.stopped ? "stop" : "resume";
	service.webhook.tell({
		field: "user_preferences",
		held: `preference ${person.waId} ${value}`,
		value: {
			...common(service),
			contacts: [contactOf(person)],
			user_preferences: [
				{
					...(person.hidesPhone ? {} : { wa_id: person.waId }),
					user_id: person.bsuid,
					detail: `User requested to ${value} marketing messages`,
					category: "marketing_messages",
					value,
					timestamp: Number(seconds(service)),
				},
			],
		},
	});
}

/** Tells that a template was judged. */
export function tellTemplate({ webhook }: Service, { name, language, status }: Template): void {
	webhook.tell({
		field: "message_template_status_update",
		held: `template ${name} ${language} ${status}`,
		value: {
			event: status,
			message_template_id: 1,
			message_template_name: name,
			message_template_language: language,
			reason: "NONE",
		},
	});
}

function common({ facts }: Service) {
	return {
		messaging_product: "whatsapp",
		metadata: { display_phone_number: facts.phone, phone_number_id: facts.phoneId },
	};
}

function contactOf({ name, username, waId, bsuid, hidesPhone }: Person) {
	return {
		profile: { name, ...(username !== undefined && { username }) },
		...(hidesPhone ? {} : { wa_id: waId }),
		user_id: bsuid,
	};
}

function seconds({ clock }: Service): string {
	return String(Math.floor(clock.now() / 1000));
}

import { openFreeEntry, priceOf, windowIsOpen } from "./billing.ts";
import { checkMessage, type Fields } from "./check-message.ts";
import { fillTemplate, findTemplate } from "./fill-template.ts";
import {
	closedWindow,
	type GraphError,
	healthyEcosystem,
	marketingStopped,
	pairRateHit,
	rateHit,
	undeliverable,
	wrongValue,
} from "./graph-error.ts";
import { lookOf } from "./look.ts";
import type { Service } from "./service.ts";
import type { ChatMessage, Delivery, Template } from "./shapes.ts";
import { tellStatus } from "./tell.ts";
import type { Person } from "./world.ts";

/** `POST messages`: looks at it, then at whom it is for, and sends it on its way. Answers as Meta does, at once. */
export function sendMessage(service: Service, body: Fields): unknown {
	checkMessage(body);
	const { person, lost } = addressee(service, body);
	const hit = service.limitHit(person?.waId ?? String(body.to ?? body.recipient));
	if (hit) throw hit === "number" ? rateHit() : pairRateHit();
	const template = body.type === "template" ? findTemplate(service, body) : undefined;
	const filled = template && fillTemplate(template, body);
	if (!lost && person) refuseByWindow(service, person, template);
	refuseUnknownMedia(service, body);
	const wamid = service.nextWamid();
	if (person && !lost) begin(service, person, { body, wamid, template, text: filled });
	return {
		messaging_product: "whatsapp",
		contacts: [contactIn(body, person)],
		messages: [{ id: wamid, ...(template && { message_status: "accepted" }) }],
	};
}

function contactIn({ to, recipient }: Fields, person: Person | undefined) {
	if (to === undefined) return { input: recipient, user_id: recipient };
	return { input: to, wa_id: person?.waId ?? String(to).replace(/\D/g, "") };
}

/** A user id in `to` is taken for a phone: it gets its 200 and nobody ever sees it. */
function addressee(service: Service, { to, recipient }: Fields): { person: Person | undefined; lost: boolean } {
	if (to === undefined) {
		const person = service.world.byUserId(String(recipient));
		if (!person) throw wrongValue("recipient is not a known business-scoped user ID");
		return { person, lost: false };
	}
	const phone = String(to);
	if (/^[A-Z]{2}\./.test(phone)) {
		service.journal.violation({
			at: service.clock.now(),
			method: "POST messages",
			words: "a business-scoped user id in `to`: accepted, and never delivered",
		});
		return { person: undefined, lost: true };
	}
	const person = service.world.byPhone(phone);
	if (!person?.installed) throw undeliverable();
	return { person, lost: false };
}

function refuseByWindow({ clock }: Service, person: Person, template: Template | undefined): void {
	if (!template && !windowIsOpen(person, clock.now())) throw closedWindow();
	if (template?.category !== "MARKETING") return;
	if (person.stopped) throw marketingStopped();
	if (person.capped === "at once") throw healthyEcosystem();
}

function refuseUnknownMedia({ media, clock }: Service, body: Fields): void {
	for (const id of mediaIdsIn(body)) {
		if (!media.find(id, clock.now())) throw wrongValue(`Media ID ${id} is not valid`);
	}
}

function mediaIdsIn(value: unknown): string[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) =>
		MEDIA.has(key) && typeof part === "object" && part !== null && "id" in part && typeof part.id === "string"
			? [part.id]
			: mediaIdsIn(part),
	);
}

const MEDIA: ReadonlySet<string> = new Set(["image", "video", "document", "audio", "sticker"]);

type Sending = { body: Fields; wamid: string; template: Template | undefined; text: string | undefined };

function begin(service: Service, person: Person, { body, wamid, template, text }: Sending): void {
	const { clock, journal } = service;
	const now = clock.now();
	openFreeEntry(person, now);
	const callbackData = body.biz_opaque_callback_data;
	const delivery: Delivery = {
		wamid,
		person: person.waId,
		type: String(body.type ?? "text"),
		...(typeof callbackData === "string" && { callbackData }),
		pricing: priceOf(person, template, now),
		states: [],
	};
	journal.deliveries.set(wamid, delivery);
	advance(service, delivery, "sent");
	if (template?.category === "MARKETING" && person.capped === "after") {
		fail(service, delivery, healthyEcosystem());
		return;
	}
	// Somebody who blocked the business never learns of it, and the business never learns of that.
	if (person.blocked) return;
	const message = lookOf({ body, wamid, at: now, text, template });
	undelivered(service).push({ person, delivery, message });
	if (person.online) deliverAll(service, person);
}

interface Parcel {
	person: Person;
	delivery: Delivery;
	message: ChatMessage;
}

const waiting = new WeakMap<Service, Parcel[]>();

function undelivered(service: Service): Parcel[] {
	const parcels = waiting.get(service) ?? [];
	waiting.set(service, parcels);
	return parcels;
}

/** The person's telephone is on: what waited is shown. */
export function deliverAll(service: Service, person: Person): void {
	const own = undelivered(service).filter((parcel) => parcel.person === person);
	waiting.set(
		service,
		undelivered(service).filter((parcel) => parcel.person !== person),
	);
	for (const { delivery, message } of own) show(service, person, delivery, message);
}

function show(service: Service, person: Person, delivery: Delivery, message: ChatMessage): void {
	const { clock, journal } = service;
	const at = clock.now();
	if (delivery.type === "reaction") {
		const target = person.chat.find(({ wamid }) => wamid === message.context);
		if (!target) {
			fail(service, delivery, wrongValue("Message id is not valid"));
			return;
		}
		if (message.text === "") delete target.reactions.business;
		else target.reactions.business = message.text;
		journal.sight({ at, person: person.waId, kind: "reaction", wamid: target.wamid, emoji: message.text });
	} else {
		person.chat.push(message);
		journal.sight({ at, person: person.waId, kind: "message", message });
	}
	journal.bills.push({ at, wamid: delivery.wamid, pricing: delivery.pricing });
	advance(service, delivery, "delivered");
	if (person.reads && delivery.type !== "reaction") advance(service, delivery, "read");
}

/** The person looks at the chat: everything delivered is read. */
export function readAll(service: Service, person: Person): void {
	for (const delivery of service.journal.deliveries.values()) {
		const last = delivery.states.at(-1)?.state;
		if (delivery.person === person.waId && last === "delivered" && delivery.type !== "reaction") {
			advance(service, delivery, "read");
		}
	}
}

function fail(service: Service, delivery: Delivery, error: GraphError): void {
	delivery.error = { code: error.code };
	advance(service, delivery, "failed", error);
}

function advance(
	service: Service,
	delivery: Delivery,
	state: Delivery["states"][number]["state"],
	error?: GraphError,
): void {
	delivery.states.push({ state, at: service.clock.now() });
	tellStatus(service, delivery, state, error);
	service.journal.happen({ kind: "receipt", at: service.clock.now(), person: delivery.person, wamid: delivery.wamid });
}

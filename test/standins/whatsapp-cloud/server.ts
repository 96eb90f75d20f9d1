import type { IncomingMessage, ServerResponse } from "node:http";
import { aClock, type Clock } from "../clock.ts";
import type { Fault } from "../faults.ts";
import { listenOnLoopback } from "../loopback.ts";
import { controlDoor } from "./control-door.ts";
import { act, type Deed } from "./deeds.ts";
import { GraphDoor } from "./graph-door.ts";
import type { CallRecord, Happening, Journal, Sight, Violation } from "./journal.ts";
import { type BusinessFacts, Service } from "./service.ts";
import type { ChatMessage, DeliveryState, Template } from "./shapes.ts";
import { tellTemplate } from "./tell.ts";
import type { Habits } from "./webhook.ts";
import type { Person, PersonFacts } from "./world.ts";

/** How a stand-in is set up. All of it has a default. */
export interface StandinOptions {
	/** A free one by default. */
	port?: number;
	facts?: Partial<BusinessFacts>;
	/** What all chance comes from; ids of messages too. */
	seed?: number;
	/** `manual` stands still until it is moved; a number makes that many seconds of each second. */
	clock?: "running" | "manual" | number;
	/** The first moment, in milliseconds since 1970. */
	startsAt?: number;
	/** `guided`: 80 a second, and one in six seconds to a person with 45 borrowed; `off` lets everything pass. */
	limits?: "guided" | "off";
	templates?: readonly Template[];
}

/** A running stand-in for the WhatsApp Cloud API, seen from inside the process. */
export interface WhatsAppStandin {
	/** What a program takes for `https://graph.facebook.com/v23.0`. */
	root: string;
	port: number;
	facts: BusinessFacts;
	clock: Clock;
	journal: Journal;
	service: Service;
	addCustomer(facts: PersonFacts): Person;
	/** Does what a person does; people are named by their phone's digits. */
	act(person: string, deed: Deed): ChatMessage | undefined;
	/** Meta lets no more marketing through to this person, and says so at once or only after its 200. */
	cap(person: string, how: Person["capped"]): void;
	/** Adds a template, or judges it anew, and tells the program. */
	judge(template: Template): void;
	/** Asks whether this is the program's webhook, and brings news there from now on. */
	subscribe(url: string, verifyToken: string): Promise<void>;
	/** How the webhook misbehaves from now on; statuses named in `omitted` are never told. */
	misbehave(habits: Partial<Habits> & { omitted?: readonly DeliveryState[] }): void;
	/** Scripts a fault; the answer ends it. */
	fault(fault: Fault): () => void;
	/** Moves the time on. */
	advance(milliseconds: number): void;
	/** Resolves when no news is on its way. News that a webhook refuses waits for the clock. */
	settled(): Promise<void>;
	sees(person: string): Sight[];
	/** The chat as the phone shows it now. */
	screen(person: string): ChatMessage[];
	calls(method?: string): CallRecord[];
	violations(): Violation[];
	watch(watcher: (happening: Happening) => void): () => void;
	close(): Promise<void>;
}

const FACTS: BusinessFacts = {
	phoneId: "106540352242922",
	phone: "79990000001",
	business: "102290129340398",
	token: "stand-in-token",
	appSecret: "stand-in-app-secret",
};

/** Starts a stand-in on 127.0.0.1. */
export async function startWhatsAppStandin(options: StandinOptions = {}): Promise<WhatsAppStandin> {
	const { clock = "running", startsAt, limits = "guided", seed = 1, templates = [] } = options;
	const service = new Service({
		facts: { ...FACTS, ...options.facts },
		clock: aClock({
			factor: clock === "running" ? 1 : clock === "manual" ? 0 : clock,
			...(startsAt === undefined ? {} : { startsAt }),
		}),
		seed,
		limits: limits === "guided",
	});
	service.templates.push(...templates.map((template) => ({ ...template })));
	const graph = new GraphDoor(service);
	const handle = (request: IncomingMessage, response: ServerResponse) => {
		const door = request.url?.startsWith("/control/") ? control : graph;
		door.answer(request, response).catch((error: unknown) => fail(response, error));
	};
	const loopback = await listenOnLoopback(handle, options.port);
	const standin = inProcess(service, loopback.root, loopback.port, async () => {
		await service.stop();
		await loopback.close();
	});
	const control = controlDoor(standin);
	return standin;
}

function inProcess(service: Service, root: string, port: number, close: () => Promise<void>): WhatsAppStandin {
	const { journal, clock, webhook } = service;
	const personOf = (phone: string) => {
		const person = service.world.byPhone(phone);
		if (!person) throw new Error(`Nobody has the phone ${phone}.`);
		return person;
	};
	return {
		root: `${root}/v23.0`,
		port,
		facts: service.facts,
		clock,
		journal,
		service,
		close,
		addCustomer: (facts) => service.world.addPerson(facts),
		act: (person, deed) => act(service, personOf(person), deed),
		cap(person, how) {
			personOf(person).capped = how;
		},
		judge(template) {
			const known = service.templates.find(
				({ name, language }) => name === template.name && language === template.language,
			);
			if (known) Object.assign(known, template);
			else service.templates.push({ ...template });
			tellTemplate(service, template);
		},
		subscribe: (url, verifyToken) => webhook.subscribe(url, verifyToken),
		misbehave({ omitted, ...habits }) {
			Object.assign(webhook.habits, habits);
			if (!omitted) return;
			service.omitted.clear();
			for (const state of omitted) service.omitted.add(state);
		},
		fault: (fault) => service.faults.script(fault),
		advance: (milliseconds) => clock.advance(milliseconds),
		settled: () =>
			journal
				.until(
					() => (webhook.isResting ? true : undefined),
					10_000,
					() => `${webhook.waiting} pieces of news were not taken`,
				)
				.then(() => {}),
		sees: (phone) => {
			const { waId } = personOf(phone);
			return journal.sights.filter(({ person }) => person === waId);
		},
		screen: (phone) => personOf(phone).chat,
		calls: (method) => journal.calls.filter((call) => method === undefined || call.method === method),
		violations: () => journal.violations,
		watch: (watcher) => journal.watch(watcher),
	};
}

/** A fault of the stand-in's own: said aloud, so that no test takes it for Meta's. */
function fail(response: ServerResponse, error: unknown): void {
	const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
	if (response.headersSent) response.destroy();
	else response.writeHead(500, { "content-type": "text/plain" }).end(`The WhatsApp stand-in itself failed: ${words}`);
}

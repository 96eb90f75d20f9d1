import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault } from "../faults.ts";
import { readBody } from "../loopback.ts";
import { isOfTheLine, spoil } from "../spoil.ts";
import type { Fields } from "./check-message.ts";
import { badToken, GraphError, unknownObject, wrongParameter } from "./graph-error.ts";
import type { CallRecord } from "./journal.ts";
import { sha256 } from "./media.ts";
import { readForm } from "./read-form.ts";
import { sendMessage } from "./send.ts";
import type { Service } from "./service.ts";

/** A call, as far as HTTP says it. */
interface Asked {
	method: string;
	/** Below the version: `["106540352242922", "messages"]`. */
	path: string[];
	query: URLSearchParams;
	body: Buffer;
	type: string;
	/** Where downloads are to be fetched. */
	root: string;
}

/** The Graph API's own door: `/{version}/…`, and `/download/…` for the addresses it gives out. */
export class GraphDoor {
	readonly #service: Service;

	constructor(service: Service) {
		this.#service = service;
	}

	async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
		const asked: Asked = {
			method: request.method ?? "GET",
			path: pathname.split("/").filter(Boolean).slice(1),
			query: searchParams,
			body: (await readBody(request, 120 * 1024 * 1024)) ?? Buffer.alloc(0),
			type: request.headers["content-type"] ?? "",
			root: `http://${request.headers.host}`,
		};
		const isOurs = request.headers.authorization === `Bearer ${this.#service.facts.token}`;
		if (!isOurs) return refuse(response, badToken());
		if (pathname.startsWith("/download/")) return this.#download(asked.path[0] ?? "", response);
		const name = nameOf(asked, this.#service);
		const params = asked.type.includes("json") ? parsed(asked.body) : {};
		const fault = this.#service.faults.meet(name, addresseeOf(params));
		if (fault) return this.#answerBadly(fault, name, asked, params, response);
		answerWith(response, this.#perform(name, asked, params));
	}

	#perform(name: string, asked: Asked, params: Fields, fault?: Fault): Done {
		const record: CallRecord = { at: this.#service.clock.now(), method: name, params, outcome: { kind: "nothing" } };
		let done: Done;
		try {
			const result = run(this.#service, name, asked, params);
			record.outcome = { kind: "ok", result };
			done = { status: 200, body: result };
		} catch (error) {
			if (!(error instanceof GraphError)) throw error;
			const words = error.details ? `${error.message}: ${error.details}` : error.message;
			if (error.blame === "caller") this.#service.journal.violation({ at: record.at, method: name, words });
			record.outcome = { kind: "refused", code: error.code, words };
			done = { status: error.status, body: error.body };
		}
		if (fault) record.fault = `${fault.mishap.kind} ${fault.when} delivery`;
		this.#service.journal.call(record);
		return done;
	}

	async #answerBadly(
		fault: Fault,
		name: string,
		asked: Asked,
		params: Fields,
		response: ServerResponse,
	): Promise<void> {
		const { when, mishap } = fault;
		const pause = (): Promise<void> =>
			new Promise((resume) => {
				this.#service.clock.after(mishap.kind === "delay" ? mishap.milliseconds : 0, resume);
				this.#service.journal.changed();
			});
		if (mishap.kind === "delay" && when === "before") await pause();
		const isDone = when === "after" || mishap.kind === "delay";
		const done = isDone ? this.#perform(name, asked, params, fault) : undefined;
		if (!done) {
			const at = this.#service.clock.now();
			const spoken = `${mishap.kind} before delivery`;
			this.#service.journal.call({ at, method: name, params, outcome: { kind: "nothing" }, fault: spoken });
		}
		if (mishap.kind === "delay" && when === "after") await pause();
		fail(fault, done, response);
	}

	#download(id: string, response: ServerResponse): void {
		const now = this.#service.clock.now();
		const file = this.#service.media.find(id, now);
		if (!file || file.linkUntil < now) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "content-type": file.mime, "content-length": file.bytes.length }).end(file.bytes);
	}
}

interface Done {
	status: number;
	body: unknown;
}

/** The calls that there are, by name, whatever number or file they are about. */
function nameOf({ method, path }: Asked, { facts }: Service): string {
	const [object = "", edge] = path;
	if (edge !== undefined) return `${method} ${edge}`;
	return `${method} ${object === facts.phoneId ? "number" : object === facts.business ? "business" : "media"}`;
}

function run(service: Service, name: string, asked: Asked, params: Fields): unknown {
	const { facts } = service;
	const [object = ""] = asked.path;
	switch (name) {
		case "POST messages":
			own(object, facts.phoneId);
			return params.status === undefined ? sendMessage(service, params) : noteRead(service, params);
		case "GET number":
			return {
				id: facts.phoneId,
				display_phone_number: `+${facts.phone}`,
				verified_name: "Stand-in",
				quality_rating: "GREEN",
			};
		case "POST media":
			own(object, facts.phoneId);
			return upload(service, asked);
		case "GET media":
			return mediaFacts(service, object, asked.root);
		case "DELETE media":
			if (!service.media.remove(object)) throw unknownObject(object);
			return { success: true };
		case "GET message_templates":
			own(object, facts.business);
			return listTemplates(service, asked.query);
		default:
			throw unknownObject(object);
	}
}

function own(object: string, expected: string): void {
	if (object !== expected) throw unknownObject(object);
}

/** Blue ticks, and "typing…" where it is asked for. */
function noteRead(
	{ world, journal, clock }: Service,
	{ messaging_product, status, message_id, typing_indicator }: Fields,
) {
	if (messaging_product !== "whatsapp") throw wrongParameter("The parameter messaging_product is required.");
	if (status !== "read") throw wrongParameter("Param status must be one of {READ}.");
	const person = [...world.people.values()].find(({ chat }) =>
		chat.some(({ wamid, from }) => from === "customer" && wamid === message_id),
	);
	if (!person) throw new GraphError(131009, "Parameter value is not valid", { details: "Message ID is not valid" });
	if (typing_indicator !== undefined) journal.sight({ at: clock.now(), person: person.waId, kind: "typing" });
	return { success: true };
}

function upload({ media, clock }: Service, { body, type }: Asked): { id: string } {
	const form = readForm(body, type);
	if (form.fields.messaging_product !== "whatsapp")
		throw wrongParameter("The parameter messaging_product is required.");
	if (!form.file) throw wrongParameter("The parameter file is required.");
	const { id } = media.upload(form.fields.type ?? form.file.mime, form.file.bytes, form.file.name, clock.now());
	return { id };
}

function mediaFacts({ media, clock }: Service, id: string, root: string) {
	const file = media.find(id, clock.now());
	// A file that is gone is life, not a mistake.
	if (!file) throw new GraphError(100, unknownObject(id).message, { subcode: 33 });
	file.linkUntil = clock.now() + 5 * 60_000;
	return {
		messaging_product: "whatsapp",
		id,
		url: `${root}/download/${id}`,
		mime_type: file.mime,
		sha256: sha256(file.bytes),
		file_size: file.bytes.length,
	};
}

/** In pages, as the Graph API gives lists. */
function listTemplates({ templates }: Service, query: URLSearchParams) {
	const limit = Math.min(100, Number(query.get("limit") ?? 25));
	const from = Number(query.get("after") ?? 0);
	const page = templates.slice(from, from + limit);
	const next = from + limit;
	return {
		data: page.map(({ name, language, category, status, body, buttons }, index) => ({
			id: String(from + index + 1),
			name,
			language,
			category,
			status,
			components: [
				{ type: "BODY", text: body },
				...(buttons ? [{ type: "BUTTONS", buttons: buttons.map((text) => ({ type: "QUICK_REPLY", text })) }] : []),
			],
		})),
		...(next < templates.length && { paging: { cursors: { after: String(next) }, next: "more" } }),
	};
}

function parsed(body: Buffer): Fields {
	try {
		const value: unknown = JSON.parse(body.toString("utf8") || "{}");
		return typeof value === "object" && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}

function addresseeOf({ to, recipient }: Fields): string | undefined {
	const address = to ?? recipient;
	return typeof address === "string" ? address : undefined;
}

function answerWith(response: ServerResponse, { status, body }: Done): void {
	response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, { status, body }: GraphError): void {
	answerWith(response, { status, body });
}

function fail({ mishap }: Fault, done: Done | undefined, response: ServerResponse): void {
	if (isOfTheLine(mishap)) spoil(response, mishap, { begun: '{"messaging_product":"wh' });
	else if (mishap.kind === "status") refuse(response, scripted(mishap.status, mishap.description));
	else if (done) answerWith(response, done);
}

/** A status, with the code that Meta gives with it. `description` may name another: `131056`. */
function scripted(status: number, description: string | undefined): GraphError {
	const named = description === undefined ? undefined : /^\d{1,6}$/.exec(description)?.[0];
	if (named) return new GraphError(Number(named), "scripted by a test", { status });
	const [code, words] = SCRIPTED[status] ?? [1, "API Unknown"];
	return new GraphError(code, description ?? words, { status });
}

const SCRIPTED: Record<number, readonly [number, string]> = {
	401: [190, "Error validating access token"],
	403: [10, "Permission Denied"],
	429: [130429, "Rate limit hit"],
	500: [131000, "Something went wrong"],
	503: [2, "Service temporarily unavailable"],
};

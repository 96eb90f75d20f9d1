import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import fastifyStatic from "@fastify/static";
import fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { KeepFile } from "#core/conversations/attachments.ts";
import type { StaffTurn } from "#core/conversations/staff-turn.ts";
import type { Door, Receive } from "#core/delivery/channel.ts";
import type { FlowBook } from "#core/flows/flow-book.ts";
import type { RootsOf } from "#core/flows/list-replies.ts";
import type { OpenBook } from "#core/flows/open-book.ts";
import type { Scribe } from "#core/flows/propose.ts";
import type { Shop } from "#core/shop.ts";
import { answerCardRoutes } from "./answer-cards.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { attachmentRoutes } from "./attachments.ts";
import { auditRoutes } from "./audit.ts";
import { catalogueRoutes } from "./catalogue.ts";
import { channelRoutes } from "./channels.ts";
import { conversationActRoutes } from "./conversation-acts.ts";
import { conversationRoutes } from "./conversations.ts";
import { counterRoutes } from "./counter.ts";
import { customFieldRoutes } from "./custom-fields.ts";
import { customerImportRoutes } from "./customer-imports.ts";
import { customerLinkRoutes } from "./customer-links.ts";
import { customerRoutes, type PreferredChannelOf } from "./customers.ts";
import { deliverySlotRoutes } from "./delivery-slots.ts";
import { type Demo, demoRoutes } from "./demo.ts";
import { deskRoutes } from "./desk.ts";
import { docsPage, gatherDocs } from "./docs.ts";
import { doorRoutes } from "./doors.ts";
import { eventRoutes } from "./events.ts";
import { flowChangeRoutes } from "./flow-changes.ts";
import type { FlowFiles } from "./flow-files.ts";
import { flowPageRoutes } from "./flow-page.ts";
import { flowPreviewRoutes } from "./flow-preview.ts";
import { type FlowShelf, flowRoutes } from "./flows.ts";
import { answerError, bearerOf, guard } from "./guard.ts";
import { healthRoutes, type Machinery } from "./health.ts";
import { importRoutes } from "./imports.ts";
import { type LiveNews, liveRoutes } from "./live.ts";
import { maskAnswer } from "./mask-phones.ts";
import { mediaRoutes } from "./media.ts";
import { memberRoutes } from "./members.ts";
import { nextStepRoutes } from "./next-step.ts";
import { orderEditorRoutes } from "./order-editor.ts";
import { type MoveOrder, orderRoutes } from "./orders.ts";
import { outcomeRoutes } from "./outcomes.ts";
import { proposalRoutes } from "./proposals.ts";
import { rehearsalRoutes } from "./rehearsal.ts";
import { reportRoutes } from "./reports.ts";
import { sendingRoutes } from "./sending.ts";
import { sessionRoutes } from "./session.ts";
import { sessionListRoutes } from "./sessions.ts";
import type { SignIn } from "./sign-in.ts";
import { teamRoutes } from "./team.ts";
import { tipRoutes } from "./tips.ts";
import { refuseUnkeptSigns } from "./unkept-signs.ts";
import { unmetDemandRoutes } from "./unmet-demand.ts";
import { webhookRoutes } from "./webhooks.ts";

/** What the admin is built from; main.ts hands it in. */
export type ServerParts = {
	readonly shop: Shop;
	readonly signIn: SignIn;
	readonly news: LiveNews;
	readonly log: ServerLog;
	/** How acts of staff reach the flows, in one commit. */
	readonly staffTurn: StaffTurn;
	/** The flow files as they are now. */
	readonly openBook: () => OpenBook;
	readonly flowBook: () => FlowBook;
	/** What texts may name of a customer. */
	readonly rootsOf: RootsOf;
	readonly moveOrder: MoveOrder;
	readonly preferredChannel: PreferredChannelOf;
	readonly flows: FlowShelf;
	readonly flowFiles: FlowFiles;
	readonly machinery: Machinery;
	readonly doors: readonly { door: Door; receive: Receive }[];
	/** Absent: no demo. */
	readonly demo?: Demo;
	readonly shopFacts: { readonly currency: string; readonly zone: string };
	/** Built pages; absent folders answer that the admin is not built. */
	readonly webFolder: string;
	readonly mediaFolder: string;
	readonly keepFile: KeepFile;
	/** Proposes replies and summaries to members; absent: the shop has not switched it on. */
	readonly scribe?: Scribe;
	/** The staff's bot in Telegram; absent: there is no desk. */
	readonly deskAccount?: string;
};

type ServerLog = { error(message: string, fields?: Record<string, unknown>): void };

/** A Fastify whose routes are typed by the contract's zod schemas. */
export type Server = FastifyInstance<
	import("node:http").Server,
	import("node:http").IncomingMessage,
	import("node:http").ServerResponse,
	import("fastify").FastifyBaseLogger,
	ZodTypeProvider
>;

/** Builds the web server: one file of routes per core word, a guard before all, the pages behind. Does not listen yet. */
export async function buildServer(parts: ServerParts): Promise<Server> {
	const server = fastify({
		bodyLimit: 1_048_576,
		forceCloseConnections: true,
		trustProxy: "loopback",
	}).withTypeProvider<ZodTypeProvider>();
	server.setValidatorCompiler(validatorCompiler);
	server.setSerializerCompiler(serializerCompiler);
	server.setErrorHandler((error, request, reply) => {
		const answer = answerError(error, reply);
		if (answer) return reply.send(answer);
		parts.log.error("a request failed", { error, route: request.routeOptions.url ?? "?" });
		return reply
			.status(500)
			.send({ code: "failed", message: "Something broke on our side. It has been written down." });
	});

	await server.register(helmet, { contentSecurityPolicy: { directives: POLICY }, strictTransportSecurity: false });
	await server.register(rateLimit, { global: false, timeWindow: "1 minute" });
	// Before the guard: whoever is refused is counted too. Probes and messengers stand outside; keys are counted by the guard.
	server.addHook(
		"onRequest",
		server.rateLimit({
			max: 600,
			allowList: (request) => !request.url.startsWith("/api/") || bearerOf(request) !== null,
		}),
	);
	await gatherDocs(server);
	guard(server, parts);
	refuseUnkeptSigns(server);
	server.addHook("preSerialization", async (request, _reply, answer) =>
		request.asker && !request.asker.can("see-phones") ? maskAnswer(answer, request.asker) : answer,
	);

	sessionRoutes(server, parts);
	conversationRoutes(server, parts);
	conversationActRoutes(server, parts);
	teamRoutes(server, parts);
	deskRoutes(server, parts);
	memberRoutes(server, parts);
	sessionListRoutes(server, parts);
	apiKeyRoutes(server, parts);
	webhookRoutes(server, parts);
	eventRoutes(server, parts);
	auditRoutes(server, parts);
	customerRoutes(server, parts);
	nextStepRoutes(server, parts);
	proposalRoutes(server, parts);
	customerLinkRoutes(server, parts);
	sendingRoutes(server, parts);
	orderRoutes(server, parts);
	deliverySlotRoutes(server, parts);
	catalogueRoutes(server, parts);
	importRoutes(server, parts);
	customerImportRoutes(server, parts);
	answerCardRoutes(server, parts);
	outcomeRoutes(server, parts);
	counterRoutes(server, parts);
	customFieldRoutes(server, parts);
	tipRoutes(server, parts);
	unmetDemandRoutes(server, parts);
	orderEditorRoutes(server, parts);
	flowRoutes(server, parts);
	flowPageRoutes(server, parts);
	flowPreviewRoutes(server, parts);
	rehearsalRoutes(server, parts);
	flowChangeRoutes(server, parts);
	reportRoutes(server, parts);
	healthRoutes(server, parts);
	channelRoutes(server, parts);
	liveRoutes(server, parts);
	mediaRoutes(server, parts);
	attachmentRoutes(server, parts);
	doorRoutes(server, parts);
	if (parts.demo) demoRoutes(server, parts.demo, parts.shopFacts);
	await docsPage(server);
	await pages(server, parts.webFolder);
	return server;
}

/** Scripts and styles come from files of ours alone; pictures also from the media folder and data addresses. */
const POLICY = {
	defaultSrc: ["'self'"],
	scriptSrc: ["'self'"],
	styleSrc: ["'self'"],
	imgSrc: ["'self'", "data:", "blob:"],
	connectSrc: ["'self'"],
	objectSrc: ["'none'"],
	baseUri: ["'none'"],
	frameAncestors: ["'none'"],
	formAction: ["'self'"],
	upgradeInsecureRequests: null,
};

const anyPath = z.object({ "*": z.string() });

async function pages(server: Server, folder: string): Promise<void> {
	if (!existsSync(join(folder, "index.html"))) {
		server.get("/", { config: { act: "anybody" } }, (_request, reply) =>
			reply.type("text/plain").send("The admin is not built yet: run `npm start`."),
		);
		return;
	}
	await server.register(fastifyStatic, { root: folder, wildcard: false, serve: false });
	// Listed once: what is not on the list cannot be asked for, however the path is written.
	const files = new Set(await readdir(folder, { recursive: true }));
	server.get("/*", { config: { act: "anybody" }, schema: { hide: true, params: anyPath } }, (request, reply) => {
		const path = request.params["*"];
		// Names of built files carry a hash of what is in them.
		if (path.startsWith("assets/") && files.has(path)) return reply.sendFile(path, { maxAge: "365d", immutable: true });
		if (path.includes(".") && files.has(path)) return reply.sendFile(path, { maxAge: "1h" });
		if (path.startsWith("api/") || path.startsWith("assets/"))
			return reply.status(404).send({ code: "not-found", message: "There is no such address." });
		// Any other address is a screen of the single-page app; it asks the API itself.
		return reply.sendFile("index.html", { maxAge: 0 });
	});
}

import { z } from "zod";
import { type HealthView, health } from "#admin/contract/health.ts";
import { listDeadLetters, replayDeadLetter } from "#core/conversations/dead-letters.ts";
import { readHealth, type ShopHealth } from "#core/insights/health.ts";
import { listDeadErrands } from "#core/insights/list-dead-errands.ts";
import { listUnknownSends } from "#core/insights/list-unknown-sends.ts";
import { type Asker, askerOfRoute } from "./guard.ts";
import { maskPhones, nameFor } from "./mask-phones.ts";
import type { Server, ServerParts } from "./server.ts";

/** What only the running program knows of itself; main.ts hands it in. */
export type Machinery = {
	/** Whether what this process serves can be served: its database, the channels it listens to. */
	ready(): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }>;
	/** What wakes the workers, in a word: `postgres`, `redis`. */
	bell(): string;
	/** Errors in the flow files as they lie now. */
	flowProblems(): number;
};

/** Whether the machinery is well: for people, and for whatever watches the process. */
export function healthRoutes(server: Server, { shop, machinery }: ServerParts): void {
	server.get("/health", { config: { act: "anybody" }, schema: { response: { 200: alive } } }, () => ({
		status: "ok" as const,
	}));

	server.get(
		"/ready",
		{ config: { act: "anybody" }, schema: { response: { 200: alive, 503: notReady } } },
		async (_request, reply) => {
			const state = await machinery.ready();
			return state.ok ? { status: "ok" as const } : reply.status(503).send({ status: "not ready", why: state.why });
		},
	);

	server.get(
		"/api/health",
		{ config: { act: "read-health" }, schema: { response: { 200: health } } },
		async (request) => {
			const [state, deadLetters, unknown, deadErrands] = await Promise.all([
				readHealth(shop),
				listDeadLetters(shop),
				listUnknownSends(shop),
				listDeadErrands(shop),
			]);
			const facts = { now: shop.now(), flowProblems: machinery.flowProblems(), bell: machinery.bell() };
			return present({ state, deadLetters, unknown, deadErrands, ...facts }, askerOfRoute(request));
		},
	);

	server.post(
		"/api/dead-letters/:id/replay",
		{ config: { act: "mend-health" }, schema: { params: letter, response: { 204: z.null() } } },
		async (request, reply) => {
			await replayDeadLetter(shop, { id: BigInt(request.params.id) });
			return reply.status(204).send(null);
		},
	);
}

const alive = z.object({ status: z.literal("ok") });
const notReady = z.object({ status: z.literal("not ready"), why: z.string() });
const letter = z.strictObject({ id: z.string().regex(/^\d{1,18}$/) });

type Found = {
	readonly state: ShopHealth;
	readonly deadLetters: Awaited<ReturnType<typeof listDeadLetters>>;
	readonly unknown: Awaited<ReturnType<typeof listUnknownSends>>;
	readonly deadErrands: Awaited<ReturnType<typeof listDeadErrands>>;
	readonly now: Date;
	readonly flowProblems: number;
	readonly bell: string;
};

function present(found: Found, asker: Asker): HealthView {
	const { state, now } = found;
	const waits = (since: Date | null) => since && Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
	return {
		at: now.toISOString(),
		verdict: verdictOn(found),
		accounts: state.accounts.map(({ account, channel, health: word, detail, pausedUntil, since }) => ({
			id: account,
			channel,
			state: word,
			detail,
			pausedUntil: pausedUntil?.toISOString() ?? null,
			since: since?.toISOString() ?? null,
		})),
		queues: [
			{ name: "inbox", waiting: state.inbox.waiting, oldestSeconds: waits(state.inbox.waitingSince) },
			{ name: "outbox", waiting: state.outbox.due, oldestSeconds: waits(state.outbox.dueSince) },
			{ name: "errand", waiting: state.errands.due, oldestSeconds: waits(state.errands.dueSince) },
			{ name: "run", waiting: state.runs.due, oldestSeconds: waits(state.runs.dueSince) },
		],
		deadLetters: found.deadLetters.map(({ id, account, receivedAt, tries, error, channel, chat }) => ({
			id: String(id),
			account,
			at: receivedAt.toISOString(),
			tries,
			error,
			about: maskPhones(`${channel} ${chat}`, asker),
		})),
		unknown: found.unknown.map(({ id, conversationId, customer, text, at, reason }) => ({
			id: String(id),
			conversationId,
			customer: customer ? nameFor(asker, customer) : "—",
			text: maskPhones(text, asker),
			at: at.toISOString(),
			reason,
		})),
		deadErrands: found.deadErrands.map(({ id, name, error, dueAt }) => ({
			id: String(id),
			name,
			error,
			at: dueAt.toISOString(),
		})),
		flowProblems: found.flowProblems,
		bell: found.bell,
	};
}

/** A message that waits longer for its answer, or for being sent, is noticed by the customer. */
const NOTICED_MS = 60_000;
/** Longer, and somebody has to be called. */
const BROKEN_MS = 10 * 60_000;

/** The worst of all: an account that hears nothing, or a queue that stands, is broken; what a person has to look at is a worry. */
function verdictOn({ state, now, flowProblems }: Found): HealthView["verdict"] {
	const queues = [state.inbox.waitingSince, state.outbox.dueSince, state.errands.dueSince, state.runs.dueSince];
	const oldest = Math.max(0, ...queues.map((since) => (since ? now.getTime() - since.getTime() : 0)));
	const down = state.accounts.some(({ health: word }) => word !== "ok" && word !== "connecting");
	if (down || oldest > BROKEN_MS) return "broken";
	const paused = state.accounts.some(({ pausedUntil }) => pausedUntil !== null);
	const left = state.inbox.dead + state.outbox.unknown + state.errands.dead + flowProblems;
	return paused || left > 0 || oldest > NOTICED_MS ? "worry" : "ok";
}

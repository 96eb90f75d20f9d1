import { createHmac, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword } from "better-auth/crypto";
import type { InjectOptions } from "fastify";
import { onTestFinished } from "vitest";
import type { LiveEvent } from "#admin/contract/live.ts";
import { buildServer, type Server, type ServerParts } from "#admin/server/server.ts";
import { openSignIn } from "#admin/server/sign-in.ts";
import { conversationRoots } from "#core/flows/conversation-roots.ts";
import { loadFlows } from "#core/flows/load.ts";
import { openBook } from "#core/flows/open-book.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { incentives } from "#core/offers/incentives.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { openMediaStore } from "#core/platform/media-store.ts";
import type { RoleName } from "#core/team/may.ts";
import { aCounterIn, type Counter } from "#test/support/counter.ts";
import { aShop, type TestShop } from "#test/support/shop.ts";
import { shippedFiles } from "./flow-files.ts";

export const HOST = "counter.test";
export const PASSWORD = "a long enough password";

/** The back office of a test shop: real sign-in and database, the engine of dialogs, and a flow shelf that only takes notes. */
export type TestAdmin = TestShop & {
	readonly server: Server;
	/** What operators have said to customers, in order: `operator-1: Здравствуйте!`. */
	said(): Promise<string[]>;
	readonly engine: Counter["engine"];
	/** What was logged as our fault. */
	readonly faults: string[];
	/** Tells open browsers. */
	tell(...news: LiveEvent[]): void;
	readonly mediaFolder: string;
	/** Somebody of the shop who has signed in; asks carry their session. */
	signedIn(role?: RoleName, about?: { name?: string }): Promise<Member>;
};

export type Member = {
	readonly id: string;
	readonly email: string;
	readonly cookie: string;
	get(url: string): Promise<Answer>;
	put(url: string, body: object): Promise<Answer>;
	remove(url: string): Promise<Answer>;
	post(url: string, body?: object | string): Promise<Answer>;
};

export type Answer = { readonly status: number; readonly body: string; json(): unknown };

/** Opens it. `parts` replaces what the server is built from; `origin` is where browsers come from. */
export async function anAdmin(
	parts: Partial<ServerParts> = {},
	{
		today,
		origin = `http://${HOST}`,
		flows = {},
	}: { today?: string; origin?: string; flows?: Record<string, string> } = {},
): Promise<TestAdmin> {
	const open = await aShop(today === undefined ? {} : { today });
	const { shop } = open;
	const counter = aCounterIn(open, flows);
	const { book } = loadFlows(
		Object.entries(flows).map(([path, text]) => ({ name: `flows/${path}`, path, text })),
		shopVocabulary,
	);
	const faults: string[] = [];
	const listeners = new Set<(news: readonly LiveEvent[]) => void>();
	const mediaFolder = await mkdtemp(join(tmpdir(), "prilavok-media-"));
	const server = await buildServer({
		shop,
		signIn: openSignIn({ shop, secret: SECRET, origins: [origin] }),
		news: {
			tell: (topic, id) => {
				for (const listener of listeners) listener([{ topic, id }]);
			},
			hear(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		log: { error: (message, fields) => faults.push(`${message}: ${String(fields?.error)}`) },
		staffTurn: counter.engine.staffTurn,
		openBook: () => openBook(book),
		flowBook: () => book,
		rootsOf: conversationRoots({ zone: "Europe/Moscow", currency: "RUB", defaults: () => book.settings.defaults }),
		moveOrder: (move) => moveOrder(shop, move, incentives),
		preferredChannel: async () => ({ channel: "telegram", why: "Пишет только отсюда." }),
		flows: { list: () => [], problems: () => [] },
		flowFiles: shippedFiles,
		machinery: { ready: async () => ({ ok: true }), bell: () => "postgres", flowProblems: () => 0 },
		doors: [],
		shopFacts: { currency: "RUB", zone: "Europe/Moscow" },
		webFolder: join(mediaFolder, "not built"),
		mediaFolder,
		keepFile: openMediaStore({ folder: mediaFolder }).keep,
		...parts,
	});
	await server.ready();
	onTestFinished(async () => {
		await server.close();
		await rm(mediaFolder, { recursive: true, force: true });
	});
	return {
		...open,
		server,
		engine: counter.engine,
		async said() {
			const lines = await shop.db.message.findMany({
				where: { author: { startsWith: "operator:" } },
				orderBy: { id: "asc" },
			});
			return lines.map(({ author, text }) => `${author.slice(9)}: ${text}`);
		},
		faults,
		mediaFolder,
		tell: (...news) => {
			for (const listener of listeners) listener(news);
		},
		async signedIn(role = "owner", { name = `The ${role}` } = {}) {
			const id = await aMember(open, { role, name });
			return asking(server, { id, email: `${id}@shop.test`, cookie: await aSession(open, id, addressOf(server)) });
		},
	};
}

/** Somebody who may come in with PASSWORD; the e-mail is `<id>@shop.test`. */
export async function aMember(
	{ shop }: Pick<TestShop, "shop">,
	{ role = "owner", name = "Ольга" }: { role?: RoleName; name?: string } = {},
): Promise<string> {
	const id = `${role}-${++lastMember}`;
	await shop.db.member.create({
		data: {
			id,
			name,
			role,
			email: `${id}@shop.test`,
			emailVerified: true,
			accounts: {
				create: { id, accountId: id, providerId: "credential", password: await hash },
			},
		},
	});
	return id;
}

/** A session as a sign-in leaves it, without the hundred milliseconds in which a password is hashed: a cookie, signed. */
async function aSession({ shop }: Pick<TestShop, "shop">, memberId: string, ipAddress: string): Promise<string> {
	const token = randomBytes(24).toString("base64url");
	const [now, expiresAt] = [new Date(), new Date(Date.now() + 86_400_000)];
	const times = { expiresAt, createdAt: now, updatedAt: now };
	await shop.db.session.create({ data: { id: token, memberId, token, ipAddress, ...times } });
	const signature = createHmac("sha256", SECRET).update(token).digest("base64");
	return `prilavok.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}

const SECRET = "the secret of a test, long enough to sign with";

/** Tries to sign in, as the browser does. */
export function enter(server: Server, body: { email: string; password: string }, headers: Record<string, string> = {}) {
	return server.inject({
		method: "POST",
		url: "/api/auth/sign-in/email",
		headers: { host: HOST, origin: `http://${HOST}`, ...headers },
		payload: body,
		remoteAddress: addressOf(server),
	});
}

/** The session in what the server set. */
export function cookieOf(set: string | string[] | undefined): string {
	return [set ?? []]
		.flat()
		.map((cookie) => cookie.split(";")[0])
		.join("; ");
}

function asking(server: Server, who: Pick<Member, "id" | "email" | "cookie">): Member {
	async function ask(options: InjectOptions): Promise<Answer> {
		const headers = { host: HOST, origin: `http://${HOST}`, cookie: who.cookie, ...options.headers };
		const answer = await server.inject({ ...options, headers });
		return { status: answer.statusCode, body: answer.body, json: () => answer.json() };
	}
	return {
		...who,
		get: (url) => ask({ method: "GET", url }),
		put: (url, body) => ask({ method: "PUT", url, payload: body }),
		remove: (url) => ask({ method: "DELETE", url }),
		post: (url, body) =>
			typeof body === "string"
				? ask({ method: "POST", url, payload: body, headers: { "content-type": "application/json" } })
				: ask({ method: "POST", url, ...(body && { payload: body }) }),
	};
}

/** A browser of one's own for each admin: guesses at passwords are counted by address, for the whole process. */
function addressOf(server: Server): string {
	const known = addresses.get(server) ?? `10.1.${Math.floor(++lastAddress / 250)}.${1 + (lastAddress % 250)}`;
	addresses.set(server, known);
	return known;
}

const addresses = new WeakMap<Server, string>();
let lastAddress = 0;
let lastMember = 0;
const hash = hashPassword(PASSWORD);

import { resolve } from "node:path";
import type { Demo } from "#admin/server/demo.ts";
import { buildServer, type Server } from "#admin/server/server.ts";
import { openSignIn, type SignIn } from "#admin/server/sign-in.ts";
import { accountOf } from "#bots/desk/parts.ts";
import { preferredChannelOf } from "#core/delivery/channel-facts.ts";
import { conversationRoots } from "#core/flows/conversation-roots.ts";
import { readFolder } from "#core/flows/load.ts";
import { shopVocabulary } from "#core/flows/shop-vocabulary.ts";
import { incentives } from "#core/offers/incentives.ts";
import { moveOrder } from "#core/orders/move-order.ts";
import { openScribe } from "#core/platform/scribe.ts";
import type { Program } from "./compose.ts";

/** The service `admin`: the web, and the messengers' doors. */
export type Admin = {
	readonly server: Server;
	readonly signIn: SignIn;
	/** The address to go to. */
	readonly address: string;
	/** The same on this machine. */
	readonly local: string;
	stop(): Promise<void>;
};

export async function serveAdmin(
	program: Program,
	{ demo, answersHere }: { demo?: Demo; answersHere: boolean },
): Promise<Admin> {
	const { config, shop, log, news, engine, folder, queue, channels, database, mediaFolder, secret } = program;
	const origins = originsOf(program);
	const signIn = openSignIn({ shop, secret, origins });
	const receive = answersHere ? engine.receiveAndAnswer : engine.receive;
	const server = await buildServer({
		shop,
		signIn,
		news,
		log: log.of("admin"),
		staffTurn: engine.staffTurn,
		openBook: folder.current,
		flowBook: () => folder.loaded().book,
		rootsOf: conversationRoots({
			zone: config.zone,
			currency: config.currency,
			defaults: () => folder.loaded().book.settings.defaults,
		}),
		moveOrder: (move) => moveOrder(shop, move, incentives),
		async preferredChannel(customerId, language) {
			const preference = await preferredChannelOf(shop, { customerId, language });
			return preference ?? { channel: null, why: language === "en" ? "No chat is linked." : "Чата с клиентом нет." };
		},
		flows: {
			list: () =>
				[...folder.current().book.newest.values()].map(({ flow, title, purpose, logic, full }) => ({
					flow,
					title,
					purpose,
					logic,
					full,
					paused: folder.current().book.paused.has(flow),
				})),
			problems: folder.problems,
			stages: () => folder.loaded().book.settings.stages.map(({ id, title }) => ({ id, title })),
		},
		flowFiles: {
			loaded: folder.loaded,
			open: folder.current,
			texts: () => readFolder(config.flowsDir),
			vocabulary: shopVocabulary,
		},
		machinery: {
			async ready() {
				try {
					await database.pool.query("SELECT 1");
					return { ok: true };
				} catch {
					return { ok: false, why: "the database does not answer" };
				}
			},
			bell: () => `${config.redisUrl ? "redis" : "postgres"}${queue.healthy ? "" : " (out)"}`,
			flowProblems: () => folder.problems().filter(({ severity }) => severity === "error").length,
		},
		doors: channels.flatMap(({ door }) => (door ? [{ door, receive }] : [])),
		...(config.desk && { deskAccount: accountOf(config.desk.token) }),
		...(config.openai?.drafts && { scribe: openScribe(config.openai, { ...program, log: log.of("assistant") }) }),
		...(demo && { demo }),
		shopFacts: { currency: config.currency, zone: config.zone },
		webFolder: resolve(import.meta.dirname, "dist/web"),
		mediaFolder,
		keepFile: program.media.keep,
	});
	await server.listen({ host: config.host, port: config.port });
	const port = portOf(server) ?? config.port;
	return {
		server,
		signIn,
		address: config.publicUrl ?? `http://localhost:${port}`,
		local: `http://127.0.0.1:${port}`,
		stop: () => server.close(),
	};
}

/** Addresses under which browsers reach us: their cookies and forms are taken from these alone. */
function originsOf({ config }: Program): string[] {
	if (config.publicUrl) return [config.publicUrl];
	return [`http://localhost:${config.port}`, `http://127.0.0.1:${config.port}`];
}

function portOf(server: Server): number | undefined {
	const address = server.server.address();
	return typeof address === "object" && address ? address.port : undefined;
}

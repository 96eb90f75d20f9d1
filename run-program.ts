import { join } from "node:path";
import type { Channel } from "#core/delivery/channel.ts";
import type { Pace } from "#core/delivery/governor.ts";
import { FLOWS_CHANNEL } from "#core/flows/tell-processes.ts";
import { watchFlows } from "#core/flows/watch-flows.ts";
import type { Config } from "#core/platform/config.ts";
import { openEar } from "#core/platform/ear.ts";
import { startEmbeddedPostgres } from "#core/platform/embedded-postgres.ts";
import type { Log } from "#core/platform/log.ts";
import { openWorker } from "#core/platform/worker.ts";
import { openWelcome } from "#core/team/welcome.ts";
import { machineTimers } from "#core/timers.ts";
import { type ChannelParts, openProgram, type Program } from "./compose.ts";
import type { DemoShop } from "./demo.ts";
import type { Admin } from "./serve-admin.ts";
import { type Bots, serveBots } from "./serve-bots.ts";
import { hireWorker, shareOf, type Works, worksOf } from "./serve-worker.ts";

/** A program that runs; `stop` ends everything it started, at most 20 seconds later. */
export type Running = { readonly program: Program; readonly address: string | undefined; stop(): Promise<void> };

/** Starts the services that the settings name. `tell` gets lines for a person: the first is where to go. */
export async function runProgram({
	config,
	log,
	tell,
	channels,
	fill = async () => {},
	pace,
}: {
	config: Config;
	log: Log;
	tell: (line: string) => void;
	/** Instead of those that the settings name. */
	channels?: (parts: ChannelParts) => Channel[];
	/** Done before anything is served. */
	fill?: (program: Program) => Promise<void>;
	/** How fast may be sent; absent: as Telegram asks. A benchmark's messenger asks for nothing. */
	pace?: Pace;
}): Promise<Running> {
	const ends: (() => Promise<unknown>)[] = [];
	const end = async () => {
		for (const one of ends.reverse()) await one().catch((error) => log.error("a part did not end in order", { error }));
	};
	try {
		const databaseUrl = config.databaseUrl ?? (await ownDatabase(config, log, ends));
		const demo = config.demo ? await (await import("./demo.ts")).openDemoShop({ config, log }) : undefined;
		if (demo) ends.push(demo.close);
		const program = await openProgram({
			config: demo
				? { ...config, telegram: demo.telegram, whatsapp: demo.whatsapp, ...(demo.desk && { desk: demo.desk }) }
				: config,
			databaseUrl,
			log,
			now: demo?.now ?? (() => new Date()),
			timers: machineTimers,
			...(channels && { channels }),
		});
		ends.push(program.close);
		await fill(program);
		const address = await serve(program, { demo, tell, ends, ...(pace && { pace }) });
		return { program, address, stop: end };
	} catch (error) {
		await end();
		throw error;
	}
}

async function ownDatabase(config: Config, log: Log, ends: (() => Promise<unknown>)[]): Promise<string> {
	const server = await startEmbeddedPostgres({ folder: join(config.dataDir, "postgres"), log: log.of("postgres") });
	ends.push(server.stop);
	return server.url;
}

type Serving = {
	demo: DemoShop | undefined;
	tell: (line: string) => void;
	ends: (() => Promise<unknown>)[];
	pace?: Pace;
};

async function serve(program: Program, { demo, tell, ends, pace }: Serving): Promise<string | undefined> {
	const { config, queue, timers, log, now } = program;
	const has = (service: Config["services"][number]) => config.services.includes(service);
	await demo?.fill(program);

	const answersHere = has("worker");
	const share = shareOf(config);
	const lease = share && (await hireWorker(program));
	if (lease) ends.push(lease.release);
	const works = worksOf(program, lease && { owner: lease.name, share });
	let bots: Bots | undefined;
	const sendDue = async () => void (await bots?.sendDue());
	const worker = openWorker({
		...workHere(config, { works, sendDue, keepsErrands: share !== undefined }),
		...{ queue, now, timers, log: log.of("worker") },
	});
	await queue.start();
	await keepFlowsFresh(program, ends, () => bots);

	if (has("bots")) bots = await serveBots(program, { answersHere, ...(pace && { pace }) });
	worker.start();
	// Senders stop last: turns that are still under way may have something to say.
	if (bots) ends.push(bots.stop);
	ends.push(worker.stop);
	demo?.connect({ program, works, bots });

	// A process loads what it serves: without pages and demo it is back one second sooner after a crash.
	const serveAdmin = has("admin") ? (await import("./serve-admin.ts")).serveAdmin : undefined;
	const admin = await serveAdmin?.(program, { answersHere, ...(demo && { demo: demo.face }) });
	if (admin) {
		ends.push(admin.stop);
		await demo?.opened(admin.local);
	}
	await greet(program, { admin, demo, tell });
	return admin?.address;
}

/** What this process works off: `own` without a bell. */
function workHere(
	{ services }: Config,
	{ works, sendDue, keepsErrands }: { works: Works; sendDue: () => Promise<undefined>; keepsErrands: boolean },
) {
	const { inbox, runs, errands, day, webhooks, rules } = works;
	const outbox = services.includes("bots") ? { outbox: sendDue } : {};
	if (services.includes("worker")) return { works: { inbox, runs, errands, ...outbox }, own: { day, webhooks, rules } };
	// The bell for errands rings at the workers.
	return { works: outbox, own: keepsErrands ? { errands } : {} };
}

/** Files that change, and other processes that load or pause something, reach running turns without a restart. */
async function keepFlowsFresh(
	{ config, database, folder, log, news, queue }: Program,
	ends: (() => Promise<unknown>)[],
	bots: () => Bots | undefined,
): Promise<void> {
	const stopWatching = watchFlows(config.flowsDir, () => {
		if (!config.watchFlows) {
			log.info("flow files have changed: see npm run flows -- diff, then npm run flows -- apply");
			news.tell("flow", "files");
			return;
		}
		folder.reload().then(
			async (changed) => {
				if (!changed) return;
				news.tell("flow", "files");
				await bots()?.setMenu();
			},
			(error) => log.error("the flow files could not be loaded again", { error }),
		);
	});
	const refresh = () => {
		// A command has no bell of its own: what it promised together with the news is looked for now.
		queue.ring("errands");
		folder.refresh().then(
			async (changed) => {
				news.tell("flow", "versions");
				if (changed) await bots()?.setMenu();
			},
			(error) => log.warn("flows could not be refreshed", { error }),
		);
	};
	const ear = await openEar({ database, channel: FLOWS_CHANNEL, heard: refresh, missed: refresh, log });
	ends.push(async () => {
		stopWatching();
		await ear.close();
	});
}

async function greet(
	{ shop, log }: Program,
	{ admin, demo, tell }: { admin: Admin | undefined; demo: DemoShop | undefined; tell: (line: string) => void },
) {
	if (!admin) {
		log.info("running without the admin: this process serves no pages");
		return;
	}
	tell(
		demo ? `${admin.address}/try  — phones to chat with the shop` : `${admin.address}/  — the shop behind its counter`,
	);
	const token = await openWelcome(shop);
	if (token)
		tell(`${admin.address}/welcome/${token}  — first visit behind the counter: makes the owner's account, once`);
	else if (demo) tell(`${admin.address}/  — behind the counter`);
}

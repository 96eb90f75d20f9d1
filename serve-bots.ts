import { hostname } from "node:os";
import { type Desk, openDesk } from "#bots/desk/desk.ts";
import { accountOf } from "#bots/desk/parts.ts";
import { warnLate } from "#core/conversations/warn-late.ts";
import type { Channel } from "#core/delivery/channel.ts";
import { openSender, type Sender } from "#core/delivery/deliver-due.ts";
import { PACES, type Pace, unaskedRate } from "#core/delivery/governor.ts";
import { mirrorTemplates } from "#core/delivery/mirror-templates.ts";
import { forgetOtherDesks } from "#core/delivery/report-account.ts";
import { menuCommands } from "#core/flows/menu-commands.ts";
import { insightRules } from "#core/insights/insight-rules.ts";
import { oneAtATime } from "#core/one-at-a-time.ts";
import { type Lease, takeName } from "#core/platform/lease.ts";
import { readMediaIn } from "#core/platform/media-folder.ts";
import { pngOf } from "#core/platform/picture.ts";
import { whenSole } from "#core/platform/sole.ts";
import { answerTipPost } from "#core/tips/answer-post.ts";
import { postTips } from "#core/tips/post-tips.ts";
import type { Program } from "./compose.ts";
import { lookAfterAccount } from "./look-after-account.ts";
import { sendingRules } from "./rules.ts";

/** The service `bots`: listens to the messengers and sends the outbox. */
export type Bots = {
	/** Looks for everything that is due to be sent. */
	sendDue(): Promise<void>;
	/** Resolves when nothing is on its way. */
	quiet(): Promise<void>;
	/** The operators' desk, where there is one and this process has it. */
	readonly desk: Desk | undefined;
	setMenu(): Promise<void>;
	stop(): Promise<void>;
};

/** `answersHere`: this process also works off turns, so that receiving and answering may share a commit. */
export async function serveBots(
	program: Program,
	{ answersHere, pace }: { answersHere: boolean /** Instead of each channel's own. */; pace?: Pace },
): Promise<Bots> {
	const posts = await Promise.all(
		program.channels.map(async (channel) =>
			openPost(program, channel, { answersHere, pace: pace ?? (await paceOf(program, channel)) }),
		),
	);
	const desk = await openOwnDesk(program);
	program.outlet.connect((rows) => {
		for (const { channel, sender } of posts) {
			const own = rows.filter((row) => row.account === channel.account);
			if (own.length > 0) sender().sendNow(own);
		}
	});
	return {
		sendDue: async () => void (await Promise.all(posts.map(({ sender }) => sender().sendDue()))),
		async quiet() {
			await Promise.all(posts.map(({ sender }) => sender().quiet()));
			await desk?.showTips();
			await desk?.desk.quiet();
		},
		desk: desk?.desk,
		setMenu: async () =>
			void (await Promise.all(
				program.channels.map((channel) => channel.setMenu(menuCommands(program.folder.current()))),
			)),
		async stop() {
			// What a member has just written is still to be sent.
			await desk?.stop();
			await Promise.all(posts.map((post) => post.stop()));
		},
	};
}

type OwnDesk = { readonly desk: Desk; showTips(): Promise<void>; stop(): Promise<void> };

/** How often tips are looked for, in case a bell was missed. */
const TIPS_MS = 30_000;

/** The operators' desk: one process listens to its bot and draws its group. */
async function openOwnDesk(program: Program): Promise<OwnDesk | undefined> {
	const { config, shop, engine, folder, news, log, timers, database, media, mediaFolder } = program;
	await forgetOtherDesks(shop, { but: config.desk && accountOf(config.desk.token) });
	if (!config.desk) return undefined;
	const desk = openDesk({
		...config.desk,
		...{ shop, news, timers, log: log.of("desk"), zone: config.zone },
		staffTurn: engine.staffTurn,
		openBook: folder.current,
		insights: () => insightRules(folder.loaded().book, config),
		paint: pngOf,
		teams: () => folder.loaded().book.settings.defaults.teams,
		stages: () => new Map(folder.loaded().book.settings.stages.map(({ id, title }) => [id, title])),
		webAddress: config.publicUrl ?? (config.demo ? `http://localhost:${config.port}` : undefined),
		readMedia: readMediaIn(mediaFolder),
		keepMedia: media.keep,
		onPostAnswer: async (answer) => {
			const told = await answerTipPost(shop, { ...tips, turn: engine.staffTurn }, answer);
			news.tell("tip", answer.key);
			return told;
		},
	});
	const tips = {
		desk,
		language: () => folder.current().settings.language,
		authorOf: (tip: string) => folder.loaded().book.tips.get(tip)?.author,
	};
	const showTips = oneAtATime(async () => {
		await postTips(shop, tips);
		await warnLate(shop, { post: desk.post, language: tips.language(), zone: config.zone });
	});
	const show = () => void showTips().catch((error) => log.warn("tips could not be shown at the desk", { error }));
	let stopLooking = () => {};
	let stopShowing = async () => {};
	function lookAgain(): void {
		stopLooking = timers.after(TIPS_MS, () => {
			show();
			lookAgain();
		});
	}
	const listening = await whenSole({
		...{ database, timers, name: `listener ${desk.account}`, log: log.of("listener") },
		async begin() {
			await desk.start();
			const stopHearing = news.hear((items) => {
				if (items.some(({ topic }) => topic === "tip")) show();
			});
			lookAgain();
			const stopLookingAfter = lookAfterAccount(program, { name: "desk", account: desk.account, health: desk.health });
			stopShowing = async () => {
				stopHearing();
				stopLooking();
				await stopLookingAfter();
			};
		},
		async end() {
			await stopShowing();
			await desk.stop();
		},
	});
	return { desk, showTips, stop: listening.release };
}

/** How fast an account may send: as its messenger asks, and a linked phone as its age allows. */
async function paceOf({ shop, config }: Program, { name, account, linking }: Channel): Promise<Pace> {
	if (!linking) return PACES[name];
	const row = await shop.db.account.findUnique({ where: { id: account } });
	let linkedAt = row?.linkedAt ?? null;
	return {
		...PACES[name],
		get unasked() {
			// A number that is linked while we run begins with a new number's few.
			if (linking.now().state === "linked") linkedAt ??= shop.now();
			return unaskedRate({ linkedAt, now: shop.now(), cap: config.linkedPhone?.dailyCap ?? 20 });
		},
	};
}

type Post = { readonly channel: Channel; sender(): Sender; stop(): Promise<void> };

/** One account: a poller, which is the only one over all processes, and a sender, of which there may be many. */
async function openPost(
	program: Program,
	channel: Channel,
	{ answersHere, pace }: { answersHere: boolean; pace: Pace },
): Promise<Post> {
	const { database, timers, log, engine, shop, folder, config } = program;
	// Rows of a linked phone are sent by the process that has its browser, and by no other.
	let listens = channel.linking === undefined;
	let { lease, sender } = await hire();

	async function hire(): Promise<{ lease: Lease; sender: Sender }> {
		const next = await takeName({
			database,
			kind: `sender ${channel.account}`,
			owner: `${hostname()}:${process.pid}`,
			timers,
			realNow: () => new Date(),
			lost: () => void rehire(),
			log: log.of("sender"),
		});
		const hired = openSender({
			shop,
			channel,
			lease: { name: next.name, alive: () => listens && next.alive() },
			pace,
			rules: { ...live() },
			timers,
			realNow: () => new Date(),
			log: log.of("sender"),
			probe: () => channel.probe(),
			accepted: (rows) =>
				void engine.tellAccepted(rows).catch((error) => log.warn("a silence was not moved", { error })),
			told: ({ conversationId }) => program.news.tell("conversation", conversationId),
		});
		if (listens) await hired.start();
		return { lease: next, sender: hired };
	}

	/** Flow files change while the sender runs: each question is asked of the rules as they are now. */
	function live() {
		const rules = () => sendingRules(folder, config.zone);
		return {
			zone: config.zone,
			get caps() {
				return rules().caps;
			},
			get live() {
				return rules().live;
			},
			get nationwide() {
				return rules().nationwide ?? false;
			},
			of: (flow: string | null) => rules().of(flow),
		};
	}

	/** The database was away: a new name, and the rows of the old one are recovered. */
	async function rehire(): Promise<void> {
		await sender.stop();
		try {
			({ lease, sender } = await hire());
			await sender.sendDue();
		} catch {
			timers.after(1_000, () => void rehire());
		}
	}

	const mirror = mirrorTemplates({ shop, channel, timers, log: log.of("templates") });
	let stopLooking = async () => {};
	const receive = answersHere ? engine.receiveAndAnswer : engine.receive;
	const listening = await whenSole({
		database,
		name: `listener ${channel.account}`,
		timers,
		log: log.of("listener"),
		async begin() {
			const account = await shop.db.account.findUnique({ where: { id: channel.account } });
			await channel.start(receive, account?.position ?? null);
			if (!listens) {
				listens = true;
				await sender.start();
			}
			await mirror.look();
			stopLooking = lookAfterAccount(program, channel);
			await channel.setMenu(menuCommands(folder.current()));
		},
		async end() {
			mirror.stop();
			await stopLooking();
			await channel.stop();
			listens = channel.linking === undefined;
		},
	});

	return {
		channel,
		sender: () => sender,
		async stop() {
			await listening.release();
			await sender.stop();
			await lease.release();
		},
	};
}

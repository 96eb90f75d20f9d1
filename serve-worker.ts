import { hostname } from "node:os";
import { editSender } from "#core/conversations/edit-own-words.ts";
import { laterSender } from "#core/conversations/send-later.ts";
import { controlWatch } from "#core/conversations/watch-control.ts";
import { undoImport } from "#core/customers/undo-import.ts";
import { weighChannel } from "#core/delivery/weigh-channel.ts";
import type { ErrandName } from "#core/errands.ts";
import { handoffRules } from "#core/flows/handoff-rules.ts";
import { insightRules } from "#core/insights/insight-rules.ts";
import { keepEpisodes } from "#core/insights/keep-episodes.ts";
import { digestMaker } from "#core/insights/make-digest.ts";
import { sweepUp } from "#core/insights/sweep-up.ts";
import { settleInquiries, settleOutcome } from "#core/orders/settle-outcome.ts";
import { dayWork } from "#core/platform/begin-days.ts";
import type { Config } from "#core/platform/config.ts";
import { mediaKeeper } from "#core/platform/fetch-media.ts";
import { errandWork, type Keepers, type Share, takeBackErrands } from "#core/platform/keep-errands.ts";
import { type Lease, takeName } from "#core/platform/lease.ts";
import type { WorkOff } from "#core/platform/pump.ts";
import { followEvent as followRules } from "#core/rules/follow-event.ts";
import type { RuleParts } from "#core/rules/rule-parts.ts";
import { rulesOf } from "#core/rules/rules.ts";
import { trimFirings } from "#core/rules/trim-firings.ts";
import { watchTime } from "#core/rules/watch-time.ts";
import { countSegments } from "#core/segments/count-segments.ts";
import { followEvent } from "#core/segments/follow-event.ts";
import type { SegmentParts } from "#core/segments/move-members.ts";
import { trimAudit } from "#core/team/trim-audit.ts";
import { missTips } from "#core/tips/answer-tip.ts";
import { tipsOf } from "#core/tips/tips.ts";
import { webhookWork } from "#core/webhooks/deliver-webhooks.ts";
import { trimDeliveries } from "#core/webhooks/trim-deliveries.ts";
import { channelOf, type Program } from "./compose.ts";
import { billOrder } from "./payments.ts";

/** The service `worker`: answers what waits in the inbox, wakes runs, keeps errands, begins days. */
export type Works = {
	readonly inbox: WorkOff;
	readonly runs: WorkOff;
	readonly errands: WorkOff;
	readonly day: WorkOff;
	/** Tells addresses outside what the diary says. */
	readonly webhooks: WorkOff;
	/** Looks for what time has brought to rules and tips. */
	readonly rules: WorkOff;
};

/** What there is to work off; who rings for it is the pumps' business. */
export function worksOf(
	program: Program,
	{
		owner = `${hostname()}:${process.pid}`,
		share = { but: [] },
	}: { /** Name of this worker. */ owner?: string; share?: Share | undefined } = {},
): Works {
	const { engine, shop, config, log } = program;
	return {
		async inbox() {
			while ((await engine.workInbox()) > 0);
			return engine.nextTry();
		},
		async runs() {
			while ((await engine.workDue()) + (await engine.workActions()) > 0);
			return engine.nextDue();
		},
		errands: errandWork({
			shop,
			keepers: keepersOf(program),
			share,
			owner,
			realNow: () => new Date(),
			log: log.of("errands"),
		}),
		day: dayWork({ shop, zone: config.zone }),
		async rules() {
			if (await missTips(shop)) program.news.tell("tip", "missed");
			const parts = rulePartsOf(program);
			return watchTime(shop, parts, [...rulesOf(parts), ...tipsOf(parts)]);
		},
		webhooks: webhookWork({ shop, post: program.outside.post, gaveUp: () => program.news.tell("health", "webhooks") }),
	};
}

function rulePartsOf({ folder, hands, engine, config, news, log }: Program): RuleParts {
	return {
		...{ hands, turn: engine.staffTurn, zone: config.zone, currency: config.currency, log: log.of("rules") },
		book: () => folder.loaded().book,
		told: news.tell,
	};
}

/** The promises that this process keeps; none: it has no part in them. What only a linked phone can do is done beside its browser. */
export function shareOf({ services, linkedPhone }: Pick<Config, "services" | "linkedPhone">): Share | undefined {
	const [worker, bots] = [services.includes("worker"), services.includes("bots")];
	if (worker) return { but: bots ? [] : LINKED };
	return bots && linkedPhone ? { only: LINKED } : undefined;
}

const LINKED: readonly ErrandName[] = ["fetch-linked-media"];

/** Takes a name that only one worker bears, and what the name's last bearer left undone. */
export async function hireWorker({ database, timers, log, shop }: Program): Promise<Lease> {
	const lease = await takeName({
		database,
		kind: "worker",
		owner: `${hostname()}:${process.pid}`,
		timers,
		realNow: () => new Date(),
		// Another may take errands back that this process is still at: keepers are called twice, and the attempt is a fence.
		lost: () => {},
		log: log.of("errands"),
	});
	const left = await takeBackErrands(shop, { owner: lease.name });
	if (left > 0) log.of("errands").warn("errands of a dead worker were taken back", { errands: left });
	return lease;
}

/** Every promise has its keeper, or this does not compile. */
function keepersOf(program: Program): Keepers {
	const { engine, channels, hands, log, media, seal, outlet, folder, config, news } = program;
	const rules = rulePartsOf(program);
	const segments: SegmentParts = {
		conditions: () => new Map([...folder.loaded().book.segments].map(([name, { if: condition }]) => [name, condition])),
		book: () => folder.current().book,
		read: hands.read,
		zone: config.zone,
		currency: config.currency,
		log: log.of("segments"),
	};
	const fetchMedia = mediaKeeper({
		sourceOf: (account) => channelOf(channels, account),
		store: media,
		told: (conversationId) => news.tell("conversation", conversationId),
	});
	return {
		async "tell-flows"(shop, payload) {
			await engine.tellFlows(shop, payload);
			await followEvent(shop, segments, payload);
			await followRules(shop, rules, [...rulesOf(rules), ...tipsOf(rules)], payload);
		},
		"count-segments": async (shop) => void (await countSegments(shop, segments)),
		"tell-occasion": engine.tellOccasion,
		"move-runs": engine.moveRuns,
		"undo-import": undoImport,
		"stop-run": engine.stopRun,
		"begin-day": engine.beginDay,
		"fetch-media": fetchMedia,
		"fetch-linked-media": fetchMedia,
		"weigh-channel": weighChannel,
		async "bill-order"(shop, payload) {
			const row = await billOrder(shop, seal, payload);
			if (row) outlet.send([row]);
		},
		async "sweep-up"(shop) {
			await sweepUp(shop);
			await trimAudit(shop, { days: config.auditDays });
			await trimDeliveries(shop);
			await trimFirings(shop);
			await settleInquiries(shop, { zone: config.zone, reasons: folder.loaded().book.settings.reasons });
			await keepEpisodes(shop, insightRules(folder.loaded().book, config).measures);
		},
		"settle-outcome": (shop, payload) => settleOutcome(shop, payload, folder.loaded().book.settings.reasons),
		"make-digest": digestMaker({
			rules: () => insightRules(folder.loaded().book, config),
			told: (day) => news.tell("digest", day),
		}),
		"watch-control": controlWatch({
			turn: engine.staffTurn,
			rules: () => handoffRules(folder.loaded().book.settings.defaults, config.zone),
			warn: (memberId) => news.tell("mention", memberId),
		}),
		"send-later": laterSender(engine.staffTurn),
		"send-edit": editSender(engine.staffTurn),
	};
}

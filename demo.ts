import type { Demo } from "#admin/server/demo.ts";
import type { Config, TelegramSettings } from "#core/platform/config.ts";
import type { Log } from "#core/platform/log.ts";
import type { Statement } from "#core/shop.ts";
import { seedDemo } from "#prisma/seed/demo-shop.ts";
import { openDemoMessenger } from "#test/standins/demo/open-demo.ts";
import type { Program } from "./compose.ts";
import type { Bots } from "./serve-bots.ts";
import type { Works } from "./serve-worker.ts";

/** The demo: a village shop with a past, a messenger of its own, and a clock that can be moved. */
export type DemoShop = {
	readonly telegram: TelegramSettings;
	readonly now: () => Date;
	/** What the page `/try` shows and does. */
	readonly face: Demo;
	/** Fills an empty database; one that holds a shop is left alone. */
	fill(program: Program): Promise<void>;
	/** Moving the clock works off what falls due on the way, with these. */
	connect(parts: Parts): void;
	close(): Promise<void>;
};

type Parts = { readonly program: Program; readonly works: Works; readonly bots: Bots | undefined };

const CLOCK = "demo-clock";
const NAMES = ["Марина", "Игорь"];

/** Opens the messenger; where a token is set the demo fills the shop and the customers are real. */
export async function openDemoShop({ config, log }: { config: Config; log: Log }): Promise<DemoShop> {
	let shift = 0;
	let parts: Parts | undefined;
	const now = () => new Date(Date.now() + shift);
	const messenger = await openDemoMessenger({ botName: "Прилавок у Марины", startsAt: now(), names: NAMES });
	const telegram: TelegramSettings = config.telegram ?? {
		token: messenger.token,
		apiRoot: messenger.apiRoot,
		mode: "polling",
	};

	function shiftTo(ms: number) {
		messenger.advance(ms - shift);
		shift = ms;
	}

	async function move(minutes: number): Promise<void> {
		if (!parts) return;
		const { program, works, bots } = parts;
		const goal = shift + minutes * 60_000;
		const settle = () => workOff(works, bots);
		await settle();
		for (let steps = 0; steps < MOST_STEPS; steps++) {
			const due = await nextDue(program, new Date(Date.now() + goal));
			if (!due) break;
			shiftTo(Math.max(shift, due.getTime() - Date.now()));
			await settle();
		}
		shiftTo(goal);
		await settle();
		const value = { shift };
		await program.shop.db.setting.upsert({
			where: { key: CLOCK },
			create: { key: CLOCK, value, at: now() },
			update: { value, at: now() },
		});
	}

	return {
		telegram,
		now,
		face: { clock: { now, shiftedMinutes: () => Math.round(shift / 60_000), move }, phones: messenger.phones },
		async fill({ shop, mediaFolder }) {
			const kept = await shop.db.setting.findUnique({ where: { key: CLOCK } });
			shiftTo(Math.max(0, readShift(kept?.value)));
			if ((await shop.db.product.count()) + (await shop.db.customer.count()) > 0) return;
			const made = await seedDemo(shop, { now: now(), mediaFolder });
			log.info("the demo shop is ready", made);
		},
		connect(given) {
			parts = given;
		},
		close: () => messenger.close(),
	};
}

/** A year of days holds fewer moments of the demo's few customers. */
const MOST_STEPS = 2_000;

async function workOff({ inbox, runs, errands, day }: Works, bots: Bots | undefined): Promise<void> {
	for (const work of [day, errands, inbox, runs, errands]) await work();
	await bots?.sendDue();
	await bots?.quiet();
}

/** The next moment at which something falls due, not after `until`. */
async function nextDue({ shop }: Program, until: Date): Promise<Date | undefined> {
	const [row] = await shop.db.written<{ at: Date | null }>(NEXT_DUE, [shop.now(), until]);
	return row?.at ?? undefined;
}

const NEXT_DUE: Statement = {
	name: "demo-next-due",
	text: `SELECT min(at) AS at FROM (
			SELECT min(wake_at) AS at FROM flow_run WHERE wake_at > $1::timestamptz
			UNION ALL SELECT min(fires_at) FROM flow_entry WHERE state = 'pending' AND fires_at > $1::timestamptz
			UNION ALL SELECT min(due_at) FROM errand WHERE state = 'waiting' AND due_at > $1::timestamptz
			UNION ALL SELECT min(due) FROM outbox WHERE state = 'pending' AND due > $1::timestamptz
			UNION ALL SELECT date_trunc('hour', $1::timestamptz) + interval '1 hour'
		) moments WHERE at <= $2::timestamptz`,
};

function readShift(value: unknown): number {
	if (typeof value !== "object" || value === null || !("shift" in value)) return 0;
	return typeof value.shift === "number" ? value.shift : 0;
}

import type { Demo } from "#admin/server/demo.ts";
import { accountOf } from "#bots/desk/parts.ts";
import type { CloudSettings, Config, DeskSettings, TelegramSettings } from "#core/platform/config.ts";
import type { Log } from "#core/platform/log.ts";
import type { Shop } from "#core/shop.ts";
import { bindGroup } from "#core/team/bind-desk.ts";
import { seedDemo } from "#prisma/seed/demo-shop.ts";
import { type DemoAccounts, SEEDED_WHATSAPP } from "#prisma/seed/draw-chats.ts";
import { type DemoMessengers, openDemoMessengers } from "#test/standins/demo/open-demo.ts";
import type { Program } from "./compose.ts";
import { passTime } from "./pass-time.ts";
import type { Bots } from "./serve-bots.ts";
import type { Works } from "./serve-worker.ts";

/** The demo: a village shop with a past, a messenger of its own, and a clock that can be moved. */
export type DemoShop = {
	readonly telegram: TelegramSettings;
	readonly whatsapp: CloudSettings;
	readonly desk: DeskSettings | undefined;
	readonly now: () => Date;
	/** What the page `/try` shows and does. */
	readonly face: Demo;
	/** Fills an empty database; one that holds a shop is left alone. */
	fill(program: Program): Promise<void>;
	/** Moving the clock works off what falls due on the way, with these. */
	connect(parts: Parts): void;
	/** The shop's doors are open at this address: WhatsApp brings there what is written to it. */
	opened(address: string): Promise<void>;
	close(): Promise<void>;
};

type Parts = { readonly program: Program; readonly works: Works; readonly bots: Bots | undefined };

const CLOCK = "demo-clock";
const NAMES = { telegram: ["Марина"], whatsapp: ["Игорь"] };
const DESK = { title: "Стол операторов", clerk: "Лена" };

/** Opens the messenger; where a token is set the demo fills the shop and the customers are real. */
export async function openDemoShop({ config, log }: { config: Config; log: Log }): Promise<DemoShop> {
	let shift = 0;
	let parts: Parts | undefined;
	const now = () => new Date(Date.now() + shift);
	const messenger = await openDemoMessengers({
		botName: "Прилавок у Марины",
		startsAt: now(),
		names: NAMES,
		desk: DESK,
	});
	const desk = config.desk ?? deskSettings(messenger);
	const telegram: TelegramSettings = config.telegram ?? {
		...messenger.telegram,
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
		await passTime({
			shop: program.shop,
			until: new Date(Date.now() + goal),
			moveTo: (moment) => shiftTo(Math.min(goal, Math.max(shift, moment.getTime() - Date.now()))),
			settle: () => workOff(works, bots),
		});
		shiftTo(goal);
		const value = { shift };
		await program.shop.db.setting.upsert({
			where: { key: CLOCK },
			create: { key: CLOCK, value, at: now() },
			update: { value, at: now() },
		});
	}

	return {
		telegram,
		whatsapp: config.whatsapp ?? messenger.whatsapp,
		desk,
		now,
		face: { clock: { now, shiftedMinutes: () => Math.round(shift / 60_000), move }, phones: messenger.phones },
		async fill({ shop, mediaFolder }) {
			const kept = await shop.db.setting.findUnique({ where: { key: CLOCK } });
			shiftTo(Math.max(0, readShift(kept?.value)));
			const accounts = standinAccounts(config, messenger);
			await fillDemo({ shop, mediaFolder, log, accounts });
			if (accounts.whatsapp) {
				const wanted = { account: accounts.whatsapp, nativeId: { startsWith: SEEDED_WHATSAPP } };
				messenger.meet(await shop.db.identity.findMany({ where: wanted }));
			}
			if (!config.desk && messenger.desk) await openDeskFor(shop, messenger.desk);
		},
		connect(given) {
			parts = given;
		},
		async opened(address) {
			const door = parts?.program.channels.find(({ name }) => name === "whatsapp")?.door;
			if (!door || config.whatsapp) return;
			await messenger.bringTo(address + door.path);
		},
		close: () => messenger.close(),
	};
}

function deskSettings({ desk, telegram }: DemoMessengers): DeskSettings | undefined {
	return desk && { token: desk.token, apiRoot: telegram.apiRoot };
}

/** Lena works at the desk of the demo; the group is new at each start, and its topics are drawn anew. */
async function openDeskFor(shop: Shop, { token, group, clerk }: NonNullable<DemoMessengers["desk"]>): Promise<void> {
	const account = accountOf(token);
	const { first_name: name } = clerk.user;
	const facts = { name, role: "lead" as const, language: "ru" };
	await shop.atomically(async (inside) => {
		await inside.db.member.upsert({
			where: { id: CLERK },
			create: { id: CLERK, email: "lena@demo.prilavok", ...facts, createdAt: shop.now(), updatedAt: shop.now() },
			update: {},
		});
		const place = { account, nativeId: String(clerk.id), memberId: CLERK, boundAt: shop.now() };
		await inside.db.deskMember.deleteMany({ where: { account } });
		await inside.db.deskMember.create({ data: place });
		await bindGroup(inside, { account, chatId: String(group), memberId: CLERK, language: "ru" });
	});
}

const CLERK = "demo-lena";

/** Past customers have chats only where nobody but a stand-in answers. */
function standinAccounts(config: Config, { telegram, whatsapp }: DemoMessengers): DemoAccounts {
	return {
		...(!config.telegram && { telegram: `telegram:${telegram.token.split(":")[0]}` }),
		...(!config.whatsapp && { whatsapp: `whatsapp:${whatsapp.phoneId}` }),
	};
}

/** Fills an empty database with the demo shop; one that holds a shop is left alone. */
export async function fillDemo({
	shop,
	mediaFolder,
	log,
	accounts = {},
}: Pick<Program, "shop" | "mediaFolder" | "log"> & { accounts?: DemoAccounts }): Promise<void> {
	if ((await shop.db.product.count()) + (await shop.db.customer.count()) > 0) return;
	log.info("filling the demo shop (a few seconds, once)");
	log.info("the demo shop is ready", await seedDemo(shop, { now: shop.now(), mediaFolder, accounts }));
}

async function workOff({ inbox, runs, errands, day }: Works, bots: Bots | undefined): Promise<void> {
	for (const work of [day, errands, inbox, runs, errands]) await work();
	await bots?.sendDue();
	await bots?.quiet();
}

function readShift(value: unknown): number {
	if (typeof value !== "object" || value === null || !("shift" in value)) return 0;
	return typeof value.shift === "number" ? value.shift : 0;
}

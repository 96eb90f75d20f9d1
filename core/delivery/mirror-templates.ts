import type { Shop } from "#core/shop.ts";
import type { Cancel, Timers } from "#core/timers.ts";
import type { Channel } from "./channel.ts";
import { keepTemplates } from "./templates.ts";

/** A judgement that changes a template is told at once; what was missed is found within the hour. */
const EVERY = 3_600_000;

/** Keeps a copy of a messenger's list of templates: at the start of listening, and from then on by looking again. */
export function mirrorTemplates({
	shop,
	channel,
	timers,
	log,
}: {
	shop: Shop;
	channel: Pick<Channel, "account" | "templates">;
	timers: Timers;
	log: { warn(message: string, fields?: Record<string, unknown>): void };
}): { look(): Promise<void>; stop(): void } {
	const { account } = channel;
	let cancel: Cancel = () => {};

	async function look(): Promise<void> {
		if (!channel.templates) return;
		try {
			const templates = await channel.templates();
			if (templates) await keepTemplates(shop, { account, templates });
		} catch (error) {
			log.warn("the list of templates could not be kept", { account, error });
		}
		cancel();
		cancel = timers.after(EVERY, () => void look());
	}

	return { look, stop: () => cancel() };
}

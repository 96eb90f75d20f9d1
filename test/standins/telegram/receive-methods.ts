import { badRequest, tooMany } from "./api-error.ts";
import { type Bot, defaultAllowed, readAllowed } from "./bot.ts";
import type { Call } from "./call.ts";
import { Described, type Handlers, Written } from "./handlers.ts";
import type { Service } from "./service.ts";
import type { QueuedUpdate } from "./update-queue.ts";
import type { WebhookSettings } from "./webhook.ts";

/** The methods by which a bot gets its updates. */
export const receiveMethods: Handlers = {
	getUpdates,
	setWebhook,
	deleteWebhook: (_service, call) => dropWebhook(call),
	getWebhookInfo: (service, { bot }) => {
		bot.queue.expire(service.clock.now());
		const { settings, lastError } = bot.webhook;
		return {
			url: settings?.url ?? "",
			has_custom_certificate: false,
			pending_update_count: bot.queue.size,
			...(settings?.ipAddress ? { ip_address: settings.ipAddress } : {}),
			...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
			...(settings ? { max_connections: settings.maxConnections } : {}),
			...(bot.allowed === defaultAllowed ? {} : { allowed_updates: [...bot.allowed] }),
		};
	},
};

async function getUpdates(service: Service, call: Call): Promise<Written> {
	const { bot } = call;
	if (bot.webhook.settings) {
		return bot.poll.conflict(
			"can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
		);
	}
	bot.allowed = readAllowed(call.json("allowed_updates")) ?? bot.allowed;
	const updates = await bot.poll.poll({
		offset: call.integer("offset") ?? 0,
		limit: clamp(call.integer("limit") ?? 100, 1, 100),
		timeout: clamp(call.integer("timeout") ?? 0, 0, 50),
	});
	const handed = updates.slice(0, howManyFit(updates));
	for (const { id } of handed) service.handed(bot, id);
	return new Written(`[${handed.map(({ json }) => json).join(",")}]`);
}

/** One answer holds about 4 MB; the rest comes with the next. */
function howManyFit(updates: QueuedUpdate[]): number {
	let left = 2 ** 22;
	const first = updates.findIndex(({ json }) => {
		left -= json.length + 50;
		return left <= 0;
	});
	return first < 0 ? updates.length : first;
}

function setWebhook(service: Service, call: Call): Described {
	const { bot } = call;
	const url = call.text("url") ?? "";
	if (url === "") return dropWebhook(call);
	const now = service.clock.now();
	if (now < bot.nextAllowedSetWebhook) throw tooMany(1);
	bot.nextAllowedSetWebhook = now + 1000;
	const settings = settingsOf(call, url);
	const isNew = !isSame(bot.webhook.settings, settings) || call.on("drop_pending_updates");
	bot.allowed = readAllowed(call.json("allowed_updates")) ?? bot.allowed;
	if (!isNew) return new Described(true, "Webhook is already set");
	bot.poll.abort("terminated by setWebhook request");
	if (call.on("drop_pending_updates")) bot.queue.clear();
	bot.webhook.open(settings);
	return new Described(true, "Webhook was set");
}

function settingsOf(call: Call, url: string): WebhookSettings {
	const secret = call.text("secret_token") ?? "";
	if (secret.length > 256) throw badRequest("secret token is too long");
	if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw badRequest("secret token contains unallowed characters");
	if (!URL.canParse(url)) throw badRequest("invalid webhook URL specified");
	const { protocol, hostname, port } = new URL(url);
	const isLocal = hostname === "127.0.0.1" || hostname === "localhost";
	// Like the official server with --local: plain HTTP and any port, but on this machine only.
	if (!isLocal && protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
	if (!isLocal && !["", "443", "80", "88", "8443"].includes(port)) {
		throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
	}
	return {
		url,
		secret,
		maxConnections: clamp(call.integer("max_connections") ?? 40, 1, 100),
		ipAddress: call.text("ip_address") ?? "",
	};
}

function dropWebhook(call: Call): Described {
	const { bot }: { bot: Bot } = call;
	const wasSet = bot.webhook.settings !== undefined;
	if (call.on("drop_pending_updates")) bot.queue.clear();
	bot.webhook.close();
	return new Described(true, wasSet ? "Webhook was deleted" : "Webhook is already deleted");
}

function isSame(one: WebhookSettings | undefined, other: WebhookSettings): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function clamp(value: number, low: number, high: number): number {
	return Math.min(high, Math.max(low, value));
}

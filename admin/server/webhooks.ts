import { z } from "zod";
import {
	deliveries,
	deliveryWish,
	webhookBody,
	webhookEvents,
	webhookMade,
	webhookSecret,
	webhookSwitch,
	webhooks,
} from "#admin/contract/webhooks.ts";
import { addWebhook } from "#core/webhooks/add-webhook.ts";
import { changeWebhook } from "#core/webhooks/change-webhook.ts";
import { removeWebhook } from "#core/webhooks/remove-webhook.ts";
import { rotateWebhookSecret } from "#core/webhooks/rotate-webhook-secret.ts";
import { settleDelivery } from "#core/webhooks/settle-delivery.ts";
import { switchWebhook } from "#core/webhooks/switch-webhook.ts";
import { WEBHOOK_EVENTS, type WebhookEvent } from "#core/webhooks/webhook-events.ts";
import { askerOfRoute } from "./guard.ts";
import type { Server, ServerParts } from "./server.ts";

const done = { 204: z.null() };
const one = z.strictObject({ id: z.uuid() });

/** Addresses outside that are told what happens, and how that went. */
export function webhookRoutes(server: Server, { shop }: ServerParts): void {
	const config = { act: "manage-keys" } as const;
	const actorOf = (request: Parameters<typeof askerOfRoute>[0]) => `operator:${askerOfRoute(request).id}`;

	server.get("/api/webhooks", { config, schema: { response: { 200: webhooks } } }, async () => {
		const rows = await shop.db.webhook.findMany({
			orderBy: { createdAt: "desc" },
			include: { _count: { select: { deliveries: { where: { state: "waiting" } } } } },
		});
		return {
			items: rows.map(({ id, url, events, state, failingSince, oldSecretUntil, createdAt, _count }) => ({
				...{ id, url, events, state: stateWord.parse(state) },
				failingSince: failingSince?.toISOString() ?? null,
				oldSecretUntil: oldSecretUntil && oldSecretUntil > shop.now() ? oldSecretUntil.toISOString() : null,
				waiting: _count.deliveries,
				createdAt: createdAt.toISOString(),
			})),
		};
	});

	server.post("/api/webhooks", { config, schema: { body: webhookBody, response: { 200: webhookMade } } }, (request) =>
		addWebhook(shop, { ...request.body, actor: actorOf(request) }),
	);

	server.put(
		"/api/webhooks/:id",
		{ config, schema: { params: one, body: webhookBody, response: done } },
		async (request, answer) => {
			await changeWebhook(shop, { ...request.body, ...request.params, actor: actorOf(request) });
			return answer.status(204).send(null);
		},
	);

	server.put(
		"/api/webhooks/:id/switch",
		{ config, schema: { params: one, body: webhookSwitch, response: done } },
		async (request, answer) => {
			await switchWebhook(shop, { ...request.body, ...request.params, actor: actorOf(request) });
			return answer.status(204).send(null);
		},
	);

	server.post(
		"/api/webhooks/:id/secret",
		{ config, schema: { params: one, response: { 200: webhookSecret } } },
		async (request) => ({
			secret: await rotateWebhookSecret(shop, { id: request.params.id, actor: actorOf(request) }),
		}),
	);

	server.delete("/api/webhooks/:id", { config, schema: { params: one, response: done } }, async (request, answer) => {
		await removeWebhook(shop, { id: request.params.id, actor: actorOf(request) });
		return answer.status(204).send(null);
	});

	server.get(
		"/api/webhooks/:id/deliveries",
		{ config, schema: { params: one, response: { 200: deliveries } } },
		async (request) => {
			const rows = await shop.db.webhookDelivery.findMany({
				where: { webhookId: request.params.id },
				orderBy: { diaryId: "desc" },
				take: 100,
			});
			const entries = await shop.db.diary.findMany({
				where: { id: { in: rows.map(({ diaryId }) => diaryId) } },
				select: { id: true, name: true },
			});
			const names = new Map(entries.map(({ id, name }) => [id, name]));
			return {
				items: rows.map(({ id, diaryId, state, attempts, dueAt, triedAt, status, answer, tookMs }) => ({
					...{ id, entry: String(diaryId), event: names.get(diaryId) ?? null, state: deliveryWord.parse(state) },
					...{ attempts, status, answer, tookMs, dueAt: dueAt.toISOString() },
					triedAt: triedAt?.toISOString() ?? null,
				})),
			};
		},
	);

	server.post(
		"/api/webhooks/:id/deliveries/:delivery",
		{
			config,
			schema: { params: one.extend({ delivery: z.uuid() }), body: deliveryWish, response: done },
		},
		async (request, answer) => {
			const { id: webhookId, delivery: id } = request.params;
			await settleDelivery(shop, { id, webhookId, ...request.body, actor: actorOf(request) });
			return answer.status(204).send(null);
		},
	);
}

const stateWord = z.enum(["on", "off", "failed"]);
const deliveryWord = z.enum(["waiting", "delivered", "skipped"]);

/** The contract's events and the core's are the same words, or this does not compile. */
webhookEvents satisfies readonly WebhookEvent[];
WEBHOOK_EVENTS satisfies readonly (typeof webhookEvents)[number][];

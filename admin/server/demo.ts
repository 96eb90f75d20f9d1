import { z } from "zod";
import { demoClock, demoClockMove } from "#admin/contract/live.ts";
import {
	newPhone,
	type PhoneAct,
	type PhoneChannel,
	type PhoneView,
	phone,
	phoneAct,
	phoneList,
} from "#admin/contract/phones.ts";
import type { Server } from "./server.ts";

/** The demo's extras, handed in by main.ts: its clock, and the phones that talk to the stand-ins. */
export type Demo = {
	readonly clock: {
		now(): Date;
		shiftedMinutes(): number;
		/** Moves the clock forward; what falls due on the way is worked off. */
		move(minutes: number): Promise<void>;
	};
	readonly phones: Phones;
};

export type Phones = {
	list(): readonly PhoneView[];
	add(name: string, channel?: PhoneChannel): PhoneView;
	/** Refuses what the phone does not show. */
	act(phone: string, act: PhoneAct): void;
	/** Calls back whenever some phone shows something new; returns how to stop. */
	watch(changed: (phone: string) => void): () => void;
	/** A picture that a phone shows. */
	picture(path: string): Promise<{ bytes: Uint8Array; mime: string }>;
};

const open = { act: "anybody" as const };
const one = z.strictObject({ id: z.string().max(40) });

/** Phones to chat from, and a clock to move. Only in the demo, where there is nothing to protect. */
export function demoRoutes(server: Server, { clock, phones }: Demo, { zone }: { zone: string }): void {
	const look = () => ({ now: clock.now().toISOString(), shiftedMinutes: clock.shiftedMinutes(), zone });

	server.get("/api/demo/clock", { config: open, schema: { response: { 200: demoClock } } }, look);

	server.post(
		"/api/demo/clock",
		{ config: open, schema: { body: demoClockMove, response: { 200: demoClock } } },
		async (request) => {
			await clock.move(request.body.minutes);
			return look();
		},
	);

	server.get("/api/demo/phones", { config: open, schema: { response: { 200: phoneList } } }, () => [...phones.list()]);

	server.post("/api/demo/phones", { config: open, schema: { body: newPhone, response: { 200: phone } } }, (request) =>
		phones.add(request.body.name, request.body.channel),
	);

	server.post(
		"/api/demo/phones/:id/acts",
		{ config: open, schema: { params: one, body: phoneAct, response: { 204: z.null() } } },
		async (request, reply) => {
			phones.act(request.params.id, request.body);
			return reply.status(204).send(null);
		},
	);

	server.get(
		"/api/demo/pictures/*",
		{ config: open, schema: { hide: true, params: z.object({ "*": z.string().max(300) }) } },
		async (request, reply) => {
			const { bytes, mime } = await phones.picture(request.params["*"]);
			return reply.type(mime).header("x-content-type-options", "nosniff").send(Buffer.from(bytes));
		},
	);

	server.get("/api/demo/live", { config: { ...open, rateLimit: false }, schema: { hide: true } }, (request, reply) => {
		reply.hijack();
		const { raw } = reply;
		raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" });
		raw.write(": open\n\n");
		const stop = phones.watch((id) => raw.write(`data: ${JSON.stringify({ phone: id })}\n\n`));
		request.raw.on("close", stop);
	});
}

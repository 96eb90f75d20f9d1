import { expect, onTestFinished, test, vi } from "vitest";
import { anAdmin, HOST } from "../support/an-admin.ts";

async function listening(admin: Awaited<ReturnType<typeof anAdmin>>, cookie: string) {
	const answer = await admin.server.inject({
		url: "/api/live",
		headers: { host: HOST, cookie },
		payloadAsStream: true,
	});
	const stream = answer.stream().setEncoding("utf8")[Symbol.asyncIterator]();
	return {
		answer,
		next: async () => (await stream.next()).value as string | undefined,
		end: () => answer.stream().destroy(),
	};
}

test("an open browser is told the id of what changed, and no words", async () => {
	const admin = await anAdmin();
	const { cookie } = await admin.signedIn("observer");
	const { answer, next, end } = await listening(admin, cookie);
	expect(answer.headers["content-type"]).toContain("text/event-stream");
	expect(await next()).toBe(": open\n\n");

	admin.tell({ topic: "conversation", id: "42" });

	expect(await next()).toBe('data: {"topic":"conversation","id":"42"}\n\n');
	end();
});

test("whoever is not signed in hears nothing", async () => {
	const { server } = await anAdmin();

	expect((await server.inject("/api/live")).statusCode).toBe(401);
});

test("whoever is signed out while listening hears no more after the next beat", async () => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	onTestFinished(() => void vi.useRealTimers());
	const admin = await anAdmin();
	const member = await admin.signedIn("observer");
	const { next } = await listening(admin, member.cookie);
	expect(await next()).toBe(": open\n\n");

	await vi.advanceTimersByTimeAsync(20_000);
	expect(await next()).toBe(": still here\n\n");
	await admin.shop.db.session.deleteMany({ where: { memberId: member.id } });
	await vi.advanceTimersByTimeAsync(20_000);

	expect(await next()).toBeUndefined();
});

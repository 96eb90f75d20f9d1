import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Heard } from "#core/conversations/heard.ts";
import type { Linking, Outcome } from "#core/delivery/channel.ts";
import { anInbox } from "#test/contracts/channel.ts";
import { type LinkedDesk, linkedDesk } from "./linked-counter.ts";

/**
 * P14 with a real browser: whatever happens to it, the phone is back by itself while its session holds. What needs no kill
 * comes first: a browser killed in the first moments after a scan has not written its session to the disk yet.
 */
let desk: LinkedDesk;
const inbox = anInbox();
let readies = 0;
/** Ways in which the phone came to be away. */
const whys: string[] = [];

beforeAll(async () => {
	desk = await linkedDesk({ otherwise: { limits: { call: 2_000, ack: 500, look: 1_000 } } });
	desk.channel.linking?.hear(() => {
		const linking = desk.channel.linking?.now();
		if (linking?.state === "linked") readies += 1;
		if (linking && "why" in linking) whys.push(linking.why);
	});
	await desk.channel.start(inbox.receive, null);
	await is("scan");
	desk.standin.service.scan();
	await is("linked");
});
afterAll(() => desk?.close());

const is = (state: Linking["state"]) => desk.until(() => desk.channel.linking?.now().state === state);

/** Something happens to a linked phone; it is seen to be away, and to be back. */
async function backAfter(trouble: () => void, why: RegExp): Promise<void> {
	whys.length = 0;
	trouble();
	await desk.until(() => whys.some((told) => why.test(told)));
	await is("linked");
	await works();
}

function mediaOf({ what }: Heard) {
	return what.kind === "message" ? what.media : [];
}

let letters = 0;
function deliver(text: string, attempt = 1, id = String(++letters)): Promise<Outcome> {
	return desk.channel.deliver({ id, attempt, chat: desk.ada, content: { text } });
}

/** Both ways. */
async function works(): Promise<void> {
	const text = `проверка ${letters}`;
	desk.standin.service.write(desk.ada, { text });
	await expect
		.poll(() => inbox.all.filter(({ what }) => what.kind === "message" && what.text === text))
		.toHaveLength(1);
	expect(await deliver(`ответ ${letters}`)).toMatchObject({ outcome: "accepted" });
}

/** The browser that holds the profile, and the processes that draw its pages. */
function browser(): number {
	return Number(/\d+$/.exec(readlinkSync(join(desk.folder, "session/SingletonLock")))?.[0]);
}

function renderers(): number[] {
	const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
	return processes
		.filter((pid) => {
			const line = commandLine(pid);
			return line.includes("--type=renderer") && line.includes(join(desk.folder, "session"));
		})
		.map(Number);
}

function commandLine(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, "utf8");
	} catch {
		return "";
	}
}

test("a picture that a customer sends is fetched whole, a reaction is heard, and what is too large is refused", async () => {
	const { service } = desk.standin;
	service.write(desk.ada, { text: "вот", file: { bytes: Buffer.alloc(3_000, 7), mime: "image/png", name: "a.png" } });
	const [medium] = mediaOf(await inbox.next("message"));
	expect(medium).toMatchObject({ kind: "photo", mime: "image/png", size: 3_000 });
	const fetched = await desk.channel.fetchMedia(medium?.ref ?? "", 10_000);
	expect(fetched).toMatchObject({ mime: "image/png", name: "a.png" });
	expect(Buffer.from(fetched.bytes)).toEqual(Buffer.alloc(3_000, 7));
	await expect(desk.channel.fetchMedia(medium?.ref ?? "", 100)).rejects.toMatchObject({ code: "limit" });

	service.react(desk.ada, medium?.ref ?? "", "🔥");
	expect((await inbox.next("reacted")).what).toMatchObject({ message: medium?.ref, emojis: ["🔥"] });
});

test("a reload makes the page ready once more, and what came meanwhile is heard once", async () => {
	const before = readies;
	desk.standin.service.reload();
	desk.standin.service.write(desk.ada, { text: "между делом" });
	await desk.until(() => readies > before);
	await works();
	expect(inbox.all.filter(({ what }) => what.kind === "message" && what.text === "между делом")).toHaveLength(1);
});

test("another browser takes the link over: it is taken back", async () => {
	await backAfter(() => desk.standin.service.setState("CONFLICT"), /CONFLICT/);
});

test("the browser is killed", async () => {
	await backAfter(() => process.kill(browser(), "SIGKILL"), /browser has ended/);
});

test("the page crashes", async () => {
	await backAfter(() => {
		for (const pid of renderers()) process.kill(pid, "SIGKILL");
	}, /page has crashed/);
});

test("the page hangs: no call into it takes longer than it may", async () => {
	await backAfter(() => desk.standin.service.hang(), /did not answer/);
});

test("the phone's process is killed: the browser that it leaves behind is ended, and the next one has the profile", async () => {
	const orphan = browser();
	await backAfter(() => void desk.channel.linking?.wish({ wish: "again" }), /process failed/);
	expect(commandLine(String(orphan))).toBe("");
});

test("what is not acknowledged is sent once, whatever is asked meanwhile, and also by the next browser", async () => {
	desk.standin.service.setAcks("none");
	const id = "held";
	expect(await deliver("Заказ 7 принят", 1, id)).toMatchObject({ outcome: "ambiguous" });
	expect(await deliver("Заказ 7 принят", 2, id)).toMatchObject({ outcome: "wait", scope: "chat" });
	process.kill(browser(), "SIGKILL");
	await is("away");
	await is("linked");
	expect(await deliver("Заказ 7 принят", 2, id)).toMatchObject({ outcome: "wait" });
	desk.standin.service.setAcks("device");
	await expect.poll(() => deliver("Заказ 7 принят", 2, id)).toMatchObject({ outcome: "accepted" });
	const shown = desk.standin.service.sees(desk.ada).filter(({ text }) => text === "Заказ 7 принят");
	expect(shown).toHaveLength(1);
});

test("WhatsApp blocks the number: nothing is tried again before a person says so", async () => {
	desk.standin.service.setState("TOS_BLOCK");
	await is("banned");
	expect(await deliver("?")).toMatchObject({ outcome: "account-down", reason: expect.stringContaining("blocked") });
	expect(desk.standin.service.pages).toBe(0);
	desk.standin.service.setState("CONNECTED");
	await desk.channel.linking?.wish({ wish: "again" });
	await is("linked");
	await works();
});

// Last: a browser that is ended soon after a scan has not kept its session, and asks for another one.
test("the phone ends the link: somebody is called, and a scan brings it back", async () => {
	desk.standin.service.remove();
	await is("scan");
	expect(desk.logged).toContain("The phone needs a person: see the Channels page");
	expect(await deliver("?")).toMatchObject({ outcome: "account-down" });
	desk.standin.service.scan();
	await is("linked");
	await works();
});

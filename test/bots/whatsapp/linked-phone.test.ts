import { expect, test } from "vitest";
import type { OpenProcess } from "#bots/whatsapp/linked-life.ts";
import { type LinkedPhoneOptions, linkedPhoneChannel } from "#bots/whatsapp/linked-phone.ts";
import type { FromPhone, PhoneAnswer, ToPhone } from "#bots/whatsapp/linked-protocol.ts";
import type { Linking } from "#core/delivery/channel.ts";
import { anInbox } from "#test/contracts/channel.ts";
import { manualTimers } from "#test/support/manual-timers.ts";

const ADA = "79991234567@c.us";
const READY: FromPhone = { tell: "ready", number: "79990000001" };

/** A channel whose processes are puppets: what they say is said by the test, and time passes when it says so. */
async function aPuppet(otherwise: Partial<LinkedPhoneOptions> = {}, position: string | null = null) {
	const clock = { now: Date.parse("2026-03-02T12:00:00Z") };
	const timers = manualTimers((ms) => {
		clock.now += ms;
	});
	const lives: { asked: ToPhone[]; killed: boolean; hears: Parameters<OpenProcess>[0] }[] = [];
	const logged: string[] = [];
	const shown: Linking[] = [];
	const inbox = anInbox();
	const note = (level: string) => (message: string) => void logged.push(`${level}: ${message}`);
	const channel = linkedPhoneChannel({
		folder: "/nowhere/prilavok-puppet",
		chromium: "/usr/bin/chromium",
		log: { info: note("info"), warn: note("warn"), error: note("error") },
		now: () => new Date(clock.now),
		readMedia: async () => ({ bytes: Buffer.from("x"), name: "a.png" }),
		showCode: (linking) => shown.push(linking),
		hesitate: () => 0,
		timers,
		open(hears) {
			const life = { asked: [] as ToPhone[], killed: false, hears };
			lives.push(life);
			return {
				ask: (what) => void life.asked.push(what),
				kill() {
					life.killed = true;
					hears.ended();
				},
			};
		},
		...otherwise,
	});
	await channel.start(inbox.receive, position);
	const life = () => {
		const newest = lives.at(-1);
		if (!newest) throw new Error("No process has begun.");
		return newest;
	};
	return {
		channel,
		timers,
		lives,
		logged,
		shown,
		inbox,
		life,
		tells: (what: FromPhone) => life().hears.told(what),
		/** The process ends by itself, and says why. */
		goes(why: Extract<FromPhone, { tell: "gone" }>["why"]) {
			const { hears } = life();
			hears.told({ tell: "gone", why });
			hears.ended();
		},
		/** Answers the newest question. */
		answers(answer: PhoneAnswer) {
			const asked = life().asked.findLast((one) => "call" in one);
			if (asked && "call" in asked) life().hears.told({ tell: "answer", call: asked.call, answer });
		},
	};
}

type Puppet = Awaited<ReturnType<typeof aPuppet>>;

/** Begins to send, and waits until the process is asked. */
async function sending({ channel, life }: Puppet, attempt = 1, text = "Заказ 7") {
	const before = life().asked.length;
	const outcome = channel.deliver({ id: "7", attempt, chat: ADA, content: { text } });
	await expect.poll(() => life().asked.length).toBeGreaterThan(before);
	return outcome;
}

test("the risk is said at every start, and a first link hears nothing from before", async () => {
	const { logged, life } = await aPuppet();
	expect(logged).toEqual([expect.stringMatching(/^warn: .*unofficial.*may block/)]);
	expect(life().asked).toMatchObject([
		{ ask: "begin", settings: { since: Date.parse("2026-03-02T12:00:00Z") / 1000 } },
	]);

	const later = await aPuppet({}, "1772000000");
	expect(later.life().asked).toMatchObject([{ settings: { since: 1_772_000_000 } }]);
});

test("a phone that has to be linked shows its code once each, and is a person's business", async () => {
	const { channel, tells, shown, logged } = await aPuppet();
	tells({ tell: "qr", qr: "2@a" });
	tells({ tell: "qr", qr: "2@a" });
	tells({ tell: "qr", qr: "2@b" });
	tells({ tell: "code", code: "ABCD1234" });
	expect(shown.map((linking) => ("code" in linking ? linking.code : "qr" in linking && linking.qr))).toEqual([
		"2@a",
		"2@b",
		"ABCD1234",
	]);
	expect(channel.health()).toMatchObject({ state: "unauthorized", detail: expect.stringContaining("QR") });
	expect(logged.filter((line) => line.startsWith("error"))).toEqual([]);
	expect(await channel.deliver({ id: "1", attempt: 1, chat: ADA, content: { text: "?" } })).toMatchObject({
		outcome: "account-down",
	});

	tells(READY);
	expect(channel.health().state).toBe("ok");
	expect(channel.linking?.now()).toEqual({ state: "linked", number: "79990000001" });
	tells({ tell: "qr", qr: "2@c" });
	expect(logged.filter((line) => line.startsWith("error"))).toEqual([expect.stringContaining("needs a person")]);
	tells(READY);
	expect(channel.abilities.startLink).toBe("https://wa.me/79990000001?text=/start%20");
});

test.each([
	"browser",
	"crash",
	"hung",
	"state",
	"failed",
] as const)("after trouble (%s) another process begins by itself within a minute, and nothing is tried meanwhile", async (why) => {
	const puppet = await aPuppet();
	puppet.tells(READY);
	puppet.goes(why);
	expect(puppet.channel.health().state).toBe("down");
	expect(await puppet.channel.deliver({ id: "1", attempt: 1, chat: ADA, content: { text: "?" } })).toMatchObject({
		outcome: "wait",
		scope: "account",
	});

	for (let tries = 1; tries <= 8; tries++) {
		puppet.timers.pass(30_000);
		await expect.poll(() => puppet.lives.length).toBe(tries + 1);
		puppet.goes("failed");
	}
	puppet.timers.pass(30_000);
	await expect.poll(() => puppet.lives.length).toBe(10);
	puppet.tells(READY);
	expect(puppet.channel.health().state).toBe("ok");
});

test("a blocked number is left alone: no process begins before a person wishes it", async () => {
	const puppet = await aPuppet();
	puppet.tells(READY);
	puppet.goes("banned");
	puppet.timers.pass(24 * 60 * 60_000);
	expect(puppet.lives).toHaveLength(1);
	expect(puppet.channel.linking?.now()).toMatchObject({ state: "banned", why: expect.stringContaining("blocked") });
	expect(await puppet.channel.probe()).toBe(false);

	await puppet.channel.linking?.wish({ wish: "again" });
	await expect.poll(() => puppet.lives.length).toBe(2);
});

test("what is missing on the machine is named with its remedy", async () => {
	const puppet = await aPuppet();
	puppet.goes("no-chromium");
	expect(puppet.channel.health()).toMatchObject({ state: "down", detail: expect.stringContaining("CHROMIUM_PATH") });
});

test("a message counts as sent only with the service's ack; one that the page holds is neither sent again nor given up", async () => {
	const puppet = await aPuppet();
	puppet.tells(READY);
	const first = sending(puppet);
	await expect
		.poll(() => puppet.life().asked.at(-1))
		.toMatchObject({ ask: "deliver", letter: "7", attempt: 1, chat: ADA });
	puppet.answers({ answer: "held" });
	expect(await first).toMatchObject({ outcome: "ambiguous" });

	const second = sending(puppet, 2);
	await expect.poll(() => puppet.life().asked.at(-1)).toMatchObject({ attempt: 2 });
	puppet.answers({ answer: "held" });
	expect(await second).toMatchObject({ outcome: "wait", scope: "chat" });

	const third = sending(puppet, 2);
	await expect.poll(() => puppet.life().asked.length).toBe(4);
	puppet.answers({ answer: "sent", ref: `true_${ADA}_1` });
	expect(await third).toEqual({ outcome: "accepted", refs: [`true_${ADA}_1`] });
});

test("a process that does not answer in time is killed, and its letters are unclear", async () => {
	const puppet = await aPuppet();
	puppet.tells(READY);
	const outcome = sending(puppet);
	await expect.poll(() => puppet.life().asked.length).toBe(2);
	puppet.timers.pass(30_000);
	expect(await outcome).toMatchObject({ outcome: "ambiguous" });
	expect(puppet.lives[0]?.killed).toBe(true);
	puppet.timers.pass(1_000);
	await expect.poll(() => puppet.lives.length).toBe(2);
});

test("messages leave one at a time, each after a moment's hesitation", async () => {
	const puppet = await aPuppet({ hesitate: () => 2_000 });
	puppet.tells(READY);
	const content = { text: "?" };
	void puppet.channel.deliver({ id: "1", attempt: 1, chat: ADA, content });
	void puppet.channel.deliver({ id: "2", attempt: 1, chat: "7@c.us", content });
	await expect.poll(() => puppet.timers.set).toBe(1);
	expect(puppet.life().asked).toHaveLength(1);
	puppet.timers.pass(2_000);
	await expect.poll(() => puppet.life().asked.length).toBe(2);
	puppet.answers({ answer: "sent", ref: `true_${ADA}_1` });
	await expect.poll(() => puppet.timers.set).toBe(1);
	expect(puppet.life().asked).toHaveLength(2);
});

test("the place in time goes into the inbox with what was heard, and an inbox that is away is waited for", async () => {
	const puppet = await aPuppet({}, "1772000000");
	puppet.tells(READY);
	const id = { fromMe: false, _serialized: `false_${ADA}_1` };
	const event = { event: "message", message: { id, t: 1_772_000_100, type: "chat", body: "?" } } as const;
	puppet.tells({ tell: "heard", events: [event] });
	await puppet.inbox.next("message");
	expect(puppet.inbox.position()).toBe("1772000100");

	let isAway = true;
	const closed = await aPuppet({}, "1772000000");
	await closed.channel.start(async (parcels, next) => {
		if (isAway) throw new Error("the database is away");
		await closed.inbox.receive(parcels, next);
	}, "1772000000");
	closed.tells({ tell: "heard", events: [event] });
	await expect.poll(() => closed.timers.set).toBe(1);
	isAway = false;
	closed.timers.pass(1_000);
	await closed.inbox.next("message");
});

test("it ends in order, and one that does not end is killed", async () => {
	const puppet = await aPuppet();
	puppet.tells(READY);
	const stopping = puppet.channel.stop();
	expect(puppet.life().asked.at(-1)).toEqual({ ask: "end" });
	puppet.timers.pass(18_000);
	await stopping;
	expect(puppet.life().killed).toBe(true);
	puppet.timers.pass(60_000);
	expect(puppet.lives).toHaveLength(1);
});

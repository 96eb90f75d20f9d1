import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Heard } from "#core/conversations/heard.ts";
import type { Channel, Letter, Outcome, Receive } from "#core/delivery/channel.ts";
import type { Content } from "#core/delivery/content.ts";
import { plainText } from "#core/delivery/markup.ts";
import { parts } from "#core/delivery/parts.ts";
import { Refusal } from "#core/refusal.ts";

/** A channel with a customer at its other end. */
export type Counter = {
	readonly channel: Channel;
	/** The messenger's id of the customer's chat, once they have written. */
	readonly chat: string;
	/** The customer writes. */
	writes(text: string): void | Promise<void>;
	/** The customer presses the button with this label, newest first. */
	presses(label: string): void | Promise<void>;
	/** Everything the customer was shown, as plain text, in order. */
	shown(): string;
	/** A picture that `readMedia` of this channel can read. */
	readonly picture: string;
	/** What this messenger has no way to show: a changed message, a note beside a pressed button. */
	readonly lacks?: readonly ("corrections" | "notes")[];
	/** The customer sends a file; absent: nobody can, here. */
	sends?(kind: "photo" | "document"): void | Promise<void>;
	/** The customer puts an emoji on a message of ours, or takes it off. */
	reacts?(message: string, emoji: string | null): void | Promise<void>;
	/** The customer quotes a message of ours. */
	quotes?(message: string, text: string): void | Promise<void>;
	/** The customer has read what was shown, and the messenger tells so. */
	reads?(): void | Promise<void>;
	close(): Promise<void>;
};

const OUTCOMES: readonly Outcome["outcome"][] = [
	"accepted",
	"wait",
	"not-sent",
	"ambiguous",
	"unreachable",
	"refused",
	"moved",
	"account-down",
];

/** Few and short, few and long, many: each is another form where buttons are few. */
const MENUS: readonly (readonly string[])[] = [
	["Да", "Нет"],
	["Самовывоз из магазина на Садовой", "Курьером по городу завтра утром", "Почтой"],
	["Торты", "Пироги", "Молочное", "Хлеб", "Чай", "Мёд", "Варенье", "Сыр"],
];

/** What every channel promises to core, whichever messenger is behind it. */
export function channelContract(name: string, make: () => Promise<Counter>): void {
	describe(`${name} keeps the contract of a channel`, () => {
		let counter: Counter;
		let inbox: Inbox;

		beforeEach(async () => {
			counter = await make();
			inbox = anInbox();
			await counter.channel.start(inbox.receive, null);
			await counter.writes("Здравствуйте");
			await inbox.next("message");
		});
		afterEach(() => counter.close());

		const deliver = (content: Content, attempt = 1): Promise<Outcome> => {
			const letter: Letter = { id: `letter-${attempt}`, attempt, chat: counter.chat, content };
			return counter.channel.deliver(letter);
		};

		test("it is well once it listens, and its names agree", () => {
			const { channel } = counter;
			expect(channel.health().state).toBe("ok");
			expect(channel.account).toMatch(new RegExp(`^${channel.name}:.`));
			expect(channel.abilities.channel).toBe(channel.name);
		});

		test("what a customer writes is heard once each, in order, under keys of its own", async () => {
			await counter.writes("Два чая");
			await counter.writes("<b>и мёд</b> \\*");
			const two = [await inbox.next("message"), await inbox.next("message")];
			expect(two.map(({ what }) => what)).toMatchObject([{ text: "Два чая" }, { text: "<b>и мёд</b> \\*" }]);
			expect(new Set(inbox.all.map(({ key }) => key)).size).toBe(inbox.all.length);
			for (const heard of inbox.all) {
				expect(heard).toMatchObject({
					account: counter.channel.account,
					channel: counter.channel.name,
					chat: counter.chat,
					lane: counter.chat,
				});
			}
		});

		test("a command is told from a message", async () => {
			await counter.writes("/Order чай");
			expect((await inbox.next("command")).what).toMatchObject({ name: "order", argument: "чай" });
			await counter.writes("/start promo_7-a");
			expect((await inbox.next("link")).what).toMatchObject({ payload: "promo_7-a" });
		});

		test("light markup is shown, and what only looks like markup stays as it is", async () => {
			const outcome = await deliver({ text: "*Заказ* <b>не тег</b> &amp; \\*звезда\\* _и 2*3*4" });
			expect(outcome).toMatchObject({ outcome: "accepted", refs: [expect.any(String)] });
			expect(counter.shown()).toContain("Заказ <b>не тег</b> &amp; *звезда* _и 2*3*4");
		});

		test("a text of any length arrives whole, in parts that fit", async () => {
			const text = Array.from({ length: 900 }, (_, n) => `*Слово${n}* \\_и ещё <одно>.`).join(" ");
			const letters = parts({ text }, counter.channel.abilities);
			expect(letters.length).toBeGreaterThan(1);
			for (const letter of letters) expect(await deliver(letter)).toMatchObject({ outcome: "accepted" });
			expect(counter.shown().replace(/\s/g, "")).toContain(plainText(text).replace(/\s/g, ""));
		});

		test("a pressed button comes back as its token", async () => {
			const buttons = [
				{ label: "Самовывоз", token: "tok_A-1" },
				{ label: "Курьер", token: "tok_B-2" },
				{ label: "Карта", url: "https://shop.example/map" },
			];
			const outcome = await deliver({ text: "Как доставить?", buttons });
			await counter.presses("Курьер");
			const pressed = await inbox.next("pressed");
			expect(pressed.what).toMatchObject({ token: "tok_B-2", press: expect.any(String) });
			if (outcome.outcome === "accepted") expect(pressed.what).toMatchObject({ message: outcome.refs[0] });
			await counter.channel.answerPress(pressed.what.kind === "pressed" ? pressed.what.press : "", "Записал");
			if (!counter.lacks?.includes("notes")) expect(counter.shown()).toContain("Записал");
		});

		test("of a menu of any size each option that is shown can be chosen, and comes back as itself", async () => {
			const { abilities } = counter.channel;
			if (abilities.buttons === "none") return;
			for (const labels of MENUS) {
				const buttons = labels.map((label, at) => ({ label, token: `menu${labels.length}_${at}` }));
				expect(await deliver({ text: "Что показать?", buttons })).toMatchObject({ outcome: "accepted" });
				await counter.presses(labels.at(-1) ?? "");
				const { what } = await inbox.next("pressed");
				expect(what).toMatchObject({ token: `menu${labels.length}_${labels.length - 1}` });
			}
		});

		test("a file that a customer sends is heard, and can be fetched as it was sent", async () => {
			if (!counter.sends) return;
			await counter.sends("photo");
			const { what } = await inbox.next("message");
			const [file] = what.kind === "message" ? what.media : [];
			expect(file).toMatchObject({ kind: "photo", ref: expect.any(String) });
			const fetched = await counter.channel.fetchMedia(file?.ref ?? "", 1024 * 1024);
			expect(fetched.bytes.byteLength).toBeGreaterThan(10);
			expect(fetched.mime).toMatch(/^image\//);
			await expect(counter.channel.fetchMedia(file?.ref ?? "", 10)).rejects.toMatchObject({ code: "limit" });
		});

		test("a reaction and a quote name the message of ours that they are about", async () => {
			if (!counter.reacts || !counter.quotes) return;
			const outcome = await deliver({ text: "Привезём к шести" });
			const [ref = ""] = outcome.outcome === "accepted" ? outcome.refs : [];
			await counter.reacts(ref, "👍");
			expect((await inbox.next("reacted")).what).toEqual({ kind: "reacted", message: ref, emojis: ["👍"] });
			await counter.reacts(ref, null);
			expect((await inbox.next("reacted")).what).toEqual({ kind: "reacted", message: ref, emojis: [] });
			await counter.quotes(ref, "Спасибо");
			expect((await inbox.next("message")).what).toMatchObject({ text: "Спасибо", replyTo: ref });
		});

		test("where the messenger tells what became of a message, it tells it of the letter", async () => {
			if (!counter.reads) return;
			const outcome = await deliver({ text: "Заказ собран" });
			await counter.reads();
			const told = [await inbox.next("status"), await inbox.next("status"), await inbox.next("status")];
			const [ref] = outcome.outcome === "accepted" ? outcome.refs : [];
			const states = told.map(({ what }) => (what.kind === "status" && what.message === ref ? what.state : "other"));
			expect(new Set(states)).toEqual(new Set(["sent", "delivered", "read"]));
		});

		test("a picture comes with its caption", async () => {
			const photo = { kind: "photo", source: counter.picture } as const;
			expect(await deliver({ text: "Чай *Ассам*", media: [photo] })).toMatchObject({ outcome: "accepted" });
			expect(counter.shown()).toContain("Чай Ассам");
		});

		test("an album, a quote, a correction and a reaction are accepted", async () => {
			const photo = { kind: "photo", source: counter.picture } as const;
			const letters = parts({ text: "Два чая", media: [photo, photo] }, counter.channel.abilities);
			for (const letter of letters) expect(await deliver(letter)).toMatchObject({ outcome: "accepted" });

			const first = await deliver({ text: "Сумма 100", buttons: [{ label: "Да", token: "t" }] });
			const [ref = ""] = first.outcome === "accepted" ? first.refs : [];
			expect(await deliver({ text: "Вот", replyTo: ref })).toMatchObject({ outcome: "accepted" });
			const [changed = { text: "" }] = parts({ text: "Сумма 200", edits: ref }, counter.channel.abilities);
			const corrected = await deliver(changed);
			expect(corrected).toMatchObject({ outcome: "accepted" });
			if (!counter.lacks?.includes("corrections")) expect(corrected).toEqual({ outcome: "accepted", refs: [ref] });
			expect(await deliver({ text: "", reaction: { message: ref, emoji: "👍" } })).toMatchObject({
				outcome: "accepted",
			});
			expect(counter.shown()).toContain("Сумма 200");
		});

		test("the same letter twice is the outbox's business: the channel sends what it is given", async () => {
			expect(await deliver({ text: "Заказ №7 принят" }, 1)).toMatchObject({ outcome: "accepted" });
			expect(await deliver({ text: "Заказ №7 принят" }, 2)).toMatchObject({ outcome: "accepted" });
			expect(counter.shown().split("Заказ №7 принят")).toHaveLength(3);
		});

		test.each<[string, Content]>([
			["nothing at all", { text: "" }],
			["a message that never was, corrected", { text: "x", edits: "999999" }],
			["a message with an impossible id, corrected", { text: "x", edits: "no number" }],
			["a reaction to nothing", { text: "", reaction: { message: "999999", emoji: "👍" } }],
			["a file that is not there", { text: "", media: [{ kind: "photo", source: "no/such.jpg" }] }],
			["an empty label", { text: "x", buttons: [{ label: "", token: "t" }] }],
			["a button that leads nowhere", { text: "x", buttons: [{ label: "a", url: "not an address" }] }],
			["half an emoji", { text: "x\ud83d" }],
			["control characters", { text: "a\u0000b\u001b[2Jc" }],
		])("%s has an outcome and ends in no error", async (_, content) => {
			const { outcome } = await deliver(content);
			expect(OUTCOMES).toContain(outcome);
		});

		test("politeness that fails is no error", async () => {
			const { channel } = counter;
			await channel.typing("no such chat");
			await channel.answerPress("no such press", "?");
			await channel.setMenu([
				{ name: "order", title: "Заказать" },
				{ name: "Wrong Name", title: "" },
			]);
			const answer = await channel.answerCheckout("no such checkout", { ok: true });
			expect(OUTCOMES).toContain(answer.outcome);
		});

		test("a file that is not there is refused in words", async () => {
			await expect(counter.channel.fetchMedia("no such file", 1000)).rejects.toBeInstanceOf(Refusal);
		});

		test("once stopped it hears nothing more, and a letter meets an outcome, not an error", async () => {
			await counter.channel.stop();
			const before = inbox.all.length;
			await counter.writes("Есть кто?");
			const { outcome } = await deliver({ text: "Закрыто" });
			expect(OUTCOMES).toContain(outcome);
			expect(inbox.all).toHaveLength(before);
		});
	});
}

/** An inbox that keeps what it is given, and lets a test wait for the next thing of a kind. */
export type Inbox = {
	readonly receive: Receive;
	readonly all: readonly Heard[];
	/** The position kept last. */
	position(): string | undefined;
	/** The next thing of this kind that nobody has asked for yet. */
	next(kind: Heard["what"]["kind"]): Promise<Heard>;
};

/** An inbox in memory; it knows repetitions by their key, as the real one does. */
export function anInbox(): Inbox {
	const all: Heard[] = [];
	const taken = new Set<Heard>();
	let position: string | undefined;
	let look = () => {};
	const find = (kind: Heard["what"]["kind"]) => all.find((heard) => heard.what.kind === kind && !taken.has(heard));
	return {
		all,
		position: () => position,
		async receive(parcels, next) {
			for (const { heard } of parcels) if (!all.some(({ key }) => key === heard.key)) all.push(heard);
			position = next ?? position;
			look();
		},
		next: (kind) =>
			new Promise((resolve) => {
				look = () => {
					const heard = find(kind);
					if (!heard) return;
					look = () => {};
					taken.add(heard);
					resolve(heard);
				};
				look();
			}),
	};
}

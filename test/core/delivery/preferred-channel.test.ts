import { expect, test } from "vitest";
import { type ChannelFacts, channelsForMarketing, preferredChannel } from "#core/delivery/preferred-channel.ts";

const NOW = new Date("2026-03-10T12:00:00+03:00");
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

function on(channel: ChannelFacts["channel"], facts: Partial<ChannelFacts> = {}): ChannelFacts {
	return {
		channel,
		heardAt: ago(10),
		delivered: 0,
		reacted: 0,
		weighedAt: NOW,
		shop: { delivered: 0, reacted: 0 },
		unanswered: { count: 0, lastAt: null },
		cost: 0,
		arriving: 1,
		...facts,
	};
}

const asked = { said: null, gain: 100, annoyance: 0, language: "ru" } as const;

test("the customer's own word wins over all that was learned", () => {
	const channels = [on("telegram", { delivered: 9, reacted: 9 }), on("whatsapp", { delivered: 9 })];

	expect(preferredChannel({ ...asked, said: "whatsapp", channels }, NOW)).toEqual({
		channel: "whatsapp",
		why: "Клиент сам просил писать сюда: WhatsApp.",
	});
});

test("where the wished channel is down, the next one is taken, and the card says so", () => {
	const channels = [on("telegram"), on("whatsapp", { arriving: 0 })];

	expect(preferredChannel({ ...asked, said: "whatsapp", channels }, NOW)).toEqual({
		channel: "telegram",
		why: "Просил писать в WhatsApp, но там сейчас не ответить. Telegram — единственный канал, где клиент доступен.",
	});
});

test("a channel that was heard just now wins over the learned one", () => {
	const channels = [
		on("telegram", { delivered: 9, reacted: 9 }),
		on("whatsapp", { delivered: 9, heardAt: new Date(NOW.getTime() - 60_000) }),
	];

	expect(preferredChannel({ ...asked, channels }, NOW)?.channel).toBe("whatsapp");
});

test("otherwise it is the channel on which they react, and the reason is a sentence", () => {
	const channels = [on("whatsapp", { delivered: 4 }), on("telegram", { delivered: 9, reacted: 7 })];

	expect(preferredChannel({ ...asked, channels }, NOW)).toEqual({
		channel: "telegram",
		why: "Telegram: 7 ответов из 9; WhatsApp: 0 ответов из 4.",
	});
	expect(preferredChannel({ ...asked, language: "en", channels }, NOW)?.why).toBe(
		"Telegram: 7 answers to 9; WhatsApp: 0 answers to 4.",
	);
});

test("a price is set against the chance of a reaction", () => {
	const channels = [
		on("telegram", { delivered: 8, reacted: 2 }),
		on("whatsapp", { delivered: 8, reacted: 3, cost: 20 }),
	];

	expect(preferredChannel({ ...asked, channels }, NOW)?.channel).toBe("telegram");
});

test("what was learned long ago counts less and less", () => {
	const channels = [
		on("telegram", { delivered: 10, reacted: 8, weighedAt: ago(750) }),
		on("whatsapp", { delivered: 6, reacted: 3 }),
	];

	expect(preferredChannel({ ...asked, channels }, NOW)?.channel).toBe("whatsapp");
});

test("equals are settled by where they were last heard", () => {
	const channels = [on("telegram", { heardAt: ago(9) }), on("whatsapp", { heardAt: ago(3) })];

	expect(preferredChannel({ ...asked, channels }, NOW)?.channel).toBe("whatsapp");
});

test("who can be reached nowhere has no preferred channel", () => {
	expect(preferredChannel({ ...asked, channels: [on("telegram", { arriving: 0 })] }, NOW)).toBeUndefined();
});

test("a channel that let five messages pass gets no marketing while another answers, but one look after sixty days", () => {
	const silent = on("whatsapp", { heardAt: ago(400), unanswered: { count: 5, lastAt: ago(10) } });
	const named = (channels: ChannelFacts[]) => channelsForMarketing(channels, NOW).map(({ channel }) => channel);

	expect(named([silent, on("telegram")])).toEqual(["telegram"]);
	expect(named([silent])).toEqual(["whatsapp"]);
	expect(named([{ ...silent, unanswered: { count: 5, lastAt: ago(61) } }, on("telegram")])).toEqual([
		"whatsapp",
		"telegram",
	]);
});

test("who lets eight messages pass on their only channel is left in peace until they write", () => {
	const weary = on("telegram", { heardAt: ago(150), unanswered: { count: 8, lastAt: ago(100) } });

	expect(channelsForMarketing([weary], NOW)).toEqual([]);
	expect(channelsForMarketing([{ ...weary, unanswered: { count: 0, lastAt: null } }], NOW)).toHaveLength(1);
});

import { handBack } from "#core/conversations/hand-back.ts";
import { type FilledPacket, readPacket } from "#core/flows/read-packet.ts";
import { anObject, aText } from "#core/json.ts";
import { aboutOf, type Card, changeCard, closeCard, putCard } from "./cards.ts";
import type { Act, DeskTools } from "./desk-tools.ts";
import type { Drawn } from "./header-card.ts";
import { plain } from "./html.ts";
import type { Keyboard } from "./keyboard.ts";
import { type DeskWords, deskWords } from "./words.ts";

/** What a packet card has gathered: the facts that were changed, and where the bot is to go on. */
type Gathered = { readonly facts: Readonly<Record<string, string>>; readonly at: string | null };

/** A card takes so many buttons of steps before it is a wall. */
const MOST_STEPS = 8;

/** Opens the hand-back packet in the topic, prefilled: what waits, what is known, what stands against it. */
export async function openPacket(desk: DeskTools, { conversationId, colleague }: Act): Promise<void> {
	const packet = await readPacket(desk.shop, { conversationId, flows: desk.openBook() });
	const gathered: Gathered = { facts: {}, at: null };
	await putCard(desk.shop, {
		...{ account: desk.account, conversationId, kind: "packet", about: gathered },
		drawn: packetCard(packet, gathered, deskWords(colleague.language)),
		key: `packet ${conversationId}`,
	});
}

/** A packet that is open shows what has been settled meanwhile. */
export async function redrawPacket(desk: DeskTools, { conversationId, colleague }: Act): Promise<void> {
	const card = await desk.shop.db.deskCard.findUnique({ where: { key: `packet ${conversationId}` } });
	if (card?.state !== "open") return;
	await showSteps(desk, { card, words: colleague.words, open: false });
}

/** Somebody answers the packet: «Адрес: Лесная, 5». Gives what they should write instead, where nothing is understood. */
export async function changeFact(
	desk: DeskTools,
	{ card, text, words }: { card: Card; text: string; words: DeskWords },
): Promise<string | undefined> {
	if (!card.conversationId) return words.notHere;
	const packet = await readPacket(desk.shop, {
		conversationId: card.conversationId,
		flows: desk.openBook(),
	});
	const gathered = gatheredOf(card);
	const changed = readFacts(text, packet, words);
	if (Object.keys(changed).length === 0) return words.factUnknown(namesOf(packet, words));
	const about = { ...gathered, facts: { ...gathered.facts, ...changed } };
	await changeCard(desk.shop, card, { drawn: packetCard(packet, about, words), about });
	return undefined;
}

/** Shows the steps to choose from, or the packet again. */
export async function showSteps(
	desk: DeskTools,
	{ card, words, open }: { card: Card; words: DeskWords; open: boolean },
): Promise<void> {
	if (!card.conversationId) return;
	const packet = await readPacket(desk.shop, {
		conversationId: card.conversationId,
		flows: desk.openBook(),
	});
	const gathered = gatheredOf(card);
	const drawn = packetCard(packet, gathered, words);
	const keyboard = open ? stepButtons(packet, words) : drawn.keyboard;
	await changeCard(desk.shop, card, { drawn: { ...drawn, keyboard }, about: gathered });
}

/** The step by its place in the packet: names of steps may be longer than what a button carries. */
export async function chooseStep(
	desk: DeskTools,
	{ card, place, words }: { card: Card; place: number; words: DeskWords },
): Promise<void> {
	if (!card.conversationId) return;
	const packet = await readPacket(desk.shop, {
		conversationId: card.conversationId,
		flows: desk.openBook(),
	});
	const about = { ...gatheredOf(card), at: packet.steps[place]?.step ?? null };
	await changeCard(desk.shop, card, { drawn: packetCard(packet, about, words), about });
}

/** Hands back with what the card has gathered; the card goes. */
export async function giveBack(
	desk: DeskTools,
	{ card, act, lease, toMenu }: { card: Card; act: Act; lease: number; toMenu: boolean },
): Promise<void> {
	const { facts, at } = gatheredOf(card);
	const { conversationId, colleague } = act;
	const packet = toMenu ? ({ instead: "menu", facts } as const) : { facts, ...(at !== null && { at }) };
	await handBack(desk.staffTurn, { conversationId, staff: colleague.staff, lease, packet });
	await closeCard(desk.shop, card);
}

function packetCard(packet: FilledPacket, { facts, at }: Gathered, words: DeskWords): Drawn {
	const { waiting, openEnds, lease } = packet;
	const known = packet.facts.map(({ variable, label }) => {
		const name = plain(nameOf(variable, words));
		const changed = facts[variable];
		return changed === undefined
			? words.factSame(name, plain(label))
			: words.factChanged(name, plain(label), plain(changed));
	});
	const [first] = packet.facts;
	const example = first && `${nameOf(exampleOf(packet) ?? first.variable, words)}: …`;
	const lines = [
		`<b>${words.packetTitle}</b>`,
		at !== null
			? words.goesOnAt(plain(packet.steps.find(({ step }) => step === at)?.title ?? at))
			: waiting
				? words.goesOn(plain(waiting.question || waiting.title))
				: words.nothingWaits,
		...(openEnds.length > 0 ? [`<b>${words.openEnds}</b>`, ...openEnds.map(({ text }) => `• ${plain(text)}`)] : []),
		...(known.length > 0 ? [words.factsKnown, ...known] : []),
		example && plain(words.changeFact(example)),
	];
	return { text: lines.filter(Boolean).join("\n"), keyboard: packetButtons(packet, lease, words) };
}

/** An address is what is changed most. */
function exampleOf({ facts }: FilledPacket): string | undefined {
	return facts.find(({ variable }) => variable === "address")?.variable;
}

function packetButtons({ waiting, steps }: FilledPacket, lease: number, words: DeskWords): Keyboard {
	return [
		[
			{ text: words.giveBack, data: `give.${lease}` },
			...(waiting ? [{ text: words.toMenu, data: `menu.${lease}` }] : []),
		],
		[...(steps.length > 0 ? [{ text: words.elsewhere, data: "steps" }] : []), { text: words.cancel, data: "drop" }],
	];
}

function stepButtons({ steps }: FilledPacket, words: DeskWords): Keyboard {
	const chosen = steps
		.slice(0, MOST_STEPS)
		.map(({ title, answered }, place) => [{ text: `${answered ? "✓ " : ""}${title}`, data: `at.${place}` }]);
	return [...chosen, [{ text: words.asItWas, data: "at.-1" }]];
}

/** `name: value` in each line; a name is the fact's, in any case, or its beginning. */
function readFacts(text: string, { facts }: FilledPacket, words: DeskWords): Record<string, string> {
	const found = text.split("\n").flatMap((line) => {
		const [, name = "", value = ""] = /^\s*([^:=]{1,40})\s*[:=]\s*(.+)$/s.exec(line) ?? [];
		const wanted = name.trim().toLowerCase();
		const fact =
			wanted !== "" &&
			facts.find(({ variable }) =>
				[nameOf(variable, words), variable].some((one) => one.toLowerCase().startsWith(wanted)),
			);
		return fact ? [[fact.variable, value.trim()] as const] : [];
	});
	return Object.fromEntries(found);
}

function namesOf(packet: FilledPacket, words: DeskWords): string {
	const names = packet.facts.map(({ variable }) => nameOf(variable, words));
	return names.join(" / ") || "—";
}

function nameOf(variable: string, { fact }: DeskWords): string {
	return Object.entries(fact).find(([known]) => known === variable)?.[1] ?? variable;
}

function gatheredOf(card: Card): Gathered {
	const { facts, at } = aboutOf(card);
	const texts = Object.entries(anObject(facts) ?? {}).flatMap(([variable, value]) =>
		typeof value === "string" ? [[variable, value] as const] : [],
	);
	return { facts: Object.fromEntries(texts), at: aText(at) ?? null };
}

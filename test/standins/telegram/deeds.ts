import { snapshot } from "../snapshot.ts";
import { beginCheckout } from "./answer-methods.ts";
import type { Bot } from "./bot.ts";
import type { Upload } from "./call.ts";
import { fileContent } from "./file-content.ts";
import type { FileKind } from "./files.ts";
import { findEntities, longestText } from "./read-text.ts";
import { day, queryLifetime, type Service } from "./service.ts";
import type { Content, InlineButton, Message, ReplyButton } from "./shapes.ts";
import { type ChatState, type Group, isGroup, type Person, type PrivateChat } from "./world.ts";

/** What a person can do with a telephone. */
export type Deed =
	| { do: "write"; text: string; replyTo?: number }
	| { do: "start"; payload?: string }
	| { do: "send"; what: Parcel; caption?: string; replyTo?: number }
	| { do: "album"; items: Parcel[]; caption?: string }
	| { do: "locate"; latitude: number; longitude: number }
	/** One's own contact card, or somebody else's. */
	| { do: "contact"; of?: { name: string; phone: string; id?: number } }
	| { do: "edit"; messageId: number; text: string }
	/** A button by its label or its data; the newest message that has it, unless one is named. */
	| { do: "press"; button: string; messageId?: number }
	/** A press that a modified client makes up. */
	| { do: "forge"; data: string; messageId: number }
	| { do: "react"; messageId: number; emoji: string | null }
	| { do: "block" }
	| { do: "unblock" }
	| { do: "deactivate" }
	/** Presses "Pay" under an invoice; the newest one unless one is named. */
	| { do: "pay"; messageId?: number };

/** A file that a person sends. */
export interface Parcel {
	kind: FileKind;
	name?: string;
	mime?: string;
	bytes?: Uint8Array;
	/** The emoji of a sticker. */
	emoji?: string;
}

/** Who does it, and where. */
export interface Doer {
	person: number;
	/** With this bot; the first one when none is named. */
	bot?: number;
	/** In this group instead of the private chat. */
	group?: number;
	/** In this topic of the group. */
	thread?: number;
}

/** Does what a person does, and answers the message that came of it, if one did. */
export function act(service: Service, doer: Doer, deed: Deed): Message | undefined {
	const scene = sceneOf(service, doer);
	const message = perform(scene, deed);
	const { bot, state } = scene;
	service.journal.deed({
		kind: "deed",
		at: service.clock.now(),
		bot: bot.id,
		chat: state.chat.id,
		words: deed.do,
		...(message ? { message } : {}),
	});
	return message;
}

interface Scene {
	service: Service;
	bot: Bot;
	person: Person;
	state: ChatState;
	thread: number | undefined;
}

function sceneOf(service: Service, { person: id, bot: botId, group: groupId, thread }: Doer): Scene {
	const bot = service.bot(botId);
	const person = service.person(id);
	return {
		service,
		bot,
		person,
		state: groupId === undefined ? service.privateChat(bot, person) : groupOf(service, groupId, person),
		thread,
	};
}

function groupOf(service: Service, id: number, person: Person): Group {
	const group = service.world.groups.get(id);
	if (!group) throw new Error(`The stand-in knows no group ${id}.`);
	if (!group.members.get(person.id))
		throw new Error(`${person.user.first_name} is no member of "${group.chat.title}".`);
	return group;
}

function perform(scene: Scene, deed: Deed): Message | undefined {
	switch (deed.do) {
		case "write":
			return writeAll(scene, deed.text, replyTo(scene, deed.replyTo));
		case "start":
			return say(scene, textContent(deed.payload ? `/start ${deed.payload}` : "/start"));
		case "send":
			return say(
				scene,
				{ ...parcelContent(scene, deed.what), ...captionContent(deed.caption) },
				replyTo(scene, deed.replyTo),
			);
		case "album":
			return sendAlbum(scene, deed.items, deed.caption);
		case "locate":
			return say(scene, { location: { latitude: deed.latitude, longitude: deed.longitude } });
		case "contact":
			return say(scene, { contact: contactCard(scene.person, deed.of) });
		case "edit":
			return editOwn(scene, deed.messageId, deed.text);
		case "press":
			return press(scene, deed.button, deed.messageId);
		case "forge":
			return pressInline(scene, messageOf(scene, deed.messageId), deed.data);
		case "react":
			return react(scene, deed.messageId, deed.emoji);
		case "block":
			return turn(scene, "blocked");
		case "unblock":
			return turn(scene, "open");
		case "deactivate":
			scene.person.deactivated = true;
			return undefined;
		case "pay":
			return pay(scene, deed.messageId);
	}
}

function say(scene: Scene, content: Content, more: Partial<Message> = {}): Message {
	const { service, bot, person, state, thread } = scene;
	wakeChat(scene);
	const inTopic: Partial<Message> = thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true };
	const message = service.write(state, bot, person.user, content, { ...inTopic, ...more });
	for (const reader of readers(scene, message)) service.push(reader, "message", message, `chat/${state.chat.id}`);
	return message;
}

/** A phone cuts what is too long for one message into several. */
function writeAll(scene: Scene, text: string, more: Partial<Message>): Message {
	const first = say(scene, textContent(text.slice(0, longestText)), more);
	if (text.length > longestText) writeAll(scene, text.slice(longestText), more);
	return first;
}

/** Whoever writes has started the bot, and has taken back a block. */
function wakeChat({ state, person }: Scene): void {
	if (person.deactivated) throw new Error(`${person.user.first_name}'s account is gone.`);
	if (isPrivate(state)) {
		if (state.state === "blocked") throw new Error(`${person.user.first_name} has blocked the bot: unblock it first.`);
		state.state = "open";
	}
}

/** In a group a bot reads everything as administrator; otherwise commands and replies to itself only. */
function readers({ service, bot, state }: Scene, message: Message): Bot[] {
	if (!isGroup(state)) return [bot];
	return [...service.bots.values()].filter(({ id }) => {
		const standing = state.bots.get(id);
		if (standing === "administrator") return true;
		return standing === "member" && (message.text?.startsWith("/") || message.reply_to_message?.from.id === id);
	});
}

function textContent(text: string): Content {
	if (text === "") throw new Error("A phone sends no empty message.");
	const entities = findEntities(text);
	return entities.length > 0 ? { text, entities } : { text };
}

function captionContent(caption: string | undefined): Content {
	return caption ? { caption } : {};
}

function replyTo(scene: Scene, messageId: number | undefined): Partial<Message> {
	if (messageId === undefined) return {};
	const { reply_to_message: _deeper, ...shallow } = messageOf(scene, messageId);
	return { reply_to_message: shallow };
}

function parcelContent({ service, bot }: Scene, parcel: Parcel): Content {
	const content = fileContent(parcel.kind, service.world.files.keep(bot.id, parcel.kind, uploadOf(parcel)).facts);
	if (content.sticker && parcel.emoji) content.sticker.emoji = parcel.emoji;
	return content;
}

function uploadOf({ kind, name, mime, bytes }: Parcel): Upload {
	return {
		name: name ?? `${kind}.bin`,
		mime: mime ?? "",
		bytes: bytes ?? (kind === "photo" ? snapshot : Buffer.from(kind)),
	};
}

function sendAlbum(scene: Scene, items: Parcel[], caption: string | undefined): Message {
	if (items.length < 2 || items.length > 10) throw new Error("An album holds 2 to 10 pictures.");
	const album = { media_group_id: String(scene.service.dice.between(1e12, 1e13)) };
	const [first] = items.map((item, place) =>
		say(scene, { ...parcelContent(scene, item), ...(place === 0 ? captionContent(caption) : {}) }, album),
	);
	if (!first) throw new Error("An album is not empty.");
	return first;
}

function contactCard(person: Person, of: { name: string; phone: string; id?: number } | undefined) {
	if (!of) return { phone_number: person.phone, first_name: person.user.first_name, user_id: person.id };
	return { phone_number: of.phone, first_name: of.name, ...(of.id === undefined ? {} : { user_id: of.id }) };
}

function editOwn(scene: Scene, messageId: number, text: string): Message {
	const { service, state, person } = scene;
	const old = messageOf(scene, messageId);
	if (old.from.id !== person.id) throw new Error("People edit their own messages only.");
	const { entities: _old, ...rest } = old;
	const message: Message = { ...rest, ...textContent(text), edit_date: service.date() };
	state.messages.set(messageId, message);
	for (const reader of readers(scene, message))
		service.push(reader, "edited_message", message, `chat/${state.chat.id}`);
	return message;
}

/** The keyboard in place of the letters first if it has the label, then the messages from the newest up. */
function press(scene: Scene, label: string, messageId: number | undefined): Message | undefined {
	const reply =
		messageId === undefined ? scene.state.keyboard?.keyboard.flat().find(({ text }) => text === label) : undefined;
	if (reply) return pressReply(scene, reply);
	const found = findInline(scene, label, messageId);
	if (!found)
		throw new Error(`There is no button "${label}". There are: ${visibleLabels(scene.state).join(", ") || "none"}.`);
	const { button, message } = found;
	if (button.pay) return pay(scene, message.message_id);
	if (button.callback_data === undefined)
		throw new Error(`The button "${label}" opens something; it tells the bot nothing.`);
	return pressInline(scene, message, button.callback_data);
}

function findInline(
	{ state }: Scene,
	label: string,
	messageId: number | undefined,
): { button: InlineButton; message: Message } | undefined {
	const messages = [...state.messages.values()].reverse();
	for (const message of messages) {
		if (messageId !== undefined && message.message_id !== messageId) continue;
		const button = message.reply_markup?.inline_keyboard
			.flat()
			.find(({ text, callback_data }) => text === label || callback_data === label);
		if (button) return { button, message };
	}
	return undefined;
}

function visibleLabels({ keyboard, messages }: ChatState): string[] {
	const inline = [...messages.values()].flatMap(({ reply_markup }) => reply_markup?.inline_keyboard.flat() ?? []);
	return [...(keyboard?.keyboard.flat() ?? []), ...inline].map(({ text }) => `"${text}"`);
}

/** Such a button writes for the person. */
function pressReply(scene: Scene, button: ReplyButton): Message {
	const asked = lastKeyboardMessage(scene);
	if (button.request_contact) return say(scene, { contact: contactCard(scene.person, undefined) }, asked);
	if (button.request_location) return say(scene, { location: { latitude: 55.7522, longitude: 37.6156 } }, asked);
	if (scene.state.keyboard?.one_time_keyboard) scene.state.keyboard = undefined;
	return say(scene, textContent(button.text));
}

/** What a contact button sends answers the message that brought the button. */
function lastKeyboardMessage(scene: Scene): Partial<Message> {
	const id = [...scene.state.uneditable].at(-1);
	return id !== undefined && scene.state.messages.has(id) ? replyTo(scene, id) : {};
}

function pressInline({ service, bot, person, state }: Scene, message: Message, data: string): undefined {
	const owner = [...service.bots.values()].find(({ id }) => id === message.from.id) ?? bot;
	const id = String(service.dice.between(1e15, 9e15));
	owner.callbacks.set(id, {
		person: person.id,
		chat: state.chat.id,
		until: service.clock.now() + service.parts.callbackPatience,
	});
	const query = { id, from: person.user, message, chat_instance: String(state.chat.id), data };
	service.push(owner, "callback_query", query, `press/${person.id}`, queryLifetime);
}

function react(scene: Scene, messageId: number, emoji: string | null): undefined {
	const { service, bot, person, state } = scene;
	messageOf(scene, messageId);
	const reaction = {
		chat: state.chat,
		message_id: messageId,
		user: person.user,
		date: service.date(),
		old_reaction: [],
		new_reaction: emoji === null ? [] : [{ type: "emoji", emoji }],
	};
	service.push(bot, "message_reaction", reaction, `reaction/${state.chat.id}`, day);
}

/** In a private chat a block and its end are all that Telegram tells about membership. */
function turn({ service, bot, person, state }: Scene, to: "blocked" | "open"): undefined {
	if (!isPrivate(state) || state.state === to) return;
	state.state = to;
	const member = (is: boolean) =>
		is ? { status: "member", user: bot.user } : { status: "kicked", user: bot.user, until_date: 0 };
	const change = {
		chat: state.chat,
		from: person.user,
		date: service.date(),
		old_chat_member: member(to === "blocked"),
		new_chat_member: member(to === "open"),
	};
	service.push(bot, "my_chat_member", change, `member/${person.id}`, day);
}

function pay({ service, bot, person, state }: Scene, messageId: number | undefined): undefined {
	const invoice = messageId ?? [...state.messages.values()].findLast(({ invoice }) => invoice)?.message_id;
	if (invoice === undefined) throw new Error("There is no invoice to pay.");
	beginCheckout(service, bot, person.id, invoice);
}

function messageOf({ state }: Scene, messageId: number): Message {
	const message = state.messages.get(messageId);
	if (!message) throw new Error(`There is no message ${messageId} in this chat.`);
	return message;
}

function isPrivate(state: ChatState): state is PrivateChat {
	return state.chat.type === "private";
}

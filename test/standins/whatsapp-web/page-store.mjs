import { Collection, Emitter } from "./page-emitter.mjs";
import { Chat, Contact, Msg, MsgKey, Wid, widOf } from "./page-models.mjs";

/** What the page knows: chats, people and messages, as far as they are loaded. */
export function openStore(line) {
	const msgs = new Collection(Msg);
	const chats = new Collection(Chat);
	const contacts = new Collection(Contact);
	const sending = new Map();
	const reactions = new Emitter();

	msgs.getMessagesById = async (ids) => {
		const found = await Promise.all(ids.map(async (id) => msgs.get(id) ?? load(await line.ask("message", { id }))));
		return { messages: found.filter(Boolean) };
	};
	chats.find = findChat;
	contacts.find = async (wid) => {
		const known = contacts.get(widOf(wid));
		if (known) return known;
		const person = await line.ask("contact", { wid: widOf(wid)._serialized });
		return person ? addContact(person) : contacts.add(new Contact({ id: widOf(wid) }));
	};

	async function findChat(id) {
		const wid = widOf(id);
		const known = chats.get(wid);
		if (known) return known;
		const chat = await line.ask("chat", { wid: wid._serialized });
		if (!chat) throw new Error(`No LID for user: ${wid}`);
		return addChat(chat);
	}

	function addChat({ wid, name, unreadCount, messages }) {
		const chat = chats.add(
			new Chat({ id: new Wid(wid), name, unreadCount, t: 0, isReadOnly: false, mute: { expiration: 0 } }),
		);
		for (const message of messages) place(chat, message, { isNewMsg: false });
		return chat;
	}

	function addContact({ wid, phone, name }) {
		const phoneNumber = phone ? { phoneNumber: new Wid(phone) } : {};
		return contacts.add(new Contact({ id: new Wid(wid), name: undefined, pushname: name, ...phoneNumber }));
	}

	/** Puts a message where it belongs. One that is known is told again all the same: the library has to bear it. */
	function place(chat, message, { isNewMsg }) {
		const model = modelOf(message, isNewMsg);
		msgs.add(model);
		chat.msgs.add(model);
		Object.assign(chat, { t: Math.max(chat.t, model.t), lastReceivedKey: model.id });
		return model;
	}

	function load(message) {
		return message && modelOf(message, false);
	}

	return {
		msgs,
		chats,
		contacts,
		reactions,
		/** A chat that is known, or one with somebody who has WhatsApp. */
		findChat,
		addContact,
		addChat,
		/** Something new in a chat: of the customer, or written on the phone itself. */
		async heard(message) {
			const chat = chats.get(message.chat) ?? (await findChat(message.chat));
			place(chat, message, { isNewMsg: true });
			if (!message.fromMe) chat.set({ unreadCount: chat.unreadCount + 1 });
		},
		acked({ id, ack }) {
			sending.get(id)?.(ack);
			sending.delete(id);
			msgs.get(id)?.set({ ack });
		},
		edited: ({ id, body }) => msgs.get(id)?.set({ body, latestEditSenderTimestampMs: Date.now() }),
		async earlier(chat) {
			const [oldest] = chat.msgs.getModelsArray();
			const before = oldest?.id._serialized;
			const messages = await line.ask("earlier", { wid: chat.id._serialized, before });
			return messages.map((message) => place(chat, message, { isNewMsg: false }));
		},
		/** Shows the message at once and gives it to the service; the second promise is settled by the first ack. */
		send(chat, properties) {
			const model = new Msg({ ...properties, ack: 0 });
			msgs.add(model);
			chat.msgs.add(model);
			const acked = new Promise((resolve) => sending.set(model.id._serialized, resolve));
			const given = line.ask("send", { message: plain(model) });
			return [Promise.resolve(model), given.then(() => acked).then((ack) => ({ messageSendResult: "OK", ack }))];
		},
	};
}

function modelOf(message, isNewMsg) {
	const { chat, id, fromMe, from, to, media, quoted, ...rest } = message;
	return new Msg({
		...rest,
		id: new MsgKey({ remote: new Wid(chat), fromMe, id }),
		from: new Wid(from),
		to: new Wid(to),
		isNewMsg,
		...(media && fileOf(media)),
		...(quoted && {
			quotedMsg: { type: "chat", body: quoted.body },
			quotedStanzaID: quoted.id,
			quotedParticipant: new Wid(quoted.from),
		}),
	});
}

/** A file lies with the service under its `directPath`. */
function fileOf({ path, mime, name, size }) {
	return {
		directPath: path,
		mimetype: mime,
		filename: name,
		size,
		filehash: path,
		encFilehash: path,
		mediaKey: "key",
		mediaKeyTimestamp: 0,
		mediaData: { mediaStage: "INIT" },
	};
}

function plain({ id, to, body, type, t, caption, directPath, mimetype, filename, size, quotedId }) {
	return {
		id: id.id,
		to: to._serialized,
		body: typeof body === "string" ? body : "",
		type,
		t,
		caption,
		quotedId,
		media: directPath && { path: directPath, mime: mimetype, name: filename, size },
	};
}

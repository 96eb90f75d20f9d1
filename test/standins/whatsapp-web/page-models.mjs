import { Collection, Model } from "./page-emitter.mjs";

/** A WhatsApp id: `79991234567@c.us`, `120363…@lid`. Its parts are plain properties, as they are there. */
export class Wid {
	constructor(text) {
		const [user = "", server = ""] = text.split("@");
		Object.assign(this, { server, user, _serialized: text });
	}

	isLid() {
		return this.server === "lid";
	}

	isUser() {
		return this.server === "c.us" || this.isLid();
	}

	isGroup() {
		return this.server === "g.us";
	}

	isStatus() {
		return this._serialized === "status@broadcast";
	}

	toJid() {
		return this._serialized.replace("@c.us", "@s.whatsapp.net");
	}

	toString() {
		return this._serialized;
	}
}

/** A message's key; `newId` makes the part that is the page's own. */
export class MsgKey {
	constructor({ to, from, id, selfDir, fromMe = selfDir === "out", remote = fromMe ? to : from }) {
		Object.assign(this, { fromMe, remote, id, _serialized: `${fromMe}_${remote}_${id}` });
	}

	static async newId() {
		const bytes = crypto.getRandomValues(new Uint8Array(10));
		return `3EB0${[...bytes].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("")}`;
	}

	toString() {
		return this._serialized;
	}
}

/** Makes an id of what may be one already. */
export function widOf(id) {
	if (id instanceof Wid) return id;
	const text = typeof id === "string" ? id : id?._serialized;
	if (!/^[\w.-]+@[\w.]+$/.test(text ?? "")) throw new Error(`wid error: invalid wid ${text}`);
	return new Wid(text);
}

/** A message. */
export class Msg extends Model {
	get isNotification() {
		return false;
	}

	unsafe() {
		return this;
	}

	canReply() {
		return true;
	}

	/** What a reply to this message carries. */
	msgContextInfo() {
		return {
			quotedMsg: { type: this.type, body: this.body },
			quotedStanzaID: this.id.id,
			quotedId: this.id._serialized,
		};
	}

	async downloadMedia() {
		this.mediaData = { ...this.mediaData, mediaStage: "RESOLVED" };
	}
}

/** A chat with its loaded messages. */
export class Chat extends Model {
	constructor(properties) {
		super(properties);
		Object.defineProperty(this, "msgs", { value: new Collection(Msg), enumerable: false });
	}

	get formattedTitle() {
		return this.name;
	}

	serialize() {
		return { ...super.serialize(), msgs: this.msgs.getModelsArray().map((msg) => msg.serialize()) };
	}

	/** What leaves the page by itself is told without its messages. */
	toJSON() {
		return super.serialize();
	}
}

/** Somebody in the address book; behind a LID stands a phone, if the service tells it. */
export class Contact extends Model {
	get isContactBlocked() {
		return false;
	}
}

import { Emitter, Model } from "./page-emitter.mjs";
import { openLine } from "./page-line.mjs";
import { MsgKey, Wid } from "./page-models.mjs";
import { modulesOf } from "./page-modules.mjs";
import { openStore } from "./page-store.mjs";

/** A paired profile takes a while to fetch what it missed. */
const SYNCS_IN = 600;
const SESSION = "session";

/** The part of WhatsApp Web that whatsapp-web.js sees, from loading to logging out. */
const socket = new (class extends Model {
	/** In the true page syncing takes longer than the library takes to listen; here it waits for a listener. */
	heardOn(name) {
		if (name === "change:hasSynced") syncWhenHeard();
	}

	takeover() {
		void line.ask("takeover");
	}

	reconnect() {
		void line.ask("reconnect");
	}

	logout() {
		localStorage.removeItem(SESSION);
		return line.ask("logout");
	}
})({ state: "OPENING", hasSynced: false });
const cmd = Object.assign(new Emitter(), {
	refreshQR: () => void line.ask("refresh"),
	openChatBottom: async () => {},
});
const conn = new (class extends Model {
	serialize() {
		const { ref: _ref, ...facts } = this;
		return facts;
	}
})({ ref: undefined, platform: "android", pushname: "Shop" });
const me = { phone: undefined, lid: undefined };
const line = openLine({
	told: ({ tell, ...about }) => told[tell](about),
	lost: () => socket.set({ state: "TIMEOUT" }),
});
const store = openStore(line);

const told = {
	ref: ({ ref }) => conn.set({ ref }),
	paired({ session, ...rest }) {
		localStorage.setItem(SESSION, session);
		socket.set({ state: "PAIRING" });
		enter(rest);
	},
	state: ({ state }) => socket.set({ state }),
	message: ({ message }) => store.heard(message),
	ack: store.acked,
	edited: store.edited,
	reaction({ reaction }) {
		const { bulkUpsert } = modules.WAWebAddonReactionTableMode.reactionTableMode;
		const { chat, id, fromMe, from, ...rest } = reaction;
		const reactionParentKey = new MsgKey({ remote: new Wid(chat), fromMe, id });
		const author = new Wid(from);
		bulkUpsert([
			{ ...rest, id: new MsgKey({ remote: new Wid(chat), fromMe: false, id: `r${id}` }), reactionParentKey, author },
		]);
	},
	reload: () => location.reload(),
	hang() {
		for (;;);
	},
	/** The phone has taken this browser off its list. */
	removed() {
		localStorage.removeItem(SESSION);
		cmd.trigger("logout");
		socket.set({ state: "UNPAIRED" });
		location.assign("/?post_logout=1");
	},
};

function enter({ phone, lid, pushname, contacts, chats }) {
	Object.assign(me, { phone, lid });
	conn.set({ pushname });
	for (const contact of contacts) store.addContact(contact);
	for (const chat of chats) store.addChat(chat);
	socket.set({ state: "CONNECTED" });
	setTimeout(() => {
		enter.over = true;
		syncWhenHeard();
	}, SYNCS_IN);
}

function syncWhenHeard() {
	if (!enter.over || !socket.hears("change:hasSynced") || socket.hasSynced) return;
	cmd.trigger("offline_progress_update_from_bridge");
	socket.set({ hasSynced: true });
}

const modules = modulesOf({ socket, cmd, conn, line, store, me });

window.require = (name) => {
	const module = modules[name];
	if (module === undefined) throw new Error(`Requiring unknown module "${name}"`);
	return module;
};

const greeting = await line.ask("hello", { session: localStorage.getItem(SESSION) });
window.Debug = { VERSION: greeting.version };
if (greeting.paired) enter(greeting.paired);
else {
	conn.set({ ref: greeting.ref });
	socket.set({ state: greeting.state });
}

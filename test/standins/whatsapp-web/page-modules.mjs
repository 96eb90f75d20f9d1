import { Emitter } from "./page-emitter.mjs";
import { fileModules } from "./page-files.mjs";
import { Msg, MsgKey, Wid, widOf } from "./page-models.mjs";

/**
 * The modules of WhatsApp Web that whatsapp-web.js 1.34 asks for, by their names there. What the library does not need
 * of them is left out; a module it does not need does not exist.
 */
export function modulesOf({ socket, cmd, conn, line, store, me }) {
	const { msgs, chats, contacts, reactions } = store;
	const ask = (what, about) => line.ask(what, about);
	const nothing = () => undefined;
	const key = new Uint8Array(32).fill(7);
	return {
		// Load and linking.
		WAWebSocketModel: { Socket: socket },
		WAWebCmd: { Cmd: cmd },
		WAWebConnModel: { Conn: conn },
		WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
		WAWebAltDeviceLinkingApi: {
			setPairingType: nothing,
			initializeAltDeviceLinking: async () => {},
			initializeQRLinking: async () => {},
			startAltLinkingFlow: (phone) => ask("code", { phone }),
		},
		WAWebLaunchSocketUtils: { refreshQR: () => void ask("refresh") },
		WABase64: { encodeB64: (bytes) => btoa(String.fromCharCode(...bytes)) },
		WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: 1 },
		WAWebAdvSignatureApi: {},
		WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: key } }) } },
		WAWebSignalStoreApi: {
			waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: key } }) },
		},
		WAWebUserPrefsMultiDevice: { getADVSecretKey: () => "c2VjcmV0" },
		WAWebMiscBrowserUtils: { info: () => ({ os: "Linux", name: "Chrome" }) },
		// Ready.
		WAWebUserPrefsMeUser: {
			getMaybeMePnUser: () => me.phone && new Wid(me.phone),
			getMaybeMeLidUser: () => me.lid && new Wid(me.lid),
		},
		WAWebCollections: {
			Msg: msgs,
			Chat: chats,
			Contact: contacts,
			Blocklist: { get: nothing },
			BusinessProfile: { find: async () => ({}) },
		},
		WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
		WAWebCallCollection: Object.assign(new Emitter(), { calls: new Map() }),
		WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: (list) => reactions.trigger("stored", list) } },
		// Receive.
		WALinkify: { findLink: (text) => linksIn(text)[0], findLinks: linksIn },
		WAWebWidFactory: { createWid: widOf, createWidFromWidLike: widOf, asUserWidOrThrow: widOf },
		WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen: nothing },
		// Send.
		WAWebFindChatAction: { findOrCreateLatestChat: async (wid) => ({ chat: await store.findChat(wid) }) },
		WAWebStreamModel: { Stream: { markAvailable: nothing, markUnavailable: nothing } },
		WAWebUpdateUnreadChatAction: {
			async sendSeen({ chat }) {
				await ask("seen", { wid: chat.id._serialized });
				chat.set({ unreadCount: 0 });
			},
		},
		WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: () => false },
		WAWebLinkPreviewChatAction: { getLinkPreview: async () => undefined },
		WAWebMsgKey: MsgKey,
		WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
		WAWebSendMsgChatAction: { addAndSendMsgToChat: (chat, message) => store.send(chat, message) },
		WAWebSendReactionMsgAction: {
			sendReactionToMsg: (msg, emoji) => ask("react", { id: msg.id._serialized, emoji }),
		},
		WAWebMsgActionCapability: {
			canEditText: (msg) => msg.id.fromMe && msg.type === "chat" && Date.now() / 1000 - msg.t < EDITABLE,
			canEditCaption: (msg) => msg.id.fromMe && msg.caption !== undefined && Date.now() / 1000 - msg.t < EDITABLE,
		},
		WAWebSendMessageEditAction: {
			async sendMessageEdit(msg, body) {
				await ask("edit", { id: msg.id._serialized, body });
				msg.set({ body });
			},
		},
		WAWebChatStateBridge: {
			sendChatStateComposing: (wid) => ask("typing", { wid: wid._serialized }),
			sendChatStatePaused: async () => {},
			sendChatStateRecording: async () => {},
		},
		...fileModules,
		// History, reply, contact.
		WAWebChatLoadMessages: { loadEarlierMsgs: ({ chat }) => store.earlier(chat) },
		WAWebMsgReply: { canReplyMsg: (msg) => msg instanceof Msg },
		WAWebContactGetters: {
			getIsMe: (contact) => contact.id._serialized === me.phone,
			getIsUser: () => true,
			getIsGroup: () => false,
			getIsWAContact: () => true,
			getUserid: (contact) => contact.id.user,
			getVerifiedName: nothing,
			getVerifiedLevel: nothing,
			getStatusMute: nothing,
			getName: (contact) => contact.name,
			getShortName: nothing,
			getPushname: (contact) => contact.pushname,
			getIsEnterprise: nothing,
		},
		WAWebFrontendContactGetters: { getIsMyContact: () => false },
		WAWebApiContact: {
			getAlternateUserWid: nothing,
			getCurrentLid: nothing,
			getPhoneNumber: (lid) => contacts.get(lid)?.phoneNumber,
		},
		WAWebQueryExistsJob: {
			async queryWidExists(wid) {
				const person = await ask("contact", { wid: wid._serialized });
				if (person && !contacts.get(person.wid)) store.addContact(person);
				return person && { wid: new Wid(person.wid) };
			},
		},
	};
}

/** A message may be corrected for a quarter of an hour. */
const EDITABLE = 15 * 60;

function linksIn(text) {
	return [...(text ?? "").matchAll(/https?:\/\/\S+/g)].map(([href]) => ({ href, suspiciousCharacters: new Set() }));
}

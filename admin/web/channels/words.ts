import { inBoth } from "../in-both.ts";

/** Words of the channels screens. */
export const channelsWords = inBoth(
	{
		noChannels: "Ни одного канала ещё нет: впишите TELEGRAM_TOKEN или WHATSAPP_PROVIDER в настройки",
		sinceWhen: "так с",
		lastHeard: "последнее сообщение клиента",
		neverHeard: "клиенты сюда ещё не писали",
		linkStarting: "проверяю, привязан ли телефон",
		linkScan: "нужно привязать телефон",
		linkLinked: "телефон привязан",
		linkAway: "связь прервалась, пробую снова сам",
		linkStopped: "остановлено: нужна ваша помощь",
		linkBanned: "WhatsApp заблокировал номер",
		linkHow:
			"На телефоне магазина: WhatsApp → Настройки → Связанные устройства → Привязка устройства. Наведите камеру на код.",
		linkQr: "Код для камеры телефона",
		linkByCode: "Или по номеру телефона магазина",
		linkGetCode: "Получить код",
		linkCode: "Введите этот код на телефоне:",
		linkEnd: "Отвязать телефон",
		linkEndSure: "Бот замолчит, пока телефон не привяжут снова. Отвязать?",
		linkUnofficial:
			"Это неофициальный способ: WhatsApp может заблокировать номер в любой момент и без предупреждения. Не привязывайте номер, который нельзя потерять; надёжный путь — WhatsApp Cloud API. Рассылок тем, кто вам не писал, отсюда нет.",
		linkWarmUp:
			"Непрошеных сообщений в первую неделю — не больше 20 в день, потом на пятую часть больше с каждым днём.",
		linkedFirst: "Привязан впервые",
		linkKeep: "Не отвязывать",
		stopped: "остановлен",
	},
	{
		noChannels: "There is no channel yet: put TELEGRAM_TOKEN or WHATSAPP_PROVIDER into the settings",
		sinceWhen: "so since",
		lastHeard: "a customer last wrote",
		neverHeard: "no customer has written here yet",
		linkStarting: "looking whether the phone is linked",
		linkScan: "the phone has to be linked",
		linkLinked: "the phone is linked",
		linkAway: "the link broke, trying again by itself",
		linkStopped: "stopped: it needs your help",
		linkBanned: "WhatsApp has blocked the number",
		linkHow: "On the shop's phone: WhatsApp → Settings → Linked devices → Link a device. Point the camera at the code.",
		linkQr: "Code for the phone's camera",
		linkByCode: "Or by the number of the shop's phone",
		linkGetCode: "Get a code",
		linkCode: "Type this code on the phone:",
		linkEnd: "End the link",
		linkEndSure: "The bot falls silent until the phone is linked again. End it?",
		linkUnofficial:
			"This way is unofficial: WhatsApp may block the number at any time, without notice. Do not link a number that you cannot lose; the safe way is the WhatsApp Cloud API. Nothing is advertised from here to people who never wrote to you.",
		linkWarmUp: "Messages that nobody asked for: at most 20 a day in the first week, then a fifth more each day.",
		linkedFirst: "First linked",
		linkKeep: "Keep it",
		stopped: "stopped",
	},
);

/** Why a tip was wrong, to be pressed; other reasons are written. */
export const WRONG_REASONS = ["not-now", "not-for-them", "known", "facts"] as const;

/** What tips say to members of the staff at the desk. */
export const TIP_WORDS = {
	ru: {
		send: "📤 Отправить",
		edit: "✏️ Изменить",
		wrong: "✖️ Неверно",
		reasons: {
			"not-now": "Не вовремя",
			"not-for-them": "Не для этого покупателя",
			known: "Уже знает или купил",
			facts: "Неправда",
		},
		sent: "Отправлено покупателю.",
		editHow: "Ответьте на подсказку своими словами — они уйдут покупателю.",
		wrongHow: "Почему? Нажмите или ответьте на подсказку словами.",
		thanks: "Спасибо, учтём.",
		chooseFirst: "Сначала нажмите «Изменить» или «Неверно».",
		over: "На эту подсказку уже ответили.",
		taken: "С покупателем уже говорит коллега.",
		mayNot: "Вашей роли это нельзя.",
		failed: "Не вышло: откройте разговор в вебе.",
		wentOff: (tip: string) =>
			`💡 Подсказка «${tip}» выключилась сама: из последних показанных брали меньше пятой части. Поправьте файл; включить снова может старший, в вебе: «Подсказки».`,
	},
	en: {
		send: "📤 Send",
		edit: "✏️ Edit",
		wrong: "✖️ Wrong",
		reasons: {
			"not-now": "Not now",
			"not-for-them": "Not for this customer",
			known: "They know or have bought",
			facts: "Not true",
		},
		sent: "Sent to the customer.",
		editHow: "Reply to the tip in your own words: they go to the customer.",
		wrongHow: "Why? Press, or reply to the tip in words.",
		thanks: "Thank you, noted.",
		chooseFirst: "Press “Edit” or “Wrong” first.",
		over: "This tip has been answered already.",
		taken: "A colleague is already talking to this customer.",
		mayNot: "Your role may not do this.",
		failed: "That did not work: open the conversation in the web.",
		wentOff: (tip: string) =>
			`💡 The tip “${tip}” has switched itself off: of the last shown less than a fifth was taken. Mend the file; a lead may switch it on again in the web: “Tips”.`,
	},
};

/** Buttons under a card, row by row; a press brings back `data`, of at most 64 bytes. */
export type Keyboard = readonly (readonly { readonly text: string; readonly data: string }[])[];

/** The same in Telegram's words. */
export function inlineKeyboard(keyboard: Keyboard) {
	return {
		inline_keyboard: keyboard
			.filter((row) => row.length > 0)
			.map((row) => row.map(({ text, data }) => ({ text, callback_data: data }))),
	};
}

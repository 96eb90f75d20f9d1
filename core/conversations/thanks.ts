/** Whether a message is a bare thank-you: it needs no answer, so it does not bring the conversation back into the queue. */
export function isThanks(text: string): boolean {
	const words = text
		.normalize("NFC")
		.toLowerCase()
		.replaceAll("ё", "е")
		.replaceAll(/[^\p{L}\s]/gu, " ")
		.split(/\s+/)
		.filter(Boolean);
	return words.length > 0 && words.length <= MOST && words.some(isGrateful) && words.every((word) => POLITE.has(word));
}

/** «спасибо вам большое, до свидания» */
const MOST = 6;
const GRATEFUL = ["спасибо", "спасибочки", "спс", "благодарю", "thanks", "thx", "thank"];
const POLITE = new Set([
	...GRATEFUL,
	...["большое", "огромное", "вам", "тебе", "вас", "за", "ответ", "помощь", "до", "свидания", "хорошо", "ок", "окей"],
	...["понятно", "понял", "поняла", "всем", "you", "very", "much", "a", "lot", "so", "ok", "okay", "bye", "и"],
]);

function isGrateful(word: string): boolean {
	return GRATEFUL.includes(word);
}

/** Latin capitals and digits without 0 O 1 I: 32 signs, 5 bits each. */
const SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const RANDOM_SIGNS = 8;

/** A code of eight random signs (40 bits) and a check sign, made of at least eight random bytes. */
export function couponCode(random: Uint8Array): string {
	const drawn = Array.from(random.subarray(0, RANDOM_SIGNS), (byte) => SIGNS[byte % SIGNS.length] ?? "");
	if (drawn.length < RANDOM_SIGNS) throw new Error("a code is made of eight random bytes");
	return drawn.join("") + checkSign(drawn.join(""));
}

/** The code that a person meant: letter case and Cyrillic look-alikes do not matter. Undefined for what is no code. */
export function readCode(typed: string): string | undefined {
	const code = [...typed.toUpperCase().replace(/[\s–-]/g, "")].map((sign) => LOOK_ALIKES[sign] ?? sign).join("");
	if (code.length !== RANDOM_SIGNS + 1) return undefined;
	return checkSign(code.slice(0, RANDOM_SIGNS)) === code.at(-1) ? code : undefined;
}

/** Weighed by place, so that two signs that changed places are noticed. */
function checkSign(signs: string): string {
	const sum = [...signs].reduce((total, sign, place) => total + SIGNS.indexOf(sign) * (2 * place + 1), 0);
	return SIGNS[((sum % SIGNS.length) + SIGNS.length) % SIGNS.length] ?? "";
}

const LOOK_ALIKES: Readonly<Record<string, string>> = {
	А: "A",
	В: "B",
	Е: "E",
	К: "K",
	М: "M",
	Н: "H",
	Р: "P",
	С: "C",
	Т: "T",
	У: "Y",
	Х: "X",
};

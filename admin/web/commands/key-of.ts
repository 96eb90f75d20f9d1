/** What is known of a pressed key. */
export type Press = { readonly key: string; readonly code: string; readonly shiftKey: boolean };

/**
 * The key as it is printed on a Latin keyboard: whoever has the Russian layout on presses "о" and means `j`. Signs that
 * lie elsewhere there (`;` under "ж", `/` under the full stop) are found by their place.
 */
export function keyOf({ key, code, shiftKey }: Press): string {
	if (/^[а-яё]$/i.test(key)) {
		if (code === "Semicolon") return ";";
		const letter = /^Key([A-Z])$/.exec(code)?.[1];
		return letter ? letter.toLowerCase() : key;
	}
	if (code === "Slash" && (key === "." || key === ",")) return shiftKey ? "?" : "/";
	return key.length === 1 ? key.toLowerCase() : key;
}

import type { Dice } from "#core/chance.ts";

/** An id (UUIDv7) that sorts by that moment and is the same in every run. */
export function idAt(at: Date, dice: Dice): string {
	const time = at.getTime().toString(16).padStart(12, "0");
	const sign = () => dice.int(0, 15).toString(16);
	const some = (count: number) => Array.from({ length: count }, sign).join("");
	const variant = dice.pick(["8", "9", "a", "b"]);
	return `${time.slice(0, 8)}-${time.slice(8)}-7${some(3)}-${variant}${some(3)}-${some(12)}`;
}

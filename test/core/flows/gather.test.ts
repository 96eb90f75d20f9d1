import { expect, test } from "vitest";
import { aRehearsal } from "./a-rehearsal.ts";

const notes = {
	notes: `
start: [{says: [заказ]}]
vars: {address: text, wishes: text, size: text}
during: [{says: [другой адрес], change: address}]
steps:
  - ask: address
    text: Куда везти?
  - ask: wishes
    text: "Пожелания? Везём: {{ address }}"
    suggest: [Без пожеланий]
    silence: {after: 30m, steps: [{end: quiet}]}
  - say: "Записали: {{ wishes }}"
`,
};

/** The flow in the hands of somebody whose messages are heard as they are written. */
function aTalker() {
	const rehearsal = aRehearsal(notes);
	let heard = 0;
	function writes(text: string, seconds = 0): string[] {
		if (seconds > 0) rehearsal.later(`${seconds}s`);
		heard += 1;
		const { simulation } = rehearsal;
		const content = { text, media: [] };
		simulation.cause({ cause: "message", id: `m${heard}`, channel: "telegram", content, moreMayFollow: true });
		return rehearsal.heard();
	}
	writes("заказ");
	return { ...rehearsal, writes };
}

test("an address sent in three pieces is one answer, and is taken two seconds after the last piece", () => {
	const { writes, later } = aTalker();

	expect(writes("Ленина 5")).toEqual([]);
	expect(writes("кв. 12", 1)).toEqual([]);
	expect(writes("домофон не работает", 1)).toEqual([]);
	expect(later("1s")).toEqual([]);
	expect(later("1s")).toEqual(["Пожелания? Везём: Ленина 5 кв. 12 домофон не работает"]);
});

test("whoever never stops writing is answered six seconds after the first piece", () => {
	const { writes, run } = aTalker();

	for (const piece of ["раз", "два", "три", "четыре"]) writes(piece, 1);
	expect(writes("пять", 1)).toEqual([]);
	expect(writes("шесть", 1)).toEqual([]);
	// The sixth second ends the answer; what comes after it is another.
	writes("семь", 1);
	expect(run("notes").frames[0]?.vars.address).toBe("раз\nдва\nтри\nчетыре\nпять\nшесть");
});

test("a message that means something of its own is not part of the answer, which comes first", () => {
	const { writes, heard, run } = aTalker();

	writes("Ленина 5");
	expect(writes("оператор", 1)).toEqual(["Пожелания? Везём: Ленина 5", "Зову коллегу, обычно отвечаем за 5 минут."]);
	expect(run("notes").status).toBe("with_operator");
	expect(heard()).toEqual([]);
});

test("a pressed button ends the answer that was being written", () => {
	const { writes, presses, later } = aTalker();
	writes("Ленина 5");
	later("2s");

	writes("побыстрее");
	expect(presses("Без пожеланий")).toEqual(["Записали: побыстрее"]);
});

test("an exact answer waits for nothing", () => {
	const { writes, later } = aTalker();
	writes("Ленина 5");
	later("2s");

	expect(writes("без пожеланий")).toEqual(["Записали: Без пожеланий"]);
});

test("a colleague who takes the talk meanwhile finds the answer taken when she gives it back", () => {
	const { writes, later, simulation, heard } = aTalker();
	writes("Ленина 5");
	simulation.take();

	expect(later("1h")).toEqual([]);
	simulation.close();
	expect(heard().join(" ")).toContain("Пожелания? Везём: Ленина 5");
});

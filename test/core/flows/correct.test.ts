import { expect, test } from "vitest";
import { aRehearsal } from "./a-rehearsal.ts";

const order = `
start: [{says: [заказ]}]
vars: {way: text, address: text, time: text, note: text, quote: quote, sure: text}
during:
  - {says: [другой адрес], change: address}
  - {says: [другой способ], change: way}
steps:
  - choose: way
    text: Как получить?
    options: {courier: Курьером, pickup: Заберу}
  - if: way == "courier"
    then:
      - {ask: address, text: Куда?}
      - do: delivery.quote
        with: {address: =address, total: =cart.total}
        save: quote
  - choose: time
    text: "Когда ({{ way }})?"
    options: {today: Сегодня, tomorrow: Завтра}
  - {ask: note, text: Пожелания?}
  - choose: sure
    text: "Верно? {{ way }} {{ address | default: '—' }} {{ time }} {{ note }}"
    options: {yes: Да, again: {label: Время, change: time}}
  - say: Готово.
`
	.replaceAll("address: text", "address: address")
	.replace("{ask: address, text: Куда?}", "{ask: address, type: address, text: Куда?}")
	.replaceAll("{{ address |", "{{ address.text |");

function answered() {
	const talk = aRehearsal({ order });
	talk.writes("заказ");
	talk.writes("курьером");
	talk.writes("Ленина 10");
	talk.writes("сегодня");
	talk.writes("без сахара");
	return talk;
}

test("another address is asked for, the rest is kept, and what depends on it is computed anew", () => {
	const { writes, simulation } = answered();
	expect(writes("другой адрес")).toEqual(["Куда?"]);
	expect(writes("Садовая 3")).toEqual(["Верно? courier Садовая 3 today без сахара"]);
	expect(simulation.shop.calls.filter(({ action }) => action === "delivery.quote")).toHaveLength(2);
});

test("the same address again repeats nothing that was done", () => {
	const { writes, simulation } = answered();
	writes("другой адрес");
	writes("Ленина 10");
	expect(simulation.shop.calls.filter(({ action }) => action === "delivery.quote")).toHaveLength(1);
});

test("a question that reads differently now is asked again", () => {
	const { writes } = answered();
	expect(writes("другой способ")).toEqual(["Как получить?"]);
	expect(writes("заберу")).toEqual(["Когда (pickup)?"]);
	expect(writes("завтра")).toEqual(["Верно? pickup — tomorrow без сахара"]);
});

test("«назад» goes to the last answer, an option to the one it names", () => {
	const { writes, presses } = answered();
	expect(writes("назад")).toEqual(["Пожелания?"]);
	expect(writes("со свечами")).toEqual(["Верно? courier Ленина 10 today со свечами"]);
	expect(presses("Время")).toEqual(["Когда (courier)?"]);
	expect(presses("Завтра")).toEqual(["Верно? courier Ленина 10 tomorrow со свечами"]);
	expect(presses("Да")).toEqual(["Готово."]);
});

test("a button of an earlier question is a correction that brings its answer", () => {
	const { presses, run } = answered();
	expect(presses("Завтра", "Когда")).toEqual(["Верно? courier Ленина 10 tomorrow без сахара"]);
	presses("Да");
	expect(run("order").outcome).toBe("done");
});

test("the same button pressed twice by a nervous thumb changes nothing", () => {
	const { writes, presses } = aRehearsal({ order });
	writes("заказ");
	expect(presses("Курьером")).toEqual(["Куда?"]);
	expect(presses("Курьером", "Как получить?")).toEqual([]);
});

test("a correction that would undo what was done once for good goes to a person", () => {
	const paid = order
		.replace(
			"  - say: Готово.",
			"  - do: order.create\n    with: {delivery: =way, address: =address}\n  - {ask: note, id: thanks, text: Спасибо! Отзыв?}\n  - say: Готово.",
		)
		.replace("  - {ask: note, text: Пожелания?}", "  - {ask: note, id: wishes, text: Пожелания?}");
	const { writes, presses, simulation } = aRehearsal({ order: paid });
	for (const text of ["заказ", "курьером", "Ленина 10", "сегодня", "нет сахара"]) writes(text);
	presses("Да");
	writes("другой адрес");
	const said = writes("Садовая 3");
	expect(said.at(-1)).toMatch(/Верно/);
	expect(presses("Да")).toEqual(["Изменить это сам уже не могу, зову коллегу."]);
	expect(simulation.talk.control.by).toBe("asked");
});

test("an operator's facts are corrections, and the dialog goes on from there", () => {
	const { simulation, heard } = answered();
	simulation.take();
	simulation.close({ facts: { time: "tomorrow" } });
	expect(heard().at(-1)).toBe("Верно? courier Ленина 10 tomorrow без сахара");
});

test("of several facts each is taken where it belongs, in whatever order they are told", () => {
	const { simulation, heard } = answered();
	simulation.take();
	simulation.close({ facts: { time: "tomorrow", address: "Садовая 3", note: "с сахаром" } });
	expect(heard().at(-1)).toBe("Верно? courier Садовая 3 tomorrow с сахаром");
});

test("with a fact before the step that waits, all between them stands, though that step is named", () => {
	const { simulation, heard } = answered();
	simulation.take();
	simulation.close({ at: "sure", facts: { address: "Садовая 3" } });
	expect(heard().at(-1)).toBe("Верно? courier Садовая 3 today без сахара");
});

test("with a fact before the step that is to be asked again, all between them stands", () => {
	const { simulation, heard, writes } = answered();
	simulation.take();
	simulation.close({ at: "note", facts: { address: "Садовая 3" } });
	expect(heard().at(-1)).toBe("Пожелания?");
	expect(writes("с собой").at(-1)).toBe("Верно? courier Садовая 3 today с собой");
});

test("a fact that leads another way leaves behind what is not asked there", () => {
	const { simulation, heard } = answered();
	simulation.take();
	simulation.close({ facts: { way: "pickup", address: "Садовая 3" } });
	expect(heard().at(-1)).toBe("Когда (pickup)?");
});

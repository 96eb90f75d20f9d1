import { expect, test } from "vitest";
import { aRehearsal } from "./a-rehearsal.ts";

const survey = `
start: [{says: [анкета]}]
vars: {age: int, pet: text}
silence:
  after: 30m
  nudge: Вы ещё здесь?
  steps: [{end: left}]
steps:
  - {ask: age, text: Сколько вам лет?}
  - choose: pet
    text: Кто дома?
    options: {cat: Кот, dog: Пёс}
    silence: {after: 1h}
    retry: {times: 1}
  - say: "{{ age }}, {{ pet | default: 'никого' }}"
`;
const chat = `
start: [{says: [поболтать]}]
vars: {mood: text}
steps:
  - choose: mood
    text: Как дела?
    options: {good: Хорошо, bad: Плохо}
  - say: Ясно.
`;

test("a silent customer is nudged once, and then the flow's own end comes", () => {
	const { writes, later, run } = aRehearsal({ survey });
	writes("анкета");
	expect(later("30m")).toEqual(["Вы ещё здесь?"]);
	expect(later("29m")).toEqual([]);
	expect(later("1m")).toEqual([]);
	expect(run("survey").outcome).toBe("left");
});

test("silence counts from the last message in either direction", () => {
	const { writes, later, run } = aRehearsal({ survey });
	writes("анкета");
	later("20m");
	writes("много");
	expect(later("20m")).toEqual([]);
	expect(later("10m")).toEqual(["Вы ещё здесь?"]);
	expect(run("survey").status).toBe("waiting_input");
});

test("a question whose silence has no steps goes on with the variable empty", () => {
	const { writes, later } = aRehearsal({ survey });
	writes("анкета");
	writes("30");
	expect(later("1h")).toEqual(["30, никого"]);
});

test("not understood twice: a person is asked for, and the question comes back with control", () => {
	const { simulation, heard, writes } = aRehearsal({ survey });
	writes("анкета");
	writes("30");
	expect(writes("хомяк")).toEqual(["Выберите, пожалуйста, один из вариантов."]);
	expect(writes("попугай")).toEqual(["Зову коллегу, обычно отвечаем за 5 минут."]);
	expect(simulation.talk.control).toMatchObject({ by: "asked", team: "support" });
	expect(writes("алло?")).toEqual([]);
	simulation.close();
	expect(heard()).toEqual(["Вернёмся к разговору.", "Кто дома?"]);
	expect(writes("хомяк")).toEqual(["Выберите, пожалуйста, один из вариантов."]);
});

test("silence stands still while an operator has the conversation", () => {
	const { simulation, heard, writes, later } = aRehearsal({ survey });
	writes("анкета");
	simulation.take();
	expect(later("3h")).toEqual([]);
	simulation.close();
	expect(heard()).toEqual(["Вернёмся к разговору.", "Сколько вам лет?"]);
	expect(later("30m")).toEqual(["Вы ещё здесь?"]);
});

test("a dialog begun over another gives back to it when it ends", () => {
	const { writes, run } = aRehearsal({ survey, chat });
	writes("анкета");
	writes("30");
	expect(writes("поболтать")).toEqual(["Как дела?"]);
	expect(run("survey").status).toBe("paused");
	expect(writes("хорошо")).toEqual(["Ясно.", "Вернёмся к разговору.", "Кто дома?"]);
	expect(writes("кот")).toEqual(["30, cat"]);
});

test("paused for longer than a live dialog lasts, it asks first; the customer may drop it or start again", () => {
	const patient = chat.replace("    options:", "    silence: {after: 5h}\n    options:");
	const talk = aRehearsal({ survey, chat: patient });
	talk.writes("анкета");
	talk.writes("30");
	talk.writes("поболтать");
	talk.later("2h");
	expect(talk.writes("плохо")).toEqual(["Ясно.", "Мы не закончили. Продолжим?"]);
	expect(talk.labels()).toEqual(["Продолжить", "Начать заново", "Отменить"]);
	expect(talk.writes("продолжить")).toEqual(["Кто дома?"]);

	const other = aRehearsal({ survey, chat: patient });
	other.writes("анкета");
	other.writes("30");
	other.writes("поболтать");
	other.later("2h");
	other.writes("плохо");
	expect(other.presses("Начать заново")).toEqual(["Сколько вам лет?"]);
});

test("an upper dialog that ends by itself leaves the lower one waiting in silence", () => {
	const quick = chat.replace("    options:", "    silence: {after: 10m, steps: [{end: bored}]}\n    options:");
	const { writes, later, run } = aRehearsal({ survey, chat: quick });
	writes("анкета");
	writes("30");
	writes("поболтать");
	expect(later("10m")).toEqual([]);
	expect(run("survey").status).toBe("waiting_input");
	expect(writes("пёс")).toEqual(["30, dog"]);
});

test("a fourth dialog on the stack ends the lowest", () => {
	const flow = (word: string) =>
		`start: [{says: [${word}]}]\nvars: {x: text}\nsteps:\n  - choose: x\n    text: ${word}?\n    options: {a: "альфа", b: "бета"}\n`;
	const { writes, run } = aRehearsal({ one: flow("один"), two: flow("два"), three: flow("три"), four: flow("четыре") });
	for (const word of ["один", "два", "три", "четыре"]) writes(word);
	expect(run("one")).toMatchObject({ status: "ended", outcome: "dropped" });
	expect(run("four").status).toBe("waiting_input");
});

test("starting the same flow again brings its dialog back instead of a second one", () => {
	const { simulation, writes } = aRehearsal({ survey, chat });
	writes("анкета");
	writes("30");
	writes("поболтать");
	expect(writes("анкета")).toEqual(["Кто дома?"]);
	expect([...simulation.runs.values()].filter(({ flow }) => flow === "survey")).toHaveLength(1);
});

test("asked three times and never answered: the run ends in silence", () => {
	const circle =
		"start: [{says: [круг]}]\nvars: {x: text}\nsteps:\n  - choose: x\n    text: Ну?\n    options: {a: Да, b: Нет}\n    silence: {after: 10m, steps: [{goto: x}]}\n";
	const { writes, later, run } = aRehearsal({ circle });
	writes("круг");
	expect(later("1h")).toEqual(["Ну?", "Ну?"]);
	expect(run("circle").outcome).toBe("silent");
});

test("a link to a dialog that silence ended takes it up where it was", () => {
	const { simulation, heard, writes, later, run } = aRehearsal({ survey });
	writes("анкета");
	later("2h");
	const { id } = run("survey");
	simulation.cause({ cause: "resume", id: "link", channel: "telegram", run: id });
	expect(heard()).toEqual(["Сколько вам лет?"]);
	expect(writes("41")).toEqual(["Кто дома?"]);
});

test("several are ticked one by one, or named with commas", () => {
	const likes =
		"start: [{says: [вкусы]}]\nvars: {likes: list}\nsteps:\n  - choose: likes\n    many: true\n    text: Что любите?\n    options: {tea: Чай, cake: Торт, pie: Пирог}\n  - say: \"{{ likes | join: '+' }}\"\n";
	const talk = aRehearsal({ likes });
	talk.writes("вкусы");
	talk.presses("Чай");
	talk.presses("Торт");
	talk.presses("Чай");
	talk.presses("Пирог");
	expect(talk.labels()).toEqual(["Чай", "✓ Торт", "✓ Пирог", "Готово"]);
	expect(talk.presses("Готово")).toEqual(["cake+pie"]);

	const typed = aRehearsal({ likes });
	typed.writes("вкусы");
	expect(typed.writes("чай, пирог")).toEqual(["tea+pie"]);
});

test("what breaks ends with an apology and a person, and other dialogs go on", () => {
	const broken =
		"start: [{says: [сломать]}]\nvars: {q: quote}\nsteps:\n  - do: delivery.quote\n    with: {address: =customer.last_address, total: 1}\n    save: q\n  - say: Ок\n";
	const { simulation, writes, run } = aRehearsal(
		{ survey, broken },
		{ actions: { "delivery.quote": { fails: "timeout" } } },
	);
	writes("анкета");
	writes("30");
	expect(writes("сломать")).toEqual(["Извините, у нас сломалось. Уже зову человека."]);
	expect(run("broken").status).toBe("failed");
	expect(run("survey").status).not.toBe("failed");
	expect(simulation.talk.control.by).toBe("asked");
});

test("a dialog whose version is gone ends with an apology and a person", () => {
	const { simulation, writes, run } = aRehearsal({ survey });
	writes("анкета");
	const { book } = simulation.talk;
	simulation.talk = { ...simulation.talk, book: { ...book, program: () => undefined } };
	expect(writes("30")).toEqual(["Извините, у нас сломалось. Уже зову человека."]);
	expect(run("survey")).toMatchObject({ status: "failed", error: expect.stringContaining("is gone") });
	expect(simulation.talk.control.by).toBe("asked");
});

import { expect, test } from "vitest";
import { aRehearsal } from "./a-rehearsal.ts";

const tea = `
start:
  - says: [чай]
  - command: tea
  - link: tea
vars: {kind: text, wish: text}
during:
  - says: [сколько стоит]
    steps:
      - say: Чай стоит 300.
  - says: [другой чай]
    change: kind
steps:
  - choose: kind
    text: Какой чай?
    options: {green: {label: Зелёный, also: [сенча]}, black: Чёрный}
  - ask: wish
    text: Пожелания?
    optional: Нет пожеланий
  - say: "Готово: {{ kind }}, {{ wish | default: '—' }}."
`;
const coffee = `
start: [{says: [кофе]}]
vars: {size: int}
steps:
  - {ask: size, text: Сколько чашек?}
  - say: "Чашек: {{ size }}."
`;

test("a label with a typo, a synonym, a command and a start word are all understood", () => {
	const { writes, route } = aRehearsal({ tea });
	expect(writes("/tea")).toEqual(["Какой чай?"]);
	expect(route()).toBe("row 2: /tea");
	expect(writes("сенча")).toEqual(["Пожелания?"]);
	expect(route()).toMatch(/^row 4/);

	const other = aRehearsal({ tea });
	expect(other.writes("tea")).toEqual(["Какой чай?"]);
	expect(other.writes("зеленй")).toEqual(["Пожелания?"]);
});

test("a question in the middle is answered, and then ours is asked again", () => {
	const { writes, route } = aRehearsal({ tea });
	writes("чай");
	expect(writes("а сколько стоит?")).toEqual(["Чай стоит 300.", "Какой чай?"]);
	expect(route()).toBe("row 5: «сколько стоит»");
});

test("a long complaint is not eaten by a keyword", () => {
	const { writes, run } = aRehearsal({ tea });
	writes("чай");
	writes("сенча");
	writes("скажите сколько стоит вообще ваша доставка потому что сосед жаловался");
	expect(run("tea").frames[0]?.vars.wish).toContain("сосед");
});

test("a free question takes what another flow would have taken; a choice lets it go", () => {
	const { writes, route } = aRehearsal({ tea, coffee });
	writes("чай");
	expect(writes("кофе")).toEqual(["Сколько чашек?"]);
	expect(route()).toBe("row 8: «кофе»");

	const free = aRehearsal({ tea, coffee });
	free.writes("чай");
	free.writes("сенча");
	expect(free.writes("кофе")).toEqual(["Готово: green, кофе."]);
	expect(free.route()).toMatch(/^row 7/);
});

test("a question that keeps the message lets no other flow take it", () => {
	const kept = tea.replace("text: Какой чай?", "text: Какой чай?\n    keep: true");
	const { writes } = aRehearsal({ tea: kept, coffee });
	writes("чай");
	expect(writes("кофе")).toEqual(["Выберите, пожалуйста, один из вариантов."]);
});

test("nobody understands: said once an hour, and the conversation shows as unanswered", () => {
	const { writes, later } = aRehearsal({ tea });
	expect(writes("хм")).toEqual(["Не понял вас. Напишите «меню» или «оператор»."]);
	expect(writes("хм-хм")).toEqual([]);
	later("61m");
	expect(writes("ну")).toHaveLength(1);
});

test("a stop word withdraws consent even while an operator has the conversation", () => {
	const { simulation, writes } = aRehearsal({ tea });
	simulation.take();
	expect(writes("Стоп!")).toEqual(["Больше не пришлём рекламы. О заказах писать будем."]);
	expect(simulation.shop.roots.customer.consent).toMatchObject({ advertising: false });
	expect(writes("чай")).toEqual([]);
});

test("a button of a dialog that is over says so; so does a forged one", () => {
	const { simulation, writes, presses } = aRehearsal({ tea });
	writes("чай");
	writes("сенча");
	writes("-");
	const outdated = "Этот вопрос уже неактуален. Напишите «меню», и начнём заново.";
	expect(presses("Чёрный", "Какой чай?")).toEqual([outdated]);
	const [message] = simulation.shown;
	if (message) simulation.press("forged", message);
	expect(spacedLast(simulation.shown)).toBe(outdated);
});

test("the menu works where no dialog is, and its button launches a flow that knows who launched it", () => {
	const order = 'start: []\nsteps:\n  - say: "{{ run.launched_by }}"\n';
	const support = "start: []\nsteps:\n  - say: Поддержка\n";
	const { writes, presses } = aRehearsal({ order, support });
	expect(writes("меню")).toEqual(["Чем помочь?"]);
	expect(presses("Поддержка")).toEqual(["Поддержка"]);
	expect(presses("Заказать")).toEqual(["_always"]);
});

function spacedLast(shown: readonly { content: { text: string } }[]): string | undefined {
	return shown.at(-1)?.content.text;
}

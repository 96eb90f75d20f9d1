import { expect, test } from "vitest";
import { aRehearsal } from "./a-rehearsal.ts";

const menu = {
	menu: `
start: [{says: [торты]}]
vars: {what: text, sure: text}
during: [{says: [вопрос], steps: [{say: Ответ.}]}]
steps:
  - choose: what
    text: Что положить?
    from: catalogue.new_products
    item_image: it.photo
    page: 2
`,
};

const cakes = ["Медовик", "Наполеон", "Эклеры"].map((title) => ({ id: title, title, photo: `${title}.jpg` }));

function aMenu() {
	const rehearsal = aRehearsal(menu, { catalogue: { new_products: cakes, categories: [] } });
	const albums = () =>
		rehearsal.simulation.shown.flatMap(({ content: { media } }) =>
			media ? [media.map(({ caption, source }) => `${caption}: ${source}`)] : [],
		);
	return { ...rehearsal, albums };
}

test("under each picture of an album stands which of the goods it is", () => {
	const { writes, albums } = aMenu();
	writes("торты");
	expect(albums()).toEqual([["Медовик: Медовик.jpg", "Наполеон: Наполеон.jpg"]]);
});

test("another page brings its own pictures above its menu; a retry or a handler does not repeat them", () => {
	const { writes, presses, albums, heard } = aMenu();
	writes("торты");
	writes("что-то непонятное");
	writes("вопрос");
	expect(albums()).toHaveLength(1);

	presses("Ещё", "Что положить?");
	heard();
	expect(albums()).toEqual([["Медовик: Медовик.jpg", "Наполеон: Наполеон.jpg"], ["Эклеры: Эклеры.jpg"]]);
});

/** Goods of a village shop. Prices in roubles; a list of sizes makes variants. */
export type DemoGoods = {
	readonly title: string;
	readonly en: string;
	readonly about: string;
	readonly sizes: readonly (readonly [size: string, roubles: number])[];
	readonly unit?: string;
	readonly tags?: readonly string[];
	/** Days until more can be had. */
	readonly leadDays: number;
	/** Pieces a good day sells; what lies there follows from it. */
	readonly demand: number;
};

export type DemoCategory = {
	readonly id: string;
	readonly title: string;
	readonly en: string;
	readonly goods: readonly DemoGoods[];
};

type Row = [
	title: string,
	en: string,
	about: string,
	sizes: Record<string, number> | number,
	demand: number,
	tags?: string,
];

/** What a row leaves out is the same for its whole shelf. */
function shelf(
	id: string,
	title: string,
	en: string,
	leadDays: number,
	unit: string,
	rows: readonly Row[],
): DemoCategory {
	return {
		id,
		title,
		en,
		goods: rows.map(([name, english, about, sizes, demand, tags]) => ({
			title: name,
			en: english,
			about,
			sizes: typeof sizes === "number" ? [["", sizes] as const] : Object.entries(sizes),
			unit,
			tags: tags?.split(" ") ?? [],
			leadDays,
			demand,
		})),
	};
}

/** The shelves of «Прилавок у Марины». */
export const DEMO_SHELVES: readonly DemoCategory[] = [
	shelf("bakery", "Хлеб", "Bread", 1, "шт.", [
		["Хлеб ржаной на закваске", "Rye sourdough", "Подовый, с тмином, печём каждое утро.", 120, 9, "постное"],
		["Батон нарезной", "White loaf", "Мягкий, с хрустящей корочкой.", 75, 8],
		["Хлеб бородинский", "Borodinsky bread", "Заварной, с кориандром.", 110, 6, "постное"],
		["Лаваш тонкий", "Thin lavash", "Из дровяной печи.", 60, 5, "постное"],
		["Булочка с маком", "Poppy seed bun", "Сдобная, ещё тёплая к девяти утра.", 55, 7],
		["Сушки ванильные", "Vanilla sushki", "К чаю, полкило в мешочке.", 95, 3],
		["Хлеб цельнозерновой", "Wholegrain bread", "С семечками и льном.", 145, 4, "постное"],
	]),
	shelf("dairy", "Молочное", "Dairy", 1, "шт.", [
		["Молоко деревенское", "Farm milk", "Утренней дойки, от коров Нины Павловны.", { "1 л": 110, "3 л": 310 }, 10],
		["Творог домашний", "Cottage cheese", "Зернистый, 9 %.", { "300 г": 160, "1 кг": 480 }, 7],
		["Сметана", "Sour cream", "Густая, ложка стоит. 25 %.", { "250 г": 130, "500 г": 240 }, 7],
		["Кефир", "Kefir", "Двухдневный, на живой закваске.", 95, 5],
		["Масло сливочное", "Butter", "Сбиваем по пятницам, 82,5 %.", 220, 5],
		["Ряженка", "Baked milk yoghurt", "Топлёная в печи, с пенкой.", 100, 4],
		["Сыр козий", "Goat cheese", "Выдержанный месяц, в травах.", 390, 2],
		["Яйца куриные", "Eggs", "Десяток, от кур на выгуле.", 140, 9],
	]),
	shelf("vegetables", "Овощи и зелень", "Vegetables", 2, "кг", [
		["Картофель молодой", "New potatoes", "С нашего поля, мытый.", 60, 9, "постное"],
		["Морковь", "Carrots", "Сладкая, хрустит.", 55, 6, "постное"],
		["Свёкла", "Beetroot", "На борщ и винегрет.", 50, 4, "постное"],
		["Капуста белокочанная", "Cabbage", "Тугие кочаны по полтора-два кило.", 45, 5, "постное"],
		["Огурцы солёные", "Pickled cucumbers", "Бочковые, с дубовым листом.", 210, 5, "постное"],
		["Капуста квашеная", "Sauerkraut", "С клюквой.", 180, 4, "постное"],
		["Лук репчатый", "Onions", "Сухой, долго лежит.", 45, 4, "постное"],
		["Зелень: укроп и петрушка", "Dill and parsley", "Пучок, срезаем утром.", 50, 5, "постное"],
	]),
	shelf("honey", "Мёд и варенье", "Honey and jam", 5, "шт.", [
		["Мёд липовый", "Linden honey", "С пасеки деда Егора, этого года.", { "350 г": 320, "1 кг": 820 }, 3],
		["Мёд гречишный", "Buckwheat honey", "Тёмный, терпкий.", { "350 г": 290, "1 кг": 740 }, 2],
		["Варенье малиновое", "Raspberry jam", "Своя малина, варим тазами.", 260, 3],
		["Варенье из крыжовника", "Gooseberry jam", "Царское, с вишнёвым листом.", 270, 1],
		["Соты в рамке", "Honeycomb", "Кусок рамки с мёдом.", 650, 1],
	]),
	shelf("meat", "Мясо и птица", "Meat and poultry", 3, "кг", [
		["Курица домашняя", "Farm chicken", "Тушка, полтора-два кило.", 420, 5],
		["Говядина на суп", "Soup beef", "С косточкой.", 560, 4],
		["Фарш домашний", "Minced meat", "Свинина с говядиной, прокручен сегодня.", 480, 5],
		["Сало солёное", "Salted lard", "С чесноком и перцем.", 520, 2],
		["Колбаски для жарки", "Sausages", "Из свиной шеи, без добавок.", 640, 3],
		["Пельмени ручной лепки", "Handmade dumplings", "Замороженные, пачка 800 г.", 430, 6],
	]),
	shelf("pies", "Пироги", "Pies", 1, "шт.", [
		["Пирожок с капустой", "Cabbage pasty", "Печёный.", 60, 9],
		["Пирожок с мясом", "Meat pasty", "Жареный, сочный.", 80, 8],
		["Пирожок с яблоком", "Apple pasty", "С антоновкой и корицей.", 60, 6],
		["Пирог с рыбой", "Fish pie", "На полтора килограмма, к столу.", 850, 2],
		["Пирог с вишней", "Cherry pie", "Открытый, с решёткой.", 720, 2],
		["Ватрушка с творогом", "Cottage cheese bun", "Пышная.", 75, 6],
		["Кулебяка", "Kulebyaka", "Три начинки, заказывайте заранее.", 1100, 1],
	]),
	shelf("cakes", "Торты и сладкое", "Cakes", 2, "шт.", [
		["Медовик", "Honey cake", "Восемь коржей, крем на сметане.", { "1 кг": 1500, "2 кг": 2800 }, 2],
		["Наполеон", "Napoleon cake", "Тонкие коржи, заварной крем.", 1700, 2],
		["Торт «Птичье молоко»", "Bird's milk cake", "Нежное суфле в шоколаде.", 1600, 1],
		["Пирожное «Картошка»", "Chocolate potato", "Как в детстве.", 90, 5],
		["Зефир яблочный", "Apple marshmallow", "На агаре, коробка 300 г.", 280, 3],
		["Пряник печатный", "Printed gingerbread", "С начинкой из сливы.", 190, 3],
		["Пастила", "Pastila", "Три слоя, без сахара.", 340, 2, "без-сахара"],
	]),
	shelf("drinks", "Напитки", "Drinks", 3, "шт.", [
		["Квас хлебный", "Bread kvass", "Живой, пенится.", { "1 л": 120, "3 л": 320 }, 5],
		["Морс клюквенный", "Cranberry drink", "Кисло-сладкий.", 180, 4],
		["Компот из сухофруктов", "Dried fruit compote", "С грушей и черносливом.", 130, 3],
		["Иван-чай", "Fireweed tea", "Ферментированный, 100 г.", 250, 2],
		["Сбитень", "Sbiten", "Мёд и пряности, подают горячим.", 210, 2],
	]),
	shelf("household", "Для дома", "Household", 7, "шт.", [
		["Мыло дегтярное", "Tar soap", "Варим сами.", 120, 2],
		["Веник берёзовый", "Birch besom", "Для бани, вязали в июне.", 250, 2],
		["Варежки шерстяные", "Woollen mittens", "Вяжет баба Шура.", 600, 1],
		["Свеча восковая", "Beeswax candle", "Пахнет мёдом.", 150, 2],
		["Корзина из лозы", "Wicker basket", "Плетёная, на пятнадцать литров.", 1800, 1],
		["Полотенце льняное", "Linen towel", "С вышивкой.", 750, 1],
	]),
];

/** Names are drawn together, so that nobody is called Мария Петров. */
export const DEMO_WOMEN = {
	first: [
		"Анна",
		"Мария",
		"Елена",
		"Ольга",
		"Наталья",
		"Татьяна",
		"Ирина",
		"Светлана",
		"Екатерина",
		"Юлия",
		"Дарья",
		"Галина",
		"Людмила",
		"Вера",
		"Надежда",
		"Полина",
		"Ксения",
		"Алина",
		"Зоя",
		"Марина",
	],
	ending: "а",
} as const;

export const DEMO_MEN = {
	first: [
		"Александр",
		"Сергей",
		"Дмитрий",
		"Андрей",
		"Алексей",
		"Иван",
		"Михаил",
		"Николай",
		"Павел",
		"Егор",
		"Пётр",
		"Виктор",
		"Григорий",
		"Фёдор",
		"Степан",
	],
	ending: "",
} as const;

export const DEMO_FAMILIES = [
	"Иванов",
	"Петров",
	"Смирнов",
	"Кузнецов",
	"Попов",
	"Соколов",
	"Лебедев",
	"Козлов",
	"Новиков",
	"Морозов",
	"Волков",
	"Зайцев",
	"Павлов",
	"Семёнов",
	"Голубев",
	"Виноградов",
	"Богданов",
	"Воробьёв",
	"Фёдоров",
	"Михайлов",
	"Беляев",
	"Тарасов",
	"Белов",
	"Комаров",
	"Орлов",
	"Киселёв",
	"Макаров",
	"Андреев",
	"Ковалёв",
	"Ильин",
] as const;

/** Most live round the corner; some order parcels from far away, and their clocks differ. */
export const DEMO_CITIES = [
	{ city: "Луговое", zone: "Europe/Moscow", weight: 46 },
	{ city: "Берёзовка", zone: "Europe/Moscow", weight: 22 },
	{ city: "Москва", zone: "Europe/Moscow", weight: 12 },
	{ city: "Калининград", zone: "Europe/Kaliningrad", weight: 4 },
	{ city: "Самара", zone: "Europe/Samara", weight: 4 },
	{ city: "Екатеринбург", zone: "Asia/Yekaterinburg", weight: 5 },
	{ city: "Новосибирск", zone: "Asia/Novosibirsk", weight: 4 },
	{ city: "Владивосток", zone: "Asia/Vladivostok", weight: 3 },
] as const;

export const DEMO_STREETS = [
	"Мира",
	"Садовая",
	"Ленина",
	"Школьная",
	"Лесная",
	"Заречная",
	"Молодёжная",
	"Центральная",
	"Полевая",
	"Набережная",
] as const;

/** The words under which the past customers' consent was taken, on paper at the counter. */
export const DEMO_CONSENTS = {
	processing: "Согласен(на) на обработку моих данных, чтобы выполнить заказ.",
	advertising: "Присылайте мне новинки и скидки.",
} as const;

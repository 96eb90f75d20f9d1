/** What the demo's shop says of itself, and how it delivers. Sums in kopecks. */
export const DEMO_FACTS = {
	name: "Прилавок у Марины",
	address: "Луговое, Мира 5",
	phone: "+74955550123",
	email: "marina@prilavok.example",
	site: null,
	reviewUrl: "https://prilavok.example/otzyv",
	privacyUrl: "https://prilavok.example/dannye",
	hours: "пн–пт 9–21, сб–вс 10–20",
	location: { lat: 55.4312, lon: 38.2645 },
	delivery: {
		zones: [
			{
				id: "village",
				title: "По Луговому и Берёзовке",
				price: 25_000,
				freeFrom: 300_000,
				places: ["Луговое", "Берёзовка"],
				withinKm: 8,
				home: true,
			},
			{
				id: "district",
				title: "По району",
				price: 45_000,
				freeFrom: 500_000,
				places: ["Раменское", "Бронницы", "Гжель"],
				withinKm: 25,
			},
		],
		elsewhere: [
			"Москва",
			"Санкт-Петербург",
			"Петербург",
			"Питер",
			"Казань",
			"Самара",
			"Новосибирск",
			"Екатеринбург",
			"Владивосток",
			"Калининград",
		],
	},
	slots: {
		courier: {
			windows: ["10:00-12:00", "12:00-14:00", "16:00-18:00", "18:00-20:00"],
			capacity: 6,
			ahead: 3,
			lead: 120,
		},
		pickup: { windows: ["09:00-13:00", "13:00-17:00", "17:00-20:00"], capacity: 20, ahead: 3, lead: 60 },
	},
};

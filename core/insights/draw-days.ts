import { inLanguage } from "#core/in-language.ts";
import { showMoney } from "#core/money.ts";
import type { DaySales } from "./read-days.ts";

type Drawing = {
	readonly currency: string;
	readonly language: string;
	/** Without it only orders are drawn. */
	readonly seesMoney: boolean;
};

/** The days as a picture for a messenger (SVG): a column of orders a day, and of revenue above it. */
export function drawDays(days: readonly DaySales[], { currency, language, seesMoney }: Drawing): string {
	const words = inLanguage(language, WORDS);
	const orders = { title: words.orders, values: days.map((day) => day.orders), show: String, colour: "#2f6fde" };
	const revenue = {
		title: words.revenue,
		values: days.map((day) => day.revenue),
		show: (minor: number) => showMoney({ minor, currency }, language),
		colour: "#1f8a5b",
	};
	const panels = seesMoney ? [revenue, orders] : [orders];
	const height = panels.length * PANEL + FOOT;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`,
		` font-family="DejaVu Sans, Liberation Sans, Arial, sans-serif">`,
		`<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
		...panels.map((panel, place) => drawPanel(panel, place * PANEL)),
		...days.map(({ day }, place) => label(middleOf(place, days.length), height - 16, Number(day.slice(8)).toString())),
		"</svg>",
	].join("");
}

const WIDTH = 800;
const PANEL = 220;
const FOOT = 40;
const EDGE = 24;
/** Above the columns of a panel: its title. */
const HEAD = 56;

type Panel = {
	readonly title: string;
	readonly values: readonly number[];
	readonly show: (value: number) => string;
	readonly colour: string;
};

function drawPanel({ title, values, show, colour }: Panel, top: number): string {
	const most = Math.max(...values, 0);
	const sum = values.reduce((all, value) => all + value, 0);
	const [floor, room] = [top + PANEL - 4, PANEL - HEAD - 24];
	const width = (columnOf(values.length) * 0.64).toFixed(1);
	const columns = values.map((value, place) => {
		const height = most === 0 ? 0 : Math.max(value > 0 ? 2 : 0, (value / most) * room);
		const left = (middleOf(place, values.length) - columnOf(values.length) * 0.32).toFixed(1);
		const isMost = value === most && most > 0 && values.indexOf(value) === place;
		return [
			`<rect x="${left}" y="${(floor - height).toFixed(1)}" width="${width}" height="${height.toFixed(1)}" rx="3" fill="${colour}"/>`,
			isMost ? label(middleOf(place, values.length), floor - height - 6, show(value)) : "",
		].join("");
	});
	return [
		`<text x="${EDGE}" y="${top + 32}" font-size="20" font-weight="bold" fill="#1b1f24">${plain(`${title}: ${show(sum)}`)}</text>`,
		...columns,
		`<rect x="${EDGE}" y="${floor}" width="${WIDTH - 2 * EDGE}" height="1" fill="#c9d1d9"/>`,
	].join("");
}

function label(x: number, y: number, text: string): string {
	// At the edge a long sum would run out of the picture.
	const inside = Math.min(Math.max(x, EDGE + 40), WIDTH - EDGE - 40);
	const place = text.length > 3 ? inside : x;
	return `<text x="${place.toFixed(1)}" y="${y.toFixed(1)}" font-size="15" text-anchor="middle" fill="#57606a">${plain(text)}</text>`;
}

function columnOf(count: number): number {
	return (WIDTH - 2 * EDGE) / Math.max(count, 1);
}

function middleOf(place: number, count: number): number {
	return EDGE + columnOf(count) * (place + 0.5);
}

function plain(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

const WORDS = {
	ru: { orders: "Заказы за 14 дней", revenue: "Выручка за 14 дней" },
	en: { orders: "Orders of 14 days", revenue: "Revenue of 14 days" },
};

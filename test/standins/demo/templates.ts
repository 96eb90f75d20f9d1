import type { Template } from "../whatsapp-cloud/shapes.ts";

type Words = readonly [name: string, body: string];

/** What the demo's shop has had approved: one for each template that the shipped flows name. */
export const DEMO_TEMPLATES: readonly Template[] = [
	...all("UTILITY", [
		["ask_processing", "Можно мы сохраним ваши ответы, чтобы лучше готовить следующие заказы?"],
		["feedback_solved", "Мы разобрались с вашим замечанием. Всё ли теперь хорошо?"],
		["nps_solved", "Мы разобрались с вашим замечанием. Всё ли теперь хорошо?"],
		["order_feedback", "{{1}}, как вам заказ № {{2}}? Ответьте числом от 1 до 5."],
		["nps_ask", "{{1}}, посоветуете ли вы нас друзьям? Ответьте числом от 0 до 10."],
		["order_released", "Товары заказа № {{1}} снова свободны: мы не дождались ответа."],
		["order_confirmed", "Заказ № {{1}} подтверждён."],
		["order_packed", "Заказ № {{1}} собран."],
		["order_shipped", "Заказ № {{1}} уже в пути."],
		["order_ready", "Заказ № {{1}} ждёт вас в магазине."],
		["order_delivered", "Заказ № {{1}} вручён. Спасибо, что вы с нами!"],
		["order_cancelled", "Заказ № {{1}} отменён."],
		["order_returned", "Возврат по заказу № {{1}} принят."],
	]),
	...all("MARKETING", [
		["cart_care", "{{1}}, ваша корзина на {{2}} ждёт. Помочь с заказом?"],
		["cart_brief", "{{1}}, в корзине товары на {{2}}. Оформляем?"],
		["cart_offer", "К вашей корзине: {{1}}. Промокод {{2}}."],
		["activate_small", "{{1}}, начните с малого: соберём небольшой заказ?"],
		["activate_again", "Мы всё ещё рады собрать вам первый заказ."],
		["back_in_stock", "{{1}} снова есть. Вы просили написать."],
		["birthday", "{{1}}, с днём рождения! Подарок от нас — промокод {{2}}."],
		["first_order_help", "{{1}}, помочь с первым заказом?"],
		["first_order_popular", "Вот что у нас берут чаще всего. Показать?"],
		["first_order_offer", "К первому заказу: {{1}}. Промокод {{2}}."],
		["holiday_new_year", "{{1}}, собираем заказы к Новому году. Что приготовить для вас?"],
		["holiday_reminder", "Последние дни, чтобы заказать к празднику."],
		["useful_storage", "{{1}}, рассказать, как дольше сохранить свежесть?"],
		["useful_words", "Небольшая подсказка от магазина. Прислать?"],
		["useful_question", "Какой совет вам пригодился бы больше?"],
		["ask_birthday", "{{1}}, когда у вас день рождения? Мы готовим подарок."],
		["ask_likes", "{{1}}, что вы любите больше всего?"],
		["ask_consent", "{{1}}, присылать вам новинки и скидки?"],
		["price_drop", "{{1}} теперь дешевле."],
		["queue_usual", "{{1}}, ваше обычное время {{2}} свободно. Занять?"],
		["reorder", "Кажется, {{1}} заканчивается. Привезти ещё?"],
		["reorder_again", "Повторить прошлый заказ?"],
		["win_back", "{{1}}, давно вас не видели. Заглянете?"],
		["win_back_offer", "Для вас промокод {{1}}. Ждём!"],
	]),
];

function all(category: Template["category"], words: readonly Words[]): Template[] {
	return words.map(([name, body]) => ({ name, body, category, language: "ru", status: "APPROVED" }));
}

import type { PoolClient } from "pg";

/** How big the shop is. */
export type Sizes = {
	readonly customers: number;
	readonly conversations: number;
	readonly messages: number;
	readonly orders: number;
};

/** Fills a shop with customers, conversations and their messages: few wait, few are led by somebody, one thread is very long. */
export async function fillInbox(
	session: PoolClient,
	{ customers, conversations, messages }: Pick<Sizes, "customers" | "conversations" | "messages">,
): Promise<void> {
	await session.query(CUSTOMERS, [customers]);
	await session.query(TAGS);
	await session.query(CONVERSATIONS, [customers, conversations]);
	await session.query(CHATS);
	await session.query("UPDATE conversation c SET chat_id = h.id FROM chat h WHERE h.conversation_id = c.id");
	await session.query(IDENTITIES);
	await withoutIndexes(session, "message", () => session.query(MESSAGES, [messages, conversations]));
}

/** Built at the end, an index costs a fraction of what its rows cost one by one. */
export async function withoutIndexes(session: PoolClient, table: string, deed: () => Promise<unknown>): Promise<void> {
	const { rows: indexes } = await session.query<{ name: string; definition: string }>(INDEXES, [table]);
	for (const { name } of indexes) await session.query(`DROP INDEX "${name}"`);
	await deed();
	for (const { definition } of indexes) await session.query(definition);
}

const INDEXES = `SELECT i.relname AS name, pg_get_indexdef(i.oid) AS definition
	FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
	WHERE x.indrelid = $1::text::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid)`;

const FIRST_NAMES = words(
	"Анна Мария Ольга Елена Наталья Ирина Татьяна Светлана Юлия Екатерина Дарья Алиса Иван Пётр Сергей Дмитрий Алексей Андрей Михаил " +
		"Николай Владимир Олег Борис Тимур",
);
const LAST_NAMES = words(
	"Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов Егоров " +
		"Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв " +
		"Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв",
);

/** The later, the greater the id, as the product's own are. */
const CUSTOMERS = `INSERT INTO customer (id, first_name, last_name, phone, city, created_at)
	SELECT uuidv7((n - $1::int) * interval '3 minutes'), (${FIRST_NAMES})[1 + n % 24],
		CASE WHEN n % 4999 = 0 THEN 'Рокоссовский' ELSE (${LAST_NAMES})[1 + (n / 24) % 40] END,
		'+7' || (9000000000 + n::bigint * 7919 % 1000000000)::text, CASE WHEN n % 3 = 0 THEN 'Казань' ELSE 'Москва' END,
		now() + (n - $1::int) * interval '3 minutes'
	FROM generate_series(1, $1::int) n`;

const TAGS = `INSERT INTO customer_tag (customer_id, tag, actor)
	SELECT id, CASE WHEN n % 1000 = 7 THEN 'vip' WHEN n % 10 = 1 THEN 'опт' ELSE 'розница' END, 'operator'
	FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customer) c WHERE n % 10 IN (1, 2, 7)`;

/** Of every second customer, or as many as are wanted; the first in line was heard last. */
const CONVERSATIONS = `INSERT INTO conversation (id, customer_id, control, holder_id, control_since, team, last_line, last_message_at,
		last_heard_at, unanswered_since, answer_by, promise_due_at, closed_at, created_at)
	SELECT uuidv7(at - now()), id,
		(CASE WHEN n % 500 = 0 THEN 'asked' WHEN n % 400 = 1 THEN 'human' WHEN n % 1000 = 2 THEN 'parked' ELSE 'bot' END)::control_by,
		CASE WHEN n % 400 = 1 OR n % 1000 = 2 THEN 'member-' || 1 + n % 7 END,
		at, CASE WHEN n % 5000 = 4 THEN 'gifts' WHEN n % 3 = 0 THEN 'care' WHEN n % 3 = 1 THEN 'sales' END, 'Последняя строка ' || n, at, at,
		CASE WHEN n % 500 = 0 OR n % 900 = 3 THEN at END, CASE WHEN n % 500 = 0 THEN at + interval '10 min' END,
		CASE WHEN n % 1000 = 2 THEN at + interval '2 hours' END, CASE WHEN n % 4 = 0 AND n % 500 > 0 THEN at END, at
	FROM (SELECT id, n, now() - n * interval '37 seconds' AS at FROM (
		SELECT id, row_number() OVER (ORDER BY id DESC) AS n FROM (
			SELECT id, row_number() OVER (ORDER BY id) AS place FROM customer) c
		WHERE place % ($1::int / $2::int) = 0) c WHERE n <= $2::int) c`;

const CHATS = `INSERT INTO chat (id, account, native_id, channel, conversation_id)
	SELECT uuidv7(), channel || ':1', id::text, channel, id
	FROM (SELECT id, CASE WHEN n % 20000 = 7 THEN 'console' WHEN n % 3 = 0 THEN 'whatsapp' ELSE 'telegram' END AS channel
		FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM conversation) c) c`;

const IDENTITIES = `INSERT INTO identity (id, customer_id, channel, account, native_id, phone)
	SELECT uuidv7(), c.customer_id, h.channel, h.account, h.native_id, CASE WHEN h.channel = 'whatsapp' THEN k.phone END
	FROM chat h JOIN conversation c ON c.id = h.conversation_id JOIN customer k ON k.id = c.customer_id`;

/**
 * Over a year, in the order in which they came: visits of ten messages each, about a hundred customers at a time. The longest thread is a
 * wholesale buyer's, who has a tenth of the messages of every tenth day.
 */
const MESSAGES = `INSERT INTO message (conversation_id, chat_id, channel, direction, author, external_id, text, status, at, created_at)
	SELECT c.id, c.chat_id, 'telegram', (CASE WHEN n % 2 = 0 THEN 'heard' ELSE 'said' END)::message_direction,
		CASE WHEN n % 2 = 0 THEN 'customer' WHEN n % 10 = 1 THEN 'operator:member-1' ELSE 'bot' END, n::text,
		(ARRAY['Здравствуйте', 'Подскажите', 'Спасибо', 'Хочу', 'Можно', 'Когда', 'Добрый день'])[1 + n % 7] || ' ' ||
		(ARRAY['заказ', 'доставка', 'торт', 'молоко', 'хлеб', 'чай', 'сыр', 'мёд'])[1 + (n / 7) % 8] || ' ' ||
		(ARRAY['завтра', 'сегодня', 'утром', 'вечером', 'к обеду'])[1 + (n / 56) % 5] ||
		CASE WHEN n % 5003 = 0 THEN ' и самовар' ELSE '' END || CASE WHEN n % 1000003 = 0 THEN ' и паровоз' ELSE '' END ||
		CASE WHEN n % 151 = 0 THEN ' с клубникой' ELSE '' END ||
		CASE WHEN n > $1::int * 0.4 AND n < $1::int * 0.6 AND n % 3 = 0 THEN ' к празднику' ELSE '' END ||
		CASE WHEN n % 211 = 0 THEN ' тел. +7' || (9000000000 + n::bigint * 7919 % 1000000000)::text ELSE '' END || ' № ' || n,
		CASE WHEN n % 2 = 0 THEN 'heard' ELSE 'sent' END, now() - ($1::int - n) * interval '6 seconds',
		now() - ($1::int - n) * interval '6 seconds'
	FROM generate_series(1, $1::int) n
	JOIN (SELECT id, chat_id, row_number() OVER (ORDER BY id DESC) - 1 AS place FROM conversation) c
		ON c.place = CASE WHEN n % 20 < 2 AND ($1::int - n) / 14400 % 10 = 0 THEN 0 ELSE (((n / 1000) * 100 + n % 100)::bigint * 7919) % $2::int END
	ORDER BY n.n`;

function words(list: string): string {
	return `ARRAY[${list
		.split(" ")
		.map((word) => `'${word}'`)
		.join(", ")}]`;
}

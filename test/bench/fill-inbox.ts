import type { Pool } from "pg";

/** Fills a shop with conversations and their messages: few wait, few are led by somebody, one thread is very long. */
export async function fillInbox(
	pool: Pool,
	{ conversations, messages }: { conversations: number; messages: number },
): Promise<void> {
	const session = await pool.connect();
	try {
		for (const text of ["SET synchronous_commit = off", "SET maintenance_work_mem = '512MB'", "SET work_mem = '64MB'"])
			await session.query(text);
		await session.query(CUSTOMERS, [conversations]);
		await session.query(TAGS);
		await session.query(CONVERSATIONS);
		await session.query(CHATS);
		await session.query("UPDATE conversation c SET chat_id = h.id FROM chat h WHERE h.conversation_id = c.id");
		// Built at the end, an index costs a fraction of what its rows cost one by one.
		const { rows: indexes } = await session.query<{ name: string; definition: string }>(INDEXES);
		for (const { name } of indexes) await session.query(`DROP INDEX "${name}"`);
		await session.query(MESSAGES, [messages, conversations]);
		for (const { definition } of indexes) await session.query(definition);
		await session.query("VACUUM ANALYZE");
	} finally {
		session.release();
	}
}

const INDEXES = `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
	WHERE tablename = 'message' AND indexname <> 'message_pkey'`;

const CUSTOMERS = `INSERT INTO customer (id, first_name, last_name, phone)
	SELECT gen_random_uuid(), 'Клиент', n::text, '+7' || (9000000000 + n)::text FROM generate_series(1, $1::int) n`;

const TAGS = `INSERT INTO customer_tag (customer_id, tag, actor)
	SELECT id, CASE WHEN right(phone, 3) = '007' THEN 'vip' WHEN right(phone, 1) = '1' THEN 'опт' ELSE 'розница' END, 'operator'
	FROM customer WHERE right(phone, 1) IN ('1', '2', '7')`;

const CONVERSATIONS = `INSERT INTO conversation (id, customer_id, control, holder_id, control_since, team, last_line, last_message_at,
		last_heard_at, unanswered_since, answer_by, promise_due_at, closed_at)
	SELECT gen_random_uuid(), id,
		(CASE WHEN n % 500 = 0 THEN 'asked' WHEN n % 400 = 1 THEN 'human' WHEN n % 1000 = 2 THEN 'parked' ELSE 'bot' END)::control_by,
		CASE WHEN n % 400 = 1 OR n % 1000 = 2 THEN 'member-' || 1 + n % 7 END,
		at, CASE WHEN n % 3 = 0 THEN 'care' WHEN n % 3 = 1 THEN 'sales' END, 'Последняя строка ' || n, at, at,
		CASE WHEN n % 500 = 0 OR n % 900 = 3 THEN at END, CASE WHEN n % 500 = 0 THEN at + interval '10 min' END,
		CASE WHEN n % 1000 = 2 THEN at + interval '2 hours' END, CASE WHEN n % 4 = 0 AND n % 500 > 0 THEN at END
	FROM (SELECT id, n, now() - n * interval '37 seconds' AS at FROM (SELECT id, row_number() OVER () AS n FROM customer) c) c`;

const CHATS = `INSERT INTO chat (id, account, native_id, channel, conversation_id)
	SELECT gen_random_uuid(), channel || ':1', id::text, channel, id
	FROM (SELECT id, CASE WHEN row_number() OVER () % 3 = 0 THEN 'whatsapp' ELSE 'telegram' END AS channel FROM conversation) c`;

/** Every hundredth message belongs to the longest thread. */
const MESSAGES = `INSERT INTO message (conversation_id, chat_id, channel, direction, author, external_id, text, status, at, created_at)
	SELECT c.id, c.chat_id, 'telegram', (CASE WHEN n % 2 = 0 THEN 'heard' ELSE 'said' END)::message_direction,
		CASE WHEN n % 2 = 0 THEN 'customer' WHEN n % 10 = 1 THEN 'operator:member-1' ELSE 'bot' END, n::text,
		(ARRAY['Здравствуйте', 'Подскажите', 'Спасибо', 'Хочу', 'Можно', 'Когда', 'Добрый день'])[1 + n % 7] || ' ' ||
		(ARRAY['заказ', 'доставка', 'торт', 'молоко', 'хлеб', 'чай', 'сыр', 'мёд'])[1 + (n / 7) % 8] || ' ' ||
		(ARRAY['завтра', 'сегодня', 'утром', 'вечером', 'к обеду'])[1 + (n / 56) % 5] ||
		CASE WHEN n % 5003 = 0 THEN ' и самовар' ELSE '' END || ' № ' || n,
		CASE WHEN n % 2 = 0 THEN 'heard' ELSE 'sent' END, now() - ($1::int - n) * interval '1 second', now()
	FROM generate_series(1, $1::int) n
	JOIN (SELECT id, chat_id, row_number() OVER () - 1 AS place FROM conversation) c
		ON c.place = CASE WHEN n % 100 = 0 THEN 0 ELSE (n::bigint * 7919) % $2::int END`;

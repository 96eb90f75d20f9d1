import type { PoolClient } from "pg";
import { type Sizes, withoutIndexes } from "./fill-inbox.ts";

/** What the customers of `fillInbox` have done: goods, orders, the diary, steps of flows, and what staff has looked at. */
export async function fillDealings(
	session: PoolClient,
	{ orders, messages }: Pick<Sizes, "orders" | "messages">,
): Promise<void> {
	for (const text of GOODS) await session.query(text);
	await withoutIndexes(session, "shop_order", () => session.query(ORDERS, [orders]));
	await session.query("SELECT setval('shop_order_number_seq', (SELECT max(number) FROM shop_order))");
	await withoutIndexes(session, "order_line", () => session.query(LINES));
	await withoutIndexes(session, "order_change", () => session.query(CHANGES));
	await session.query(FIGURES);
	await session.query(OUTCOMES);
	await session.query(SCORES);
	await session.query(CONSENTS);
	await session.query(SPELLS);
	await session.query(ATTRIBUTES);
	await withoutIndexes(session, "diary", async () => {
		for (const text of DIARY) await session.query(text);
	});
	await withoutIndexes(session, "flow_step", () => session.query(STEPS));
	for (const text of COUNTED) await session.query(text);
	await withoutIndexes(session, "audit", () => session.query(AUDIT, [messages / 5]));
	for (const text of STAFF) await session.query(text);
}

/** 500 goods, and where they lie. */
const GOODS = [
	`INSERT INTO category (id, title) VALUES ('cakes', 'Торты'), ('tea', 'Чай')`,
	`INSERT INTO warehouse (id, title, pickup) VALUES ('main', 'Центр', true), ('north', 'Север', true), ('attic', 'Чердак', false)`,
	`INSERT INTO product (id, category_id, title)
		SELECT uuidv7(n * interval '1 second'), CASE WHEN n % 2 = 0 THEN 'cakes' ELSE 'tea' END,
			(ARRAY['Торт', 'Чай', 'Пирог', 'Хлеб', 'Сыр', 'Мёд', 'Варенье', 'Кофе'])[1 + n % 8] || ' ' ||
			(ARRAY['Наполеон', 'зелёный', 'яблочный', 'ржаной', 'молодой', 'липовый', 'вишнёвое'])[1 + (n / 8) % 7] || ' № ' || n
		FROM generate_series(1, 500) n`,
	`INSERT INTO variant (id, product_id, sku, price, currency)
		SELECT uuidv7(n * interval '1 second'), id, 'A-' || n, 10000 + n * 100, 'RUB'
		FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM product) p`,
	// No trigger runs while the shop is filled.
	"UPDATE variant SET search = words_of_variant(product_id, title, sku), sounds = sounds_of_variant(product_id, title)",
	`INSERT INTO delivery_slot (id, delivery, starts_at, ends_at, capacity)
		SELECT uuidv7(n * interval '1 second'), 'courier', date_trunc('hour', now()) + n * interval '2 hours',
			date_trunc('hour', now()) + (n + 1) * interval '2 hours', 1000 FROM generate_series(-60, 60) n`,
];

/** Over a year; the last thousand are still on their way, and some that nobody has looked after. */
const ORDERS = `INSERT INTO shop_order (id, number, customer_id, conversation_id, state, currency, total, goods_total, delivery, address,
		slot_id, due_from, due_to, warehouse_id, paid_at, channel, source, confirmation_key, created_at, changed_at)
	SELECT uuidv7(at - now()), 1000 + n, c.id, c.conversation_id,
		(CASE WHEN $1::int - n < 1000 THEN (ARRAY['placed', 'confirmed', 'packed', 'shipped', 'ready'])[1 + n % 5]
			WHEN n % 997 = 0 THEN 'ready' WHEN n % 20 = 0 THEN 'cancelled' WHEN n % 200 = 1 THEN 'returned' ELSE 'delivered' END)::order_state,
		'RUB', 50000 + n % 90000, 50000 + n % 90000, CASE WHEN n % 3 = 0 THEN 'pickup' ELSE 'courier' END,
		'{"text": "Казань, Баумана 1"}', CASE WHEN $1::int - n < 1000 THEN s.id END, at + interval '3 hours', at + interval '5 hours',
		CASE WHEN n % 5001 = 0 THEN 'attic' WHEN n % 3 = 0 THEN 'main' END, CASE WHEN n % 50 > 0 THEN at + interval '1 hour' END,
		CASE WHEN n % 30000 = 5 THEN 'console' WHEN n % 3 = 0 THEN 'whatsapp' ELSE 'telegram' END, 'flow', 'key-' || n, at, at
	FROM (SELECT n, now() - ($1::int - n) * interval '105 seconds' AS at FROM generate_series(1, $1::int) n) o
	JOIN (SELECT k.id, v.id AS conversation_id, row_number() OVER (ORDER BY k.id) - 1 AS place
		FROM customer k LEFT JOIN conversation v ON v.customer_id = k.id) c
		ON c.place = (o.n::bigint * 7919) % (SELECT count(*) FROM customer)
	LEFT JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM delivery_slot) s ON s.place = o.n % 121`;

/** Now and then something that no catalogue knows. */
const LINES = `INSERT INTO order_line (id, order_id, variant_id, sku, title, qty, price, sum, warehouse_id)
	SELECT uuidv7(o.created_at - now()), o.id, CASE WHEN o.number % 9973 > 0 OR k > 1 THEN g.id END, g.sku,
		CASE WHEN o.number % 9973 = 0 AND k = 1 THEN 'Самовар тульский' ELSE g.title END, 1, o.total / 2, o.total / 2,
		CASE WHEN o.number % 5003 = 0 THEN 'attic' ELSE 'main' END
	FROM shop_order o CROSS JOIN generate_series(1, 2) k
	JOIN (SELECT v.id, v.sku, p.title, row_number() OVER (ORDER BY v.id) - 1 AS place
		FROM variant v JOIN product p ON p.id = v.product_id) g ON g.place = (o.number * 31 + k * 7) % 500`;

const CHANGES = `INSERT INTO order_change (order_id, "from", "to", actor, at)
	SELECT id, s."from"::order_state, s."to"::order_state, 'system', created_at FROM shop_order,
		(VALUES (NULL, 'placed'), ('placed', 'confirmed'), ('confirmed', 'delivered')) AS s("from", "to")`;

const FIGURES = `INSERT INTO customer_figures (customer_id, orders_count, paid_count, orders_total, first_order_at, last_order_at)
	SELECT customer_id, count(*), count(paid_at), sum(total), min(created_at), max(created_at)
	FROM shop_order WHERE state NOT IN ('cancelled', 'returned') GROUP BY customer_id`;

const OUTCOMES = `INSERT INTO outcome (matter, customer_id, order_id, result, reason, source, actor, at)
	SELECT 'order:' || id, customer_id, id, (CASE WHEN state = 'cancelled' THEN 'lost' ELSE 'won' END)::outcome_result,
		(ARRAY['unknown', 'price', 'gift', 'quality', 'habit'])[1 + number % 5], 'rule', 'system', created_at
	FROM shop_order WHERE state IN ('cancelled', 'delivered')`;

const SCORES = `INSERT INTO feedback (customer_id, kind, score, at)
	SELECT customer_id, 'csat', 1 + number % 5, created_at + interval '1 day' FROM shop_order WHERE number % 6 = 0`;

const CONSENTS = `INSERT INTO consent (customer_id, purpose, state, text, text_version, actor, at)
	SELECT id, 'advertising', (CASE WHEN n % 10 = 0 THEN 'withdrawn' ELSE 'given' END)::consent_state, 'Да', '1', 'customer', now()
	FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customer) c WHERE n % 5 > 1`;

const SPELLS = `INSERT INTO segment_spell (segment, customer_id, entered_at, left_at)
	SELECT CASE WHEN n % 2000 = 0 THEN 'few' ELSE 'many' END, id, now() - interval '1 day', CASE WHEN n % 10 = 1 THEN now() END
	FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM customer) c WHERE n % 2 = 0`;

const ATTRIBUTES = `INSERT INTO customer_attribute (customer_id, name, value, sort)
	SELECT id, 'pet', '"кот"', 'said' FROM customer WHERE phone LIKE '%3'`;

/** An entry a turn, and of every third conversation the way to a person and back. */
const DIARY = [
	`INSERT INTO diary (name, customer_id, conversation_id, data, channel, actor, at)
		SELECT CASE WHEN m.id % 9 = 0 THEN 'product.viewed' ELSE 'message.received' END, c.customer_id, c.id,
			jsonb_build_object('message', m.id::text, 'kind', 'message'), m.channel, 'customer', m.at
		FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.direction = 'heard' ORDER BY m.id`,
	`INSERT INTO diary (name, customer_id, conversation_id, data, actor, flow, step, at)
		SELECT 'control.changed', c.customer_id, c.id,
			jsonb_build_object('from', s.a, 'to', s.b, 'cause', 'asked', 'team', c.team, 'reason', 'question', 'holder', 'member-' || 1 + n % 7),
			'operator:member-1', CASE WHEN s.b = 'asked' THEN 'order' END, CASE WHEN s.b = 'asked' THEN 'step-' || n % 8 END,
			c.last_message_at + s.after
		FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM conversation) c,
			(VALUES ('bot', 'asked', interval '-3 hours'), ('asked', 'human', interval '-170 minutes'), ('human', 'bot', interval '-1 hour'))
				AS s(a, b, after)
		WHERE n % 3 = 0`,
	`INSERT INTO diary (name, customer_id, conversation_id, data, actor, flow, at)
		SELECT 'flow.started', customer_id, id, '{"flow": "csat", "run": "1"}', 'bot', 'csat', last_message_at
		FROM conversation WHERE team = 'care'`,
];

/** As `keepEpisodes` would count: a visit is an episode until a day of silence, of every tenth a person takes care. To let it count them takes half an hour. */
const COUNTED = [
	`INSERT INTO episode (conversation_id, began_at, channel, last_at, closed_at, closed_by, bot_turn, handed, flows, team, member_id,
			handling, handling_open, resolution, resolution_open, promised, from_message)
		SELECT v.conversation_id, v.began_at, 'telegram', v.last_at, v.last_at, 'silence', true, v.handed, ARRAY['order'], c.team,
			CASE WHEN v.handed THEN 'member-' || 1 + n % 7 END, CASE WHEN v.handed THEN 300 ELSE 0 END,
			CASE WHEN v.handed THEN 200 ELSE 0 END,
			CASE WHEN v.handed THEN 900 + n % 5000 END, CASE WHEN v.handed THEN 900 END, CASE WHEN v.handed THEN 3600 END, n
		FROM (SELECT conversation_id, min(at) AS began_at, max(at) AS last_at, min(id) AS n, min(id) % 10 = 3 AS handed
			FROM (SELECT *, count(*) FILTER (WHERE silent) OVER (PARTITION BY conversation_id ORDER BY id) AS visit
				FROM (SELECT conversation_id, id, at,
					at - lag(at) OVER (PARTITION BY conversation_id ORDER BY id) >= interval '1 day' AS silent FROM message) l) m
			GROUP BY conversation_id, visit) v JOIN conversation c ON c.id = v.conversation_id`,
	`INSERT INTO handoff (conversation_id, at, flow, step, reason, team, member_id, human_at, back_at, repeated)
		SELECT conversation_id, began_at + interval '1 minute', 'order', 'step-' || resolution % 8, 'question', team, member_id,
			began_at + interval '5 minutes', began_at + interval '15 minutes', resolution % 9 = 0
		FROM episode WHERE handed`,
	`INSERT INTO episode_wait (conversation_id, kind, since, at, member_id, team, wall, open, promised)
		SELECT conversation_id, kind, began_at, began_at + interval '5 minutes', member_id, team, resolution % 3000, 60, 600
		FROM episode, unnest(ARRAY['first', 'next', 'human']) kind WHERE handed`,
	`INSERT INTO promise (id, conversation_id, customer_id, owner_id, text, due_at, state, made_by, created_at, settled_at)
		SELECT uuidv7(), e.conversation_id, c.customer_id, e.member_id, 'Перезвоним', e.last_at + interval '1 day',
			CASE WHEN e.resolution % 5 = 0 THEN 'late' ELSE 'kept' END, 'operator:' || e.member_id, e.last_at, e.last_at + interval '1 hour'
		FROM episode e JOIN conversation c ON c.id = e.conversation_id WHERE e.handed AND e.resolution % 3 = 0`,
	"INSERT INTO setting (key, value) VALUES ('episodes-counted', to_jsonb(now()))",
];

/** A step for every second message, of three flows. */
const STEPS = `INSERT INTO flow_step (run_id, conversation_id, seq, file, flow, step, line, "full", kind, at)
	SELECT md5((m.id / 20)::text)::uuid, m.conversation_id, m.id % 20, 'flows/order.flow.yaml',
		(ARRAY['order', 'order', 'cart', 'help'])[1 + (m.id / 20) % 4], 'step-' || (m.id / 2) % 8, 10, 'f', 'say', m.at
	FROM message m WHERE m.direction = 'said' ORDER BY m.id`;

/** Most of them looks at customers; some deeds are rare. */
const AUDIT = `INSERT INTO audit (actor, act, thing, at)
	SELECT CASE WHEN n % 50000 = 9 THEN 'operator:member-9' ELSE 'operator:member-' || 1 + n % 7 END,
		CASE WHEN n % 20000 = 3 THEN 'customers.erase' WHEN n % 11 = 0 THEN 'order.move' ELSE 'customer.read' END,
		CASE WHEN n % 11 = 0 THEN 'order:' || md5(n::text)::uuid ELSE 'customer:' || c.id END,
		now() - ($1::int - n) * interval '20 seconds'
	FROM generate_series(1, $1::int) n
	JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM customer) c
		ON c.place = (n::bigint * 7919) % (SELECT count(*) FROM customer) ORDER BY n`;

const STAFF = [
	`INSERT INTO member (id, name, email, role) SELECT 'member-' || n, 'Сотрудник ' || n, 'm' || n || '@shop.example', 'operator'
		FROM generate_series(1, 9) n`,
	`INSERT INTO mention (conversation_id, message_id, member_id, at)
		SELECT conversation_id, max(id), 'member-1', now() FROM message WHERE id > (SELECT max(id) - 40 FROM message) GROUP BY 1`,
];

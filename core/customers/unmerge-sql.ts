/** The written SQL by which rows made since a merge find back to whose they are. */

/** `$1` link. The identities that came with the absorbed customer, and its chats. */
const THEIRS = `WITH link AS (SELECT l.*, c.id AS thread, k.id AS kept_thread FROM customer_link l
			JOIN conversation c ON c.customer_id = l.absorbed_id JOIN conversation k ON k.customer_id = l.kept_id
			WHERE l.id = $1::uuid),
		theirs AS (SELECT h.id, h.channel FROM chat h JOIN link ON h.conversation_id = link.thread),
		alone AS (SELECT DISTINCT t.channel FROM theirs t
			WHERE NOT EXISTS (SELECT 1 FROM chat h JOIN link ON h.conversation_id = link.kept_thread AND h.channel = t.channel))`;

/**
 * To be run one after the other once identities and chats are back: what was said in a chat of theirs, and what happened on a
 * messenger that only they have, is theirs.
 */
export const RETURN_SINCE = [
	{
		name: "unmerge-since-chats",
		text: `UPDATE chat h SET conversation_id = c.id FROM customer_link l
			JOIN conversation c ON c.customer_id = l.absorbed_id JOIN identity i ON i.customer_id = l.absorbed_id
			WHERE l.id = $1::uuid AND h.identity_id = i.id AND h.conversation_id IS DISTINCT FROM c.id`,
	},
	{
		name: "unmerge-since-messages",
		text: `${THEIRS} UPDATE message m SET conversation_id = link.thread FROM link
			WHERE m.conversation_id = link.kept_thread AND m.chat_id IN (SELECT id FROM theirs)`,
	},
	{
		name: "unmerge-since-outbox",
		text: `${THEIRS} UPDATE outbox o SET conversation_id = link.thread, customer_id = link.absorbed_id FROM link
			WHERE o.conversation_id = link.kept_thread AND o.chat_id IN (SELECT id FROM theirs)`,
	},
	{
		name: "unmerge-since-consents",
		text: `${THEIRS} UPDATE consent x SET customer_id = link.absorbed_id FROM link
			WHERE x.customer_id = link.kept_id AND x.at >= link.at
				AND (x.message_id IN (SELECT m.id FROM message m WHERE m.conversation_id = link.thread)
					OR x.channel IN (SELECT channel FROM alone))`,
	},
	{
		name: "unmerge-since-runs",
		text: `${THEIRS} UPDATE flow_run r SET customer_id = link.absorbed_id, conversation_id = link.thread FROM link
			WHERE r.conversation_id = link.kept_thread AND r.started_at >= link.at
				AND r.channel IN (SELECT channel FROM alone)`,
	},
	{
		name: "unmerge-since-orders",
		text: `${THEIRS} UPDATE shop_order o SET customer_id = link.absorbed_id,
				conversation_id = CASE WHEN o.conversation_id IS NOT NULL THEN link.thread END FROM link
			WHERE o.customer_id = link.kept_id AND o.created_at >= link.at AND o.channel IN (SELECT channel FROM alone)`,
	},
	{
		name: "unmerge-since-diary",
		text: `${THEIRS} UPDATE diary d SET customer_id = link.absorbed_id, conversation_id = link.thread FROM link
			WHERE d.customer_id = link.kept_id AND d.at >= link.at AND (d.channel IN (SELECT channel FROM alone)
				OR d.run_id IN (SELECT r.id FROM flow_run r WHERE r.conversation_id = link.thread)
				OR d.data->>'message' IN (SELECT m.id::text FROM message m WHERE m.conversation_id = link.thread))`,
	},
	...(["flow_step", "flow_action", "flow_button"] as const).map((table) => ({
		name: `unmerge-since-${table}`,
		text: `${THEIRS} UPDATE ${table} x SET conversation_id = link.thread FROM link
			WHERE x.conversation_id = link.kept_thread
				AND x.run_id IN (SELECT r.id FROM flow_run r WHERE r.conversation_id = link.thread)`,
	})),
	{
		name: "unmerge-since-entries",
		text: `${THEIRS} UPDATE flow_entry e SET customer_id = link.absorbed_id FROM link
			WHERE e.customer_id = link.kept_id AND e.run_id IN (SELECT r.id FROM flow_run r WHERE r.conversation_id = link.thread)
				AND NOT EXISTS (SELECT 1 FROM flow_entry o
					WHERE o.customer_id = link.absorbed_id AND o.flow = e.flow AND o.key = e.key)`,
	},
	// Both lists show the last line of each: what the other one said last is not among them.
	{
		name: "unmerge-last-lines",
		text: `${THEIRS} UPDATE conversation c SET last_message_at = m.at, last_line = left(m.text, 200),
				last_heard_at = (SELECT max(h.at) FROM message h WHERE h.conversation_id = c.id AND h.direction = 'heard')
			FROM conversation x JOIN link ON x.id IN (link.thread, link.kept_thread)
			LEFT JOIN LATERAL (SELECT l.at, l.text FROM message l WHERE l.conversation_id = x.id AND l.kind <> 'note'
				ORDER BY l.id DESC LIMIT 1) m ON true
			WHERE c.id = x.id AND c.last_message_at >= link.at AND m.at IS DISTINCT FROM c.last_message_at
				OR c.id = x.id AND m.at > c.last_message_at`,
	},
];

/** `$1` link. What was made since and belongs to no chat: a person has to say whose it is. */
export const UNCLEAR = {
	name: "unmerge-unclear",
	text: `WITH link AS (SELECT l.*, k.id AS kept_thread FROM customer_link l JOIN conversation k ON k.customer_id = l.kept_id
			WHERE l.id = $1::uuid),
		theirs AS (SELECT DISTINCT i.channel FROM identity i WHERE i.id IN (SELECT (k->>'id')::uuid FROM link,
			jsonb_path_query(link.moved, '$.moved[*] ? (@.table == "identity").keys[*]') k)),
		kept AS (SELECT DISTINCT i.channel FROM identity i JOIN link ON i.customer_id = link.kept_id
			WHERE i.id NOT IN (SELECT (k->>'id')::uuid FROM link,
				jsonb_path_query(link.moved, '$.moved[*] ? (@.table == "identity").keys[*]') k))
		SELECT 'shop_order' AS "table", o.id::text AS id, '№ ' || o.number AS what, o.created_at AS at
			FROM shop_order o, link WHERE o.customer_id = link.kept_id AND o.created_at >= link.at
				AND (o.channel IS NULL
					OR (o.channel IN (SELECT channel FROM theirs)) = (o.channel IN (SELECT channel FROM kept)))
		UNION ALL
		SELECT 'ticket', t.id::text, t.title, t.opened_at FROM ticket t, link
			WHERE t.customer_id = link.kept_id AND t.opened_at >= link.at
		UNION ALL
		SELECT 'promise', p.id::text, p.text, p.created_at FROM promise p, link
			WHERE p.customer_id = link.kept_id AND p.created_at >= link.at
		UNION ALL
		SELECT 'feedback', f.id::text, coalesce(f.comment, f.kind), f.at FROM feedback f, link
			WHERE f.customer_id = link.kept_id AND f.at >= link.at
		UNION ALL
		SELECT 'coupon', c.id::text, c.title, c.created_at FROM coupon c, link
			WHERE c.customer_id = link.kept_id AND c.created_at >= link.at
		UNION ALL
		SELECT 'message', m.id::text, m.text, m.at FROM message m, link
			WHERE m.conversation_id = link.kept_thread AND m.chat_id IS NULL AND m.kind = 'note' AND m.created_at >= link.at
		ORDER BY at`,
};

/** Gives rows to a customer: `$1` customer, `$2` conversation, `$3` ids. */
export const GIVE = {
	shop_order: {
		name: "unmerge-give-order",
		text: `UPDATE shop_order SET customer_id = $1::uuid,
			conversation_id = CASE WHEN conversation_id IS NOT NULL THEN $2::uuid END WHERE id::text = ANY($3::text[])`,
	},
	ticket: {
		name: "unmerge-give-ticket",
		text: `UPDATE ticket SET customer_id = $1::uuid WHERE $2::uuid IS NOT NULL AND id::text = ANY($3::text[])`,
	},
	promise: {
		name: "unmerge-give-promise",
		text: `UPDATE promise SET customer_id = $1::uuid, conversation_id = $2::uuid WHERE id::text = ANY($3::text[])`,
	},
	feedback: {
		name: "unmerge-give-feedback",
		text: `UPDATE feedback SET customer_id = $1::uuid WHERE $2::uuid IS NOT NULL AND id::text = ANY($3::text[])`,
	},
	coupon: {
		name: "unmerge-give-coupon",
		text: `UPDATE coupon SET customer_id = $1::uuid WHERE $2::uuid IS NOT NULL AND id::text = ANY($3::text[])`,
	},
	message: {
		name: "unmerge-give-message",
		text: `UPDATE message SET conversation_id = $2::uuid WHERE $1::uuid IS NOT NULL AND id::text = ANY($3::text[])`,
	},
} as const;
